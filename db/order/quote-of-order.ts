import type { Quote } from '../../domain/quote/quote';
import type { Db } from '../shared/connection';

export interface QuoteOfOrder {
  readonly quote: Quote;
  readonly companyTimeZone: string;
}

/** What the order was priced by. @throws Error when there is no such order. */
export async function readQuoteOfOrder(db: Db, orderId: string): Promise<QuoteOfOrder> {
  const row = await db('orders')
    .join('quotes', 'quotes.quote_id', 'orders.quote_id')
    .join('companies', 'companies.company_id', 'orders.company_id')
    .where({ 'orders.order_id': orderId })
    .first<{ body: Quote; time_zone: string } | undefined>('quotes.body', 'companies.time_zone');
  if (row === undefined) throw new Error(`there is no order ${orderId}`);
  return { quote: row.body, companyTimeZone: row.time_zone };
}
