import { createHash } from 'node:crypto';

/** The same for requests that mean the same, whatever the order of their parameters. */
export function fingerprintOf(method: string, path: string, input: unknown): string {
  return createHash('sha256')
    .update(`${method} ${path} ${canonical(input)}`)
    .digest('base64');
}

function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return value === undefined ? 'null' : JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${entries.map(([key, part]) => `${JSON.stringify(key)}:${canonical(part)}`).join(',')}}`;
}
