import { uuidv7 } from 'uuidv7';
import type { Locale } from '../../domain/billing/billing-data';
import type { MailKind } from '../../domain/mail/mail-kind';
import type { Instant } from '../../domain/time/iso-date';
import { addOutbox } from '../outbox/add-outbox';
import type { Db } from '../shared/connection';
import { readMailByKey, toMailRow, type MailRow, type Recipient, type StoredMail } from './mail-row';

export interface NewMail {
  readonly kind: MailKind;
  /** From `mailDedupeKey`: ids only, one mail per key. */
  readonly dedupeKey: string;
  readonly recipient: Recipient;
  readonly locale: Locale;
  readonly data: Readonly<Record<string, unknown>>;
  readonly partnerId?: string | null;
  readonly orderId?: string | null;
  readonly companyId?: string | null;
  readonly at: Instant;
}

/** `created` is false when the key was there before; the stored mail then stays as it is. */
export interface EnqueuedMail {
  readonly created: boolean;
  readonly mail: MailRow;
}

/** Stores the mail once and, with its outbox row, has the delivery workflow send it. */
export async function enqueueMail(trx: Db, mail: NewMail): Promise<EnqueuedMail> {
  const enqueued = await storeMail(trx, mail);
  if (enqueued.created) {
    const { mailId } = enqueued.mail;
    await addOutbox(trx, {
      topic: 'deliver_mail',
      dedupeKey: `deliver_mail:${mailId}`,
      payload: { mailId },
      at: mail.at,
    });
  }
  return enqueued;
}

/** Stores the mail once without an outbox row: for a step that hands it over itself. */
export async function storeMail(trx: Db, mail: NewMail): Promise<EnqueuedMail> {
  const inserted = await trx<StoredMail>('mails')
    .insert(toColumns(mail))
    .onConflict('dedupe_key')
    .ignore()
    .returning('*');
  if (inserted[0] !== undefined) return { created: true, mail: toMailRow(inserted[0]) };
  const known = await readMailByKey(trx, mail.dedupeKey);
  if (known === null) throw new Error('a mail that blocked an insert is gone');
  return { created: false, mail: known };
}

function toColumns(mail: NewMail): Record<string, unknown> {
  return {
    mail_id: uuidv7(),
    dedupe_key: mail.dedupeKey,
    kind: mail.kind,
    partner_id: mail.partnerId ?? null,
    order_id: mail.orderId ?? null,
    company_id: mail.companyId ?? null,
    recipient: JSON.stringify(mail.recipient),
    locale: mail.locale,
    data: JSON.stringify(mail.data),
    message_id: messageIdOf(mail.dedupeKey),
    state: 'queued',
    created_at: mail.at,
  };
}

const KEY_FORM = /^[A-Za-z0-9:._-]{1,200}$/;

/**
 * The same mail has the same Message-ID however often it is handed over. `:` is no atom character of RFC 5322 and `/` is
 * none of a key, so two keys never share an id.
 * @throws Error for a key of another form.
 */
export function messageIdOf(dedupeKey: string): string {
  if (!KEY_FORM.test(dedupeKey)) throw new Error(`not a mail key: ${JSON.stringify(dedupeKey.slice(0, 60))}`);
  return `<${dedupeKey.replaceAll(':', '/')}@purser.mail>`;
}
