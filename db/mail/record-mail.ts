import type { Instant } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';
import { toMailRow, type MailRow, type StoredMail } from './mail-row';

const PROBLEM_LENGTH = 300;

/** Counts a hand-over about to begin. Null when the mail is no longer queued. */
export async function beginHandOver(db: Db, mailId: string): Promise<MailRow | null> {
  const rows = await db<StoredMail>('mails')
    .where({ mail_id: mailId, state: 'queued' })
    .update({ attempts: db.raw('attempts + 1') })
    .returning('*');
  return rows[0] === undefined ? null : toMailRow(rows[0]);
}

/** The mail server took it. A mail that was given up or withdrawn meanwhile left all the same, so every state but `sent` moves. */
export async function markMailSent(trx: Db, mailId: string, at: Instant): Promise<boolean> {
  const count = await trx<StoredMail>('mails')
    .where({ mail_id: mailId })
    .whereNot({ state: 'sent' })
    .update({ state: 'sent', sent_at: at, last_problem: null });
  return count === 1;
}

/** Ends a queued mail without a hand-over; false when it had ended already. `problem` is a code of ours. */
export async function endMail(
  trx: Db,
  mailId: string,
  state: 'bounced' | 'failed' | 'withdrawn',
  problem: string
): Promise<boolean> {
  const count = await trx<StoredMail>('mails')
    .where({ mail_id: mailId, state: 'queued' })
    .update({ state, last_problem: problem.slice(0, PROBLEM_LENGTH) });
  return count === 1;
}

/** Why the last hand-over did not work; the mail stays queued. */
export async function noteMailProblem(db: Db, mailId: string, problem: string): Promise<void> {
  await db<StoredMail>('mails')
    .where({ mail_id: mailId, state: 'queued' })
    .update({ last_problem: problem.slice(0, PROBLEM_LENGTH) });
}
