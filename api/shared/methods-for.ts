import { offeredMethods, type MethodChoice } from '../../domain/catalogue/offered-methods';
import type { Money } from '../../domain/money/money';
import { isPayable } from '../../domain/payment/is-payable';
import type { ApiDeps } from '../http/api-deps';

export type OfferDeps = Pick<ApiDeps, 'catalogue' | 'providers'>;

/** What the catalogue offers for this total, of a quote or an order, without the methods whose provider is not configured. */
export function methodsFor({ catalogue, providers }: OfferDeps, sellerId: string, total: Money): MethodChoice[] {
  return offeredMethods(catalogue, sellerId, total).filter(({ method }) => isPayable(method, providers));
}
