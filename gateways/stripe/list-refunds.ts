import type { RefundView } from '../shared/payment-provider';
import { GatewayFailure } from '../shared/provider-failure';
import { toRefundView } from './refund-payment';
import type { StripeCalls } from './stripe-calls';
import { callStripe } from './stripe-failure';

const PAGE_SIZE = 100;
const MOST_PAGES = 10;

/** @throws GatewayFailure `unknown_outcome` when the bound is reached: part of a list would hide a refund. */
export async function listRefunds(calls: StripeCalls, captureId: string): Promise<readonly RefundView[]> {
  const newestFirst: RefundView[] = [];
  let after: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const list = await callStripe('read', () =>
      calls.listRefunds({
        payment_intent: captureId,
        limit: PAGE_SIZE,
        ...(after !== null && { starting_after: after }),
      })
    );
    newestFirst.push(...list.data.map(toRefundView));
    after = list.data.at(-1)?.id ?? null;
    if (!list.has_more || after === null) return newestFirst.reverse();
  }
  throw new GatewayFailure(
    'unknown_outcome',
    'stripe_search_too_long',
    `Stripe: more than ${MOST_PAGES} pages of refunds`
  );
}
