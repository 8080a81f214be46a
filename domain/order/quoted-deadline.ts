import { findSeller, type Catalogue } from '../catalogue/catalogue';
import type { Quote } from '../quote/quote';
import type { Instant } from '../time/iso-date';
import { orderDeadline, type OrderDeadlineInput } from './order-deadline';
import { priceLimit, type PriceLimitInput } from './price-limit';

type OrderTimes = Pick<OrderDeadlineInput, 'method' | 'placedAt' | 'methodSince' | 'offlineUntil' | 'companyTimeZone'>;

/** When an order of this quote ends unpaid; the API announces it, `recordOrder` writes it down. */
export function quotedDeadline(quote: Quote, order: OrderTimes, catalogue: Catalogue): Instant {
  const limits = limitsOf(quote, order.companyTimeZone, catalogue);
  return orderDeadline({ ...order, ...limits, policies: catalogue.policies });
}

/** When the quote's price ceases to hold for an order that is still unpaid; null: never. */
export function quotedLimit(quote: Quote, companyTimeZone: string, catalogue: Catalogue): Instant | null {
  return priceLimit(limitsOf(quote, companyTimeZone, catalogue));
}

function limitsOf(quote: Quote, companyTimeZone: string, catalogue: Catalogue): PriceLimitInput {
  const rateEnds = quote.taxLines.flatMap(({ rateValidUntil }) => (rateValidUntil === null ? [] : [rateValidUntil]));
  return {
    termEnd: quote.kind === 'purchase_service' ? quote.term.until : null,
    companyTimeZone,
    rateValidUntil: rateEnds.sort()[0] ?? null,
    sellerTimeZone: findSeller(catalogue, quote.sellerId)?.timeZone ?? 'UTC',
  };
}
