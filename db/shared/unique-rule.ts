import { types } from 'node:util';
import type { Db } from './connection';

const UNIQUE_VIOLATION = '23505';

/**
 * Does the work in a savepoint. Returns the name of the unique rule that it broke, of those that the caller has an answer for;
 * then nothing of the work stays, and the transaction goes on. A look beforehand cannot see what another transaction is about
 * to commit; the rule can.
 */
export async function brokenUniqueRule<R extends string>(
  trx: Db,
  rules: readonly R[],
  work: (savepoint: Db) => Promise<void>
): Promise<R | null> {
  try {
    await trx.transaction(work);
    return null;
  } catch (error) {
    const broken = rules.find((rule) => breaks(error, rule));
    if (broken === undefined) throw error;
    return broken;
  }
}

function breaks(error: unknown, rule: string): boolean {
  return (
    types.isNativeError(error) &&
    'code' in error &&
    error.code === UNIQUE_VIOLATION &&
    'constraint' in error &&
    error.constraint === rule
  );
}
