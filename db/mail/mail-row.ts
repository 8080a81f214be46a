import type { Locale } from '../../domain/billing/billing-data';
import type { MailKind } from '../../domain/mail/mail-kind';
import type { Instant } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';

/**
 * `queued` until the mail server took it (`sent`), refused the address for good (`bounced`), or three days were over
 * (`failed`). `withdrawn`: what it says was overtaken before it left, such as a link that a newer one has replaced.
 */
export type MailState = 'queued' | 'sent' | 'bounced' | 'failed' | 'withdrawn';

export interface Recipient {
  readonly name: string;
  readonly address: string;
}

export interface MailRow {
  readonly mailId: string;
  readonly dedupeKey: string;
  readonly kind: MailKind;
  readonly partnerId: string | null;
  readonly orderId: string | null;
  readonly companyId: string | null;
  readonly recipient: Recipient;
  readonly locale: Locale;
  /** What the template of the kind needs, or ids that lead to it. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly messageId: string;
  readonly state: MailState;
  /** Hand-overs begun. */
  readonly attempts: number;
  readonly lastProblem: string | null;
  readonly createdAt: Instant;
  readonly sentAt: Instant | null;
}

export interface StoredMail {
  mail_id: string;
  dedupe_key: string;
  kind: MailKind;
  partner_id: string | null;
  order_id: string | null;
  company_id: string | null;
  recipient: Recipient;
  locale: Locale;
  data: Record<string, unknown>;
  message_id: string;
  state: MailState;
  attempts: number;
  last_problem: string | null;
  created_at: Instant;
  sent_at: Instant | null;
}

export async function readMail(db: Db, mailId: string): Promise<MailRow | null> {
  const row = await db<StoredMail>('mails').where({ mail_id: mailId }).first();
  return row === undefined ? null : toMailRow(row);
}

export async function readMailByKey(db: Db, dedupeKey: string): Promise<MailRow | null> {
  const row = await db<StoredMail>('mails').where({ dedupe_key: dedupeKey }).first();
  return row === undefined ? null : toMailRow(row);
}

export function toMailRow(row: StoredMail): MailRow {
  return {
    mailId: row.mail_id,
    dedupeKey: row.dedupe_key,
    kind: row.kind,
    partnerId: row.partner_id,
    orderId: row.order_id,
    companyId: row.company_id,
    recipient: row.recipient,
    locale: row.locale,
    data: row.data,
    messageId: row.message_id,
    state: row.state,
    attempts: row.attempts,
    lastProblem: row.last_problem,
    createdAt: row.created_at,
    sentAt: row.sent_at,
  };
}
