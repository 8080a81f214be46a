import type Stripe from 'stripe';
import { GatewayFailure } from '../shared/provider-failure';
import { callStripe } from './stripe-failure';

const PAGE_SIZE = 100;
const MOST_PAGES = 10;

/** Oldest first. @throws GatewayFailure `unknown_outcome` when the bound is reached: part of a list would hide the rest. */
export async function wholeList<Item extends { readonly id: string }>(
  what: string,
  fetchPage: (page: Stripe.PaginationParams) => Promise<Stripe.ApiList<Item>>
): Promise<readonly Item[]> {
  const newestFirst: Item[] = [];
  let after: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const params = { limit: PAGE_SIZE, ...(after !== null && { starting_after: after }) };
    const list: Stripe.ApiList<Item> = await callStripe('read', () => fetchPage(params));
    newestFirst.push(...list.data);
    after = list.data.at(-1)?.id ?? null;
    if (!list.has_more || after === null) return newestFirst.reverse();
  }
  throw new GatewayFailure(
    'unknown_outcome',
    'stripe_search_too_long',
    `Stripe: more than ${MOST_PAGES} pages of ${what}`
  );
}
