import type { BillingData } from '../billing/billing-data';
import { billingEquals } from '../billing/billing-equals';
import { instantMs } from '../time/calendar';
import type { Instant } from '../time/iso-date';
import type { Quote } from './quote';

export interface QuoteUse {
  readonly at: Instant;
  readonly isUsed: boolean;
  /** Version of the company's subscription now. */
  readonly subscriptionVersion: number;
  readonly billing: BillingData;
}

export interface QuoteRefusal {
  readonly code: 'quote_used' | 'quote_expired' | 'quote_outdated' | 'quote_billing_differs';
  readonly message: string;
}

/** Why an order cannot be placed with this quote, null when it can (product §3). Each refusal is answered with a fresh quote. */
export function quoteProblem(
  quote: Pick<Quote, 'expiresAt' | 'subscriptionVersion' | 'billing'>,
  use: QuoteUse
): QuoteRefusal | null {
  if (use.isUsed)
    return { code: 'quote_used', message: 'An order was placed with this quote already; ask for a new one.' };
  if (instantMs(use.at) >= instantMs(quote.expiresAt)) {
    return { code: 'quote_expired', message: `This quote ended at ${quote.expiresAt}; ask for a new one.` };
  }
  if (use.subscriptionVersion !== quote.subscriptionVersion) {
    const message = 'The company’s subscription has changed since this quote; ask for a new one.';
    return { code: 'quote_outdated', message };
  }
  if (!billingEquals(use.billing, quote.billing)) {
    const message = 'The billing data are not those that this quote’s tax came from; ask for a new one.';
    return { code: 'quote_billing_differs', message };
  }
  return null;
}
