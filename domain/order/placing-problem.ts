import type { Catalogue } from '../catalogue/catalogue';
import { methodProblem, type MethodChosen, type PayableMethods } from '../payment/method-problem';
import type { Quote } from '../quote/quote';
import { instantMs } from '../time/calendar';
import type { Instant } from '../time/iso-date';

export type PlacingProblem =
  | 'quote_used'
  | 'quote_expired'
  | 'company_not_yours'
  | 'quote_outdated'
  | 'open_order_changes_term'
  | 'method_not_offered'
  | 'auto_renew_not_possible';

type QuotedFacts = 'partnerId' | 'sellerId' | 'kind' | 'totals' | 'subscriptionVersion' | 'expiresAt';

export interface Placing {
  readonly wish: MethodChosen;
  readonly quote: Pick<Quote, QuotedFacts>;
  /** By another order than the one at hand. */
  readonly isQuoteUsed: boolean;
  /** Of the quote's company as it is now; null for a company that Purser does not know. */
  readonly subscription: { readonly partnerId: string; readonly version: number } | null;
  /** Another open order buys or changes the company's term. */
  readonly hasOpenTermOrder: boolean;
  readonly at: Instant;
}

export interface PlacingRules {
  readonly catalogue: Catalogue;
  readonly payableMethods: PayableMethods;
}

/** Why no order can be placed with this quote now; null when one can (product §3, §4). The rules of proformas come on top. */
export function placingProblem(placing: Placing, rules: PlacingRules): PlacingProblem | null {
  const { wish, quote, subscription, at } = placing;
  if (placing.isQuoteUsed) return 'quote_used';
  if (instantMs(at) >= instantMs(quote.expiresAt)) return 'quote_expired';
  if (subscription === null || subscription.partnerId !== quote.partnerId) return 'company_not_yours';
  if (subscription.version !== quote.subscriptionVersion) return 'quote_outdated';
  if (placing.hasOpenTermOrder && quote.kind !== 'purchase_service') return 'open_order_changes_term';
  return methodProblem(wish, { ...rules, sellerId: quote.sellerId, total: quote.totals.gross });
}
