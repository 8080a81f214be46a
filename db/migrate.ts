import type { Knex } from 'knex';
import * as foundation from './migrations/20261123T1000_foundation';
import * as offlineMoney from './migrations/20261126T0900_offline_money';
import * as offlineLists from './migrations/20261126T1500_offline_lists';
import * as actsOfAKey from './migrations/20261126T1700_acts_of_a_key';
import * as creditNotes from './migrations/20261126T1800_credit_notes';
import * as disputes from './migrations/20261126T1900_disputes';
import * as refunds from './migrations/20261126T2000_refunds';
import * as reconciliation from './migrations/20261126T2100_reconciliation';

interface Migration {
  readonly name: string;
  up(knex: Knex): Promise<void>;
  down(knex: Knex): Promise<void>;
}

/** Oldest first. A merged migration is never edited: `test/tidy` holds its checksum. */
export const MIGRATIONS: readonly Migration[] = [
  { name: '20261123T1000_foundation', up: foundation.up, down: foundation.down },
  { name: '20261126T0900_offline_money', up: offlineMoney.up, down: offlineMoney.down },
  { name: '20261126T1500_offline_lists', up: offlineLists.up, down: offlineLists.down },
  { name: '20261126T1700_acts_of_a_key', up: actsOfAKey.up, down: actsOfAKey.down },
  { name: '20261126T1800_credit_notes', up: creditNotes.up, down: creditNotes.down },
  { name: '20261126T1900_disputes', up: disputes.up, down: disputes.down },
  { name: '20261126T2000_refunds', up: refunds.up, down: refunds.down },
  { name: '20261126T2100_reconciliation', up: reconciliation.up, down: reconciliation.down },
];

/** Two migrators at once: the second waits here and then finds nothing left to do. */
const ADVISORY_LOCK = 7_245_511;

const source: Knex.MigrationSource<Migration> = {
  getMigrations: () => Promise.resolve([...MIGRATIONS]),
  getMigrationName: (migration) => migration.name,
  getMigration: (migration) => Promise.resolve(migration),
};

/** Brings the schema up to date under an advisory lock; returns the names that were applied. */
export async function migrate(owner: Knex): Promise<string[]> {
  return withLock(owner, async () => {
    const [, names] = (await owner.migrate.latest({ migrationSource: source })) as [number, string[]];
    return names;
  });
}

/** Undoes the newest migration batch. */
export async function rollback(owner: Knex): Promise<void> {
  await withLock(owner, () => owner.migrate.rollback({ migrationSource: source }));
}

/** @throws Error when the database is older than this code needs. */
export async function requireSchema(db: Knex): Promise<void> {
  const applied: string[] = await db('knex_migrations')
    .pluck<string[]>('name')
    .catch(() => []);
  const missing = MIGRATIONS.filter(({ name }) => !applied.includes(name));
  if (missing.length > 0) {
    throw new Error(`The database lacks the migration ${missing[0]?.name}. Run "npm run db:migrate" first.`);
  }
}

/** The lock is held by a transaction of its own, on the pool's second connection, and ends with it whatever happens. */
async function withLock<T>(owner: Knex, work: () => Promise<T>): Promise<T> {
  return owner.transaction(async (trx) => {
    await trx.raw('select pg_advisory_xact_lock(?)', [ADVISORY_LOCK]);
    return work();
  });
}
