import { z } from 'zod';
import { DEFAULT_POLICIES } from '../../domain/policies/policies';
import { invalidInput } from './app-error';
import { idField, instantField } from './fields';

/** Query of every list. */
export const pageQuery = z.strictObject({
  limit: z.coerce
    .number({ error: 'must be a number' })
    .int({ error: 'must be a whole number' })
    .min(1)
    .max(DEFAULT_POLICIES.pageSizeMax)
    .default(DEFAULT_POLICIES.pageSizeDefault)
    .describe('Entries per page'),
  cursor: z.string().max(500).optional().describe('`nextCursor` of the page before'),
});

/** Answer of every list; `nextCursor` is null on the last page. */
export function pageOf<T extends z.ZodType>(
  entry: T
): z.ZodObject<{ items: z.ZodArray<T>; nextCursor: z.ZodNullable<z.ZodString> }> {
  return z.strictObject({ items: z.array(entry), nextCursor: z.string().nullable() });
}

/** Values of the sort columns of the last entry, opaque to callers. */
export function encodeCursor(values: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** @throws AppError 422 for what is no cursor of this list. */
export function decodeCursor<T>(cursor: string, schema: z.ZodType<T>): T {
  const result = schema.safeParse(parse(cursor));
  if (result.success) return result.data;
  throw invalidInput([
    { field: 'query.cursor', code: 'invalid_cursor', message: 'is no cursor of this list; start again without it' },
  ]);
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Place in a list that is sorted by a time and, within it, by an id. */
export interface TimeCursor<K extends string> {
  readonly of: (last: Readonly<Record<K, string>>) => string;
  /** null: begin at the start. @throws AppError 422 for what is no cursor of this list. */
  readonly read: (cursor: string | undefined) => Record<K, string> | null;
}

const placeSchema = z.tuple([instantField, idField]);

export function timeCursor<At extends string, Id extends string>(at: At, id: Id): TimeCursor<At | Id> {
  return {
    of: (last) => encodeCursor([last[at], last[id]]),
    read: (cursor) => {
      if (cursor === undefined) return null;
      const [instant, key] = decodeCursor(cursor, placeSchema);
      return { [at]: instant, [id]: key } as Record<At | Id, string>;
    },
  };
}

/** Reads one more than the page holds, so that the last page is known without a count. */
export function toPage<T>(
  rows: readonly T[],
  limit: number,
  cursorOf: (last: T) => string
): { items: readonly T[]; nextCursor: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? cursorOf(last) : null };
}
