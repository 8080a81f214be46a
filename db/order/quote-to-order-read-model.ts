import type { Quote } from '../../domain/quote/quote';
import type { Db } from '../shared/connection';
import { withinScope, type PartnerScope } from '../shared/partner-scope';

export interface QuoteToOrder {
  readonly quote: Quote;
  readonly consumedByOrderId: string | null;
  readonly companyTimeZone: string;
}

interface Row {
  body: Quote;
  consumed_by_order_id: string | null;
  time_zone: string;
}

/** null: there is none within the scope. */
export async function readQuoteToOrder(db: Db, scope: PartnerScope, quoteId: string): Promise<QuoteToOrder | null> {
  const query = db('quotes')
    .join('companies', 'companies.company_id', 'quotes.company_id')
    .where('quotes.quote_id', quoteId)
    .first<Row | undefined>('quotes.body', 'quotes.consumed_by_order_id', 'companies.time_zone');
  const row = await withinScope(query, 'quotes.partner_id', scope);
  return row === undefined
    ? null
    : { quote: row.body, consumedByOrderId: row.consumed_by_order_id, companyTimeZone: row.time_zone };
}
