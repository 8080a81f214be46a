import { findSeller, type Catalogue } from '../catalogue/catalogue';
import type { Quote } from '../quote/quote';
import type { Instant } from '../time/iso-date';
import { orderDeadline } from './order-deadline';
import type { PaymentMethod } from './order-kind';

/** When an order placed now for this quote would end unpaid; the API announces it, `recordOrder` writes it down. */
export function quotedDeadline(
  quote: Quote,
  order: { readonly method: PaymentMethod; readonly placedAt: Instant; readonly companyTimeZone: string },
  catalogue: Catalogue
): Instant {
  const rateEnds = quote.taxLines.flatMap(({ rateValidUntil }) => (rateValidUntil === null ? [] : [rateValidUntil]));
  return orderDeadline({
    ...order,
    termEnd: quote.kind === 'purchase_service' ? quote.term.until : null,
    rateValidUntil: rateEnds.sort()[0] ?? null,
    sellerTimeZone: findSeller(catalogue, quote.sellerId)?.timeZone ?? 'UTC',
    policies: catalogue.policies,
  });
}
