import { createHash } from 'node:crypto';

/** Hash of a JSON value that does not depend on the order of keys; at most as deep as `unsafeInput` lets through. */
export function hashBody(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(value ?? null, sortedKeys))
    .digest('hex');
}

function sortedKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
