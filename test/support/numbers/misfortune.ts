import type { Knex } from 'knex';
import { SERIES } from './series';

/**
 * What happens to a transaction after it drew its number. `none`: nothing. `statement`: a statement fails. `commit`: the commit
 * itself fails. `slow`: it holds the counter longer than others wait for it. `crossing`: it wants another counter of the
 * seller as well, so that two of them meet in a deadlock. `caller`: the caller rolls back.
 */
export const FATES = ['none', 'statement', 'commit', 'slow', 'crossing', 'caller'] as const;
export type Fate = (typeof FATES)[number];

/** Of a hundred tries. */
const SHARES: Readonly<Record<Fate, number>> = { none: 60, statement: 8, commit: 8, slow: 2, crossing: 14, caller: 8 };

export const LOCK_TIMEOUT_MS = 120;
const SLOW_S = 0.2;
const DEADLOCK_MS = 20;
const CROSSING_S = 0.03;

export function fateOf(random: number): Fate {
  let left = random * 100;
  for (const fate of FATES) {
    left -= SHARES[fate];
    if (left < 0) return fate;
  }
  return 'none';
}

/** Triggers that bring misfortune by the session's setting `numbers.fate`: the product's own functions stay as they are. */
export async function installMisfortune(owner: Knex): Promise<void> {
  const { rows } = await owner.raw<{ rows: { name: string }[] }>('select current_database() as name');
  await owner.raw(`alter database ${rows[0]?.name ?? ''} set deadlock_timeout = '${DEADLOCK_MS}ms'`);
  await owner.raw(`
    create function numbers_misfortune() returns trigger language plpgsql as $$
    begin
      case coalesce(current_setting('numbers.fate', true), 'none')
        when 'statement' then raise exception 'numbers: the statement fails' using errcode = 'P0N01';
        when 'slow' then perform pg_sleep(${SLOW_S});
        when 'crossing' then
          perform pg_sleep(${CROSSING_S});
          perform 1 from document_counters where seller_id = new.seller_id and series <> new.series for update;
        else null;
      end case;
      return null;
    end $$`);
  await owner.raw(`
    create function numbers_commit() returns trigger language plpgsql as $$
    begin
      if current_setting('numbers.fate', true) = 'commit' then
        raise exception 'numbers: the commit fails' using errcode = 'P0N02';
      end if;
      return null;
    end $$`);
  for (const { table } of SERIES) {
    await owner.raw(
      `create trigger numbers_misfortune after insert on ${table} for each row execute function numbers_misfortune()`
    );
    await owner.raw(`create constraint trigger numbers_commit after insert on ${table}
      deferrable initially deferred for each row execute function numbers_commit()`);
  }
}

const KINDS: readonly (readonly [RegExp, string])[] = [
  [/numbers: the statement fails/, 'failed statement'],
  [/numbers: the commit fails/, 'failed commit'],
  [/deadlock detected/, 'deadlock'],
  [/lock timeout/, 'lock time-out'],
  [
    /terminating connection|Connection terminated|Client has encountered a connection error|ECONNRESET|EPIPE|aborted$/,
    'connection killed',
  ],
  [/rolled back by the caller/, 'rolled back by the caller'],
];

/** null: an error that nobody ordered. */
export function kindOfRollback(error: unknown): string | null {
  const text = error instanceof Error ? error.message : String(error);
  return KINDS.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}
