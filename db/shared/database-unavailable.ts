import { types } from 'node:util';

/** SQLSTATEs and socket errors that say "not now", as opposed to a mistake of ours. */
const PASSING = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOENT',
  // too_many_connections, query_canceled (statement time-out), lock_not_available, idle_in_transaction_session_timeout
  '53300',
  '57014',
  '55P03',
  '25P03',
  // admin_shutdown, crash_shutdown, cannot_connect_now, serialization_failure, deadlock_detected
  '57P01',
  '57P02',
  '57P03',
  '40001',
  '40P01',
]);
/** knex puts the statement before the driver's words. */
const PASSING_MESSAGE =
  /(?:^| - )(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Unable to acquire a connection|aborted$)/;

/** True when Postgres is away or overloaded, so that a repeat may succeed. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!types.isNativeError(error)) return false;
  if (error.name === 'KnexTimeoutError') return true;
  if ('errors' in error && Array.isArray(error.errors)) return error.errors.some(isDatabaseUnavailable);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return PASSING.has(code) || code.startsWith('08') || PASSING_MESSAGE.test(error.message);
}
