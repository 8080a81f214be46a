import knex, { type Knex } from 'knex';
import { types } from 'pg';

/** @throws RangeError when a bigint column holds more than JavaScript can count exactly. */
function parseSafeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint ${text} is beyond the safe integers`);
  return value;
}

/** pg would give bigint as text, a date as midnight in the process's own zone, and a timestamp as a Date. */
types.setTypeParser(types.builtins.INT8, parseSafeInteger);
types.setTypeParser(types.builtins.DATE, (text) => text);
types.setTypeParser(types.builtins.TIMESTAMPTZ, (text) => new Date(text).toISOString());

export interface PoolSettings {
  readonly max: number;
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
}

/** The pool, for what begins transactions of its own; the library's own type stays inside db/. */
export type Database = Knex;

/** Reads and writes inside or outside a transaction look the same to a repository. */
export type Db = Knex | Knex.Transaction;

const STATEMENT_MS = 5_000;
const LOCK_MS = 3_000;
const IDLE_IN_TRANSACTION_MS = 10_000;
const ACQUIRE_MS = 5_000;

const SESSION_SETTINGS = [
  `set role purser_app`,
  `set statement_timeout = ${STATEMENT_MS}`,
  `set lock_timeout = ${LOCK_MS}`,
  `set idle_in_transaction_session_timeout = ${IDLE_IN_TRANSACTION_MS}`,
  `set time zone 'UTC'`,
].join('; ');

/** knex would print to the console, between the lines of JSON; what fails is thrown to us anyway. */
const QUIET = { debug: ignore, warn: ignore, error: ignore, deprecate: ignore };

function ignore(): void {
  // Nothing to do: see QUIET.
}

/** A pool of a process: runs as `purser_app`, which cannot change what is append-only. */
export function connect(url: string, settings: PoolSettings): Knex {
  return knex({
    client: 'pg',
    connection: { connectionString: url, application_name: settings.applicationName, connectionTimeoutMillis: 5_000 },
    pool: {
      min: 0,
      max: settings.max,
      afterCreate: (
        raw: { query(sql: string, done: (error: Error | null) => void): void },
        done: (error: Error | null, raw: unknown) => void
      ) => raw.query(SESSION_SETTINGS, (error) => done(error, raw)),
    },
    acquireConnectionTimeout: ACQUIRE_MS,
    // Errors are logged: the statement may stand there, what people typed may not.
    compileSqlOnError: false,
    log: QUIET,
  });
}

/** The owner's connection, for migrations alone. */
export function connectAsOwner(url: string): Knex {
  return knex({
    client: 'pg',
    connection: { connectionString: url, application_name: 'purser-migrate', connectionTimeoutMillis: 5_000 },
    pool: { min: 0, max: 2 },
  });
}
