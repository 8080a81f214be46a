import { requireSchema } from '../migrate';
import type { Database } from './connection';

const HEALTH_MS = 2_000;

export type DatabaseHealth = 'ok' | 'unreachable' | 'schema_too_old';

/** Answers within about two seconds, whatever state the database is in. */
export async function readDatabaseHealth(db: Database): Promise<DatabaseHealth> {
  try {
    await db.raw('select 1').timeout(HEALTH_MS);
  } catch {
    // Whatever the reason, the database gives no answer; the pool has its own time-outs and logs.
    return 'unreachable';
  }
  try {
    await requireSchema(db);
    return 'ok';
  } catch {
    return 'schema_too_old';
  }
}
