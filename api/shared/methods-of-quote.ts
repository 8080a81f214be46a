import type { Quote } from '../../domain/quote/quote';
import { offeredMethods, type MethodChoice } from '../../domain/catalogue/offered-methods';
import { isPayable } from '../../domain/payment/is-payable';
import type { ApiDeps } from '../http/api-deps';

export type OfferDeps = Pick<ApiDeps, 'catalogue' | 'providers'>;

/** What the catalogue offers for this total, without the methods whose provider is not configured. */
export function methodsOfQuote(
  { catalogue, providers }: OfferDeps,
  { sellerId, totals }: Pick<Quote, 'sellerId' | 'totals'>
): MethodChoice[] {
  return offeredMethods(catalogue, sellerId, totals.gross).filter(({ method }) => isPayable(method, providers));
}
