import type { Instant } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';

/** Who tries, from where: failures of others elsewhere do not count, so that nobody can lock another person out. */
export interface SignInOrigin {
  readonly emailHash: string;
  readonly ip: string;
}

export interface FailureCounts {
  /** For this e-mail from this address. */
  readonly ofPair: number;
  /** From this address, whatever the e-mail. */
  readonly ofAddress: number;
  /** The oldest one that counts for the pair or the address, null when there is none. */
  readonly oldest: Instant | null;
}

export async function countFailures(db: Db, origin: SignInOrigin, since: Instant): Promise<FailureCounts> {
  const row = await db('sign_in_failures')
    .where('ip', origin.ip)
    .where('at', '>', since)
    .first<{ pair: number; address: number; oldest: Instant | null }>(
      db.raw('count(*) filter (where email_hash = ?) as pair', [origin.emailHash]),
      db.raw('count(*) as address'),
      db.raw('min(at) as oldest')
    );
  return { ofPair: row.pair, ofAddress: row.address, oldest: row.oldest };
}

/** Written before the password is checked, so that a hundred tries at once are counted like a hundred in a row. */
export async function recordFailure(db: Db, origin: SignInOrigin, at: Instant): Promise<void> {
  await db('sign_in_failures').insert({ email_hash: origin.emailHash, ip: origin.ip, at });
}

/** After a success. */
export async function forgetFailures(trx: Db, origin: SignInOrigin): Promise<void> {
  await trx('sign_in_failures').where({ email_hash: origin.emailHash, ip: origin.ip }).delete();
}
