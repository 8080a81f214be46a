import { addMs, MS_PER_DAY, MS_PER_HOUR } from '../../domain/time/calendar';
import type { Instant } from '../../domain/time/iso-date';
import { writeAudit, type AuditSource } from '../audit/write-audit';
import { readMail } from '../mail/mail-row';
import type { Database, Db } from '../shared/connection';
import { addOrderEvent } from '../shared/order-events';
import { inTransaction } from '../shared/transaction';
import { stateOf, type StoredLink } from './invoice-links';
import { readInvoice, type Invoice } from './invoice-row';
import { hashOfSecret, isLinkToken } from './link-token';
import { replaceLinks } from './replace-links';

/** Per invoice; the mail of the order itself does not count. */
const LIMITS = [
  { withinMs: MS_PER_HOUR, count: 3 },
  { withinMs: MS_PER_DAY, count: 10 },
] as const;

export type ReissueResult =
  | { readonly outcome: 'sent'; readonly linkId: string; readonly mailId: string }
  /** The newest link's mail has not left yet: a second one would only revoke the first. */
  | { readonly outcome: 'on_its_way' }
  | { readonly outcome: 'rate_limited'; readonly retryAt: Instant }
  | { readonly outcome: 'unknown' }
  /** The invoice went to a corrected address since, or its links were revoked for good. */
  | { readonly outcome: 'revoked' };

/**
 * "Send me a new link": to the address of the link that is shown, never to another; the older links are revoked. Whoever
 * holds a link that a newer one to the same address has replaced may ask as well.
 */
export function reissueLink(
  db: Database,
  ask: { readonly token: string; readonly at: Instant; readonly source: AuditSource },
  linkSecret: string
): Promise<ReissueResult> {
  return inTransaction(db, async (trx) => {
    const shown = await linkOfToken(trx, ask.token);
    if (shown === undefined) return { outcome: 'unknown' };
    const invoice = await lockInvoice(trx, shown.invoice_id);
    const links = await linksOf(trx, shown.invoice_id);
    const newest = links.at(-1);
    if (newest === undefined || newest.revoked_at !== null) return { outcome: 'revoked' };
    if (newest.recipient_email !== shown.recipient_email) return { outcome: 'revoked' };
    if (await isOnItsWay(trx, newest, ask.at)) return { outcome: 'on_its_way' };
    const retryAt = limitedUntil(links.slice(1), ask.at);
    if (retryAt !== null) return { outcome: 'rate_limited', retryAt };
    const replaced = await replaceLinks(trx, { invoice, address: shown.recipient_email, at: ask.at }, linkSecret);
    await recordReissue(trx, invoice, replaced.linkId, ask);
    return { outcome: 'sent', ...replaced };
  });
}

async function isOnItsWay(trx: Db, link: StoredLink, at: Instant): Promise<boolean> {
  if (link.mail_id === null || stateOf(link, at, null) !== 'live') return false;
  return (await readMail(trx, link.mail_id))?.state === 'queued';
}

async function linkOfToken(trx: Db, token: string): Promise<StoredLink | undefined> {
  if (!isLinkToken(token)) return undefined;
  return trx<StoredLink>('invoice_links')
    .where({ token_hash: hashOfSecret(token) })
    .first();
}

/** One change of an invoice's links at a time. @throws Error when there is no such invoice. */
export async function lockInvoice(trx: Db, invoiceId: string): Promise<Invoice> {
  await trx('invoices').where({ invoice_id: invoiceId }).forUpdate().select('invoice_id');
  const invoice = await readInvoice(trx, invoiceId);
  if (invoice === null) throw new Error(`there is no invoice ${invoiceId}`);
  return invoice;
}

async function linksOf(trx: Db, invoiceId: string): Promise<StoredLink[]> {
  return trx<StoredLink>('invoice_links')
    .where({ invoice_id: invoiceId })
    .orderBy([{ column: 'created_at' }, { column: 'link_id' }])
    .select<StoredLink[]>();
}

/** Null when another link may be sent now. */
function limitedUntil(reissued: readonly StoredLink[], at: Instant): Instant | null {
  const free = LIMITS.flatMap(({ withinMs, count }) => {
    const recent = reissued.filter((link) => link.created_at > addMs(at, -withinMs));
    const oldest = recent.at(-count);
    return oldest === undefined ? [] : [addMs(oldest.created_at, withinMs)];
  });
  return free.sort().at(-1) ?? null;
}

async function recordReissue(
  trx: Db,
  invoice: Invoice,
  linkId: string,
  { at, source }: { readonly at: Instant; readonly source: AuditSource }
): Promise<void> {
  const { invoiceId, orderId } = invoice;
  await addOrderEvent(trx, { orderId, at, what: 'invoice_link_reissued', data: { invoiceId, linkId } });
  await writeAudit(trx, {
    at,
    source,
    what: 'invoice_link.reissued',
    subject: { type: 'invoice', id: invoiceId },
    data: { linkId },
  });
}
