/** Where the next page of a list begins: the sort value and the id of the last row that was given. */
export interface KeysetCursor {
  readonly sortValue: string;
  readonly id: string;
}

const MAX_LENGTH = 400;

export function encodeCursor(cursor: KeysetCursor): string {
  return Buffer.from(JSON.stringify([cursor.sortValue, cursor.id]), 'utf8').toString('base64url');
}

/** null: this was never a cursor of ours. */
export function decodeCursor(text: string): KeysetCursor | null {
  if (text.length > MAX_LENGTH || !/^[A-Za-z0-9_-]+$/.test(text)) return null;
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (!Array.isArray(parsed) || parsed.length !== 2) return null;
    const [sortValue, id] = parsed as unknown[];
    if (!isCleanText(sortValue) || !isCleanText(id)) return null;
    return { sortValue, id };
  } catch {
    return null;
  }
}

/** Postgres takes neither NUL bytes nor half a surrogate pair. */
function isCleanText(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && !/[\0\p{Surrogate}]/u.test(value);
}

/** One page of a list; `nextCursor` is null on the last one. No count: it would read the whole table. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

/** Makes a page of rows that were read with a limit of `limit + 1`. */
export function toPage<R, T>(
  rows: readonly R[],
  limit: number,
  map: (row: R) => T,
  cursorOf: (row: R) => KeysetCursor
): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const nextCursor = rows.length > limit && last !== undefined ? encodeCursor(cursorOf(last)) : null;
  return { items: shown.map(map), nextCursor };
}
