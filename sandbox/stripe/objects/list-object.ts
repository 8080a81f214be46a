import { noSuch } from '../api-error';

export interface Paging {
  readonly limit?: number | undefined;
  readonly starting_after?: string | undefined;
  readonly ending_before?: string | undefined;
}

export interface ListObject<Item> {
  readonly object: 'list';
  readonly data: Item[];
  readonly has_more: boolean;
  readonly url: string;
}

/** Newest first, 10 unless asked for up to 100. `rows` are all that pass the filters, oldest first. */
export function listObject<Row extends { readonly id: string }, Item>(
  url: string,
  rows: readonly Row[],
  paging: Paging,
  build: (row: Row) => Item
): ListObject<Item> {
  const newest = [...rows].reverse();
  const limit = paging.limit ?? 10;
  const after = position(newest, paging.starting_after, 'starting_after');
  const before = position(newest, paging.ending_before, 'ending_before');
  if (before !== undefined) {
    const data = newest.slice(Math.max(0, before - limit), before);
    return { object: 'list', data: data.map(build), has_more: before > limit, url };
  }
  const from = after === undefined ? 0 : after + 1;
  const data = newest.slice(from, from + limit);
  return { object: 'list', data: data.map(build), has_more: from + limit < newest.length, url };
}

function position(rows: readonly { readonly id: string }[], id: string | undefined, param: string): number | undefined {
  if (id === undefined) return undefined;
  const index = rows.findIndex((row) => row.id === id);
  if (index === -1) throw noSuch('object', id, param);
  return index;
}
