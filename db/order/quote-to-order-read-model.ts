import type { Quote } from '../../domain/quote/quote';
import type { Db } from '../shared/connection';
import { withinScope, type PartnerScope } from '../shared/partner-scope';

export interface QuoteToOrder {
  readonly quote: Quote;
  readonly consumedByOrderId: string | null;
}

interface Row {
  body: Quote;
  consumed_by_order_id: string | null;
}

/** null: there is none within the scope. */
export async function readQuoteToOrder(db: Db, scope: PartnerScope, quoteId: string): Promise<QuoteToOrder | null> {
  const query = db('quotes').where('quotes.quote_id', quoteId).first<Row | undefined>('body', 'consumed_by_order_id');
  const row = await withinScope(query, 'quotes.partner_id', scope);
  return row === undefined ? null : { quote: row.body, consumedByOrderId: row.consumed_by_order_id };
}
