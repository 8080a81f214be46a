import { uuidv7 } from 'uuidv7';
import { addMs } from '../../domain/time/calendar';
import type { Instant } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';
import { hashOfSecret, isLinkToken, linkToken, matchesHash } from './link-token';

export interface StoredLink {
  link_id: string;
  invoice_id: string;
  token_hash: string;
  mail_id: string | null;
  recipient_email: string;
  created_at: Instant;
  handed_over_at: Instant | null;
  expires_at: Instant | null;
  used_at: Instant | null;
  resume_hash: string | null;
  resume_until: Instant | null;
  revoked_at: Instant | null;
  replaced_by: string | null;
}

/** `resumable`: used, but by the browser that asks, and its window is open. A link whose mail has not left yet is live. */
export type LinkState = 'live' | 'resumable' | 'used' | 'expired' | 'revoked';

export type LinkView =
  | { readonly state: 'unknown' }
  | {
      readonly state: LinkState;
      readonly linkId: string;
      readonly invoiceId: string;
      /** Null until the mail was handed over. */
      readonly expiresAt: Instant | null;
    };

export function newLinkId(): string {
  return uuidv7();
}

/** Stores a live link without expiry; its token comes from `linkToken` whenever a mail needs it. */
export async function createLink(
  trx: Db,
  link: {
    readonly linkId: string;
    readonly invoiceId: string;
    readonly mailId: string;
    readonly recipientEmail: string;
    readonly at: Instant;
  },
  linkSecret: string
): Promise<void> {
  await trx('invoice_links').insert({
    link_id: link.linkId,
    invoice_id: link.invoiceId,
    token_hash: hashOfSecret(linkToken(linkSecret, link.linkId)),
    mail_id: link.mailId,
    recipient_email: link.recipientEmail,
    created_at: link.at,
  });
}

/** Reads and changes nothing: what the landing page shows. `resumeSecret` is the cookie of the browser that asks, if any. */
export async function linkByToken(
  db: Db,
  token: string,
  asked: { readonly at: Instant; readonly resumeSecret?: string | null }
): Promise<LinkView> {
  if (!isLinkToken(token)) return { state: 'unknown' };
  const row = await db<StoredLink>('invoice_links')
    .where({ token_hash: hashOfSecret(token) })
    .first();
  if (row === undefined) return { state: 'unknown' };
  return {
    state: stateOf(row, asked.at, asked.resumeSecret ?? null),
    linkId: row.link_id,
    invoiceId: row.invoice_id,
    expiresAt: row.expires_at,
  };
}

export function stateOf(row: StoredLink, at: Instant, resumeSecret: string | null): LinkState {
  if (row.revoked_at !== null) return 'revoked';
  if (row.used_at !== null) return mayResume(row, at, resumeSecret) ? 'resumable' : 'used';
  return row.expires_at !== null && row.expires_at <= at ? 'expired' : 'live';
}

function mayResume(row: StoredLink, at: Instant, resumeSecret: string | null): boolean {
  if (resumeSecret === null || row.resume_hash === null || row.resume_until === null) return false;
  return row.resume_until > at && matchesHash(resumeSecret, row.resume_hash);
}

/** The mail server has the mail: the link's time begins, anew at a repeated hand-over, never after a download. */
export async function markLinkHandedOver(
  trx: Db,
  handOver: { readonly mailId: string; readonly at: Instant; readonly validForMs: number }
): Promise<void> {
  await trx<StoredLink>('invoice_links')
    .where({ mail_id: handOver.mailId, used_at: null, revoked_at: null })
    .update({ handed_over_at: handOver.at, expires_at: addMs(handOver.at, handOver.validForMs) });
}

/** Its mail was given up; it may have arrived all the same, so the link gets an end without a hand-over on record. */
export async function endUnsentLink(
  trx: Db,
  given: { readonly mailId: string; readonly at: Instant; readonly validForMs: number }
): Promise<void> {
  await trx<StoredLink>('invoice_links')
    .where({ mail_id: given.mailId, expires_at: null })
    .update({ expires_at: addMs(given.at, given.validForMs) });
}
