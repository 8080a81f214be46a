import type { Quote } from '../../domain/quote/quote';
import type { Db } from '../shared/connection';
import { withinScope, type PartnerScope } from '../shared/partner-scope';

/** Stores it once; nothing of it changes afterwards but the order that uses it. */
export async function insertQuote(trx: Db, quote: Quote, createdBy: string): Promise<void> {
  await trx('quotes').insert({
    quote_id: quote.quoteId,
    partner_id: quote.partnerId,
    company_id: quote.companyId,
    created_by: createdBy,
    kind: quote.kind,
    body: JSON.stringify(quote),
    currency: quote.currency,
    gross_minor: quote.totals.gross.amountMinor,
    subscription_version: quote.subscriptionVersion,
    created_at: quote.createdAt,
    expires_at: quote.expiresAt,
  });
}

export interface StoredQuote {
  readonly quote: Quote;
  readonly usedByOrderId: string | null;
}

export async function findQuote(db: Db, scope: PartnerScope, quoteId: string): Promise<StoredQuote | undefined> {
  const query = db('quotes').where({ quote_id: quoteId });
  return withinScope(query, 'partner_id', scope).first<StoredQuote | undefined>({
    quote: 'body',
    usedByOrderId: 'consumed_by_order_id',
  });
}
