import { randomBytes } from 'node:crypto';
import { addMs } from '../../domain/time/calendar';
import type { Instant } from '../../domain/time/iso-date';
import { writeAudit, type AuditSource } from '../audit/write-audit';
import type { Database, Db } from '../shared/connection';
import { addOrderEvent } from '../shared/order-events';
import { inTransaction } from '../shared/transaction';
import { linkByToken, type LinkView, type StoredLink } from './invoice-links';
import { hashOfSecret, isLinkToken } from './link-token';

export interface LinkUse {
  readonly token: string;
  readonly at: Instant;
  /** How long the same browser may fetch a broken body again. */
  readonly resumeForMs: number;
  readonly source: AuditSource;
}

export type LinkUseResult =
  /** `resumeSecret` goes into that browser's cookie; only its hash is stored. */
  | {
      readonly outcome: 'yours';
      readonly linkId: string;
      readonly invoiceId: string;
      readonly resumeSecret: string;
      readonly resumeUntil: Instant;
    }
  | { readonly outcome: 'not_yours'; readonly link: LinkView };

/**
 * Uses the link up: of any number of parallel calls exactly one gets `yours`, decided by one UPDATE. Have the document's
 * bytes at hand before calling, so that no use is spent on a page that cannot be served.
 */
export function consumeLink(db: Database, use: LinkUse): Promise<LinkUseResult> {
  const resumeSecret = randomBytes(32).toString('base64url');
  const resumeUntil = addMs(use.at, use.resumeForMs);
  return inTransaction(db, async (trx) => {
    const won = isLinkToken(use.token) ? await claim(trx, use, resumeUntil, hashOfSecret(resumeSecret)) : undefined;
    if (won === undefined) return { outcome: 'not_yours', link: await linkByToken(trx, use.token, { at: use.at }) };
    await recordUse(trx, won, use);
    return { outcome: 'yours', linkId: won.link_id, invoiceId: won.invoice_id, resumeSecret, resumeUntil };
  });
}

interface Claimed {
  link_id: string;
  invoice_id: string;
}

async function claim(trx: Db, use: LinkUse, resumeUntil: Instant, resumeHash: string): Promise<Claimed | undefined> {
  const rows = await trx<StoredLink>('invoice_links')
    .where({ token_hash: hashOfSecret(use.token), used_at: null, revoked_at: null })
    .where((still) => void still.whereNull('expires_at').orWhere('expires_at', '>', use.at))
    .update({ used_at: use.at, resume_hash: resumeHash, resume_until: resumeUntil })
    .returning(['link_id', 'invoice_id']);
  return rows[0];
}

async function recordUse(trx: Db, won: Claimed, use: LinkUse): Promise<void> {
  const invoice = await trx<{ invoice_id: string; order_id: string }>('invoices')
    .where({ invoice_id: won.invoice_id })
    .first('order_id');
  if (invoice === undefined) throw new Error(`link ${won.link_id} leads to no invoice`);
  const data = { linkId: won.link_id, invoiceId: won.invoice_id };
  await addOrderEvent(trx, { orderId: invoice.order_id, at: use.at, what: 'invoice_link_used', data });
  await writeAudit(trx, {
    at: use.at,
    source: use.source,
    what: 'invoice_link.used',
    subject: { type: 'invoice', id: won.invoice_id },
    data: { linkId: won.link_id },
  });
}
