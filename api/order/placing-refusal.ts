import { choosePi } from '../../db/order/choose-pi';
import { findPiHolder } from '../../db/order/proforma-numbers';
import { readSubscription } from '../../db/order/record-order';
import type { StoredWish } from '../../db/order/order-requests';
import type { QuoteToOrder } from '../../db/order/quote-to-order-read-model';
import { PAYMENT_METHODS } from '../../domain/order/order-kind';
import { placingProblem } from '../../domain/order/placing-problem';
import { isPayable } from '../../domain/payment/is-payable';
import type { Instant } from '../../domain/time/iso-date';
import type { PlaceRefusal } from '../../workflows/contracts/order-contract';
import type { ApiDeps } from '../http/api-deps';

export interface ToPlace {
  readonly orderId: string;
  readonly wish: StoredWish;
  readonly toOrder: QuoteToOrder;
  readonly at: Instant;
}

/**
 * What `recordOrder` would refuse, asked without its locks before the order that stands in the way is cancelled for nothing.
 * That order, and the proforma number it holds, count as gone. null: as far as can be seen the order can be placed.
 */
export async function placingRefusal(
  { db, catalogue, providers }: ApiDeps,
  { orderId, wish, toOrder, at }: ToPlace,
  replacedOrderId: string
): Promise<PlaceRefusal | null> {
  const { quote, consumedByOrderId } = toOrder;
  const isQuoteUsed = consumedByOrderId !== null && consumedByOrderId !== orderId;
  const subscription = await readSubscription(db, quote.companyId);
  const payableMethods = PAYMENT_METHODS.filter((method) => isPayable(method, providers));
  const facts = { wish, quote, isQuoteUsed, subscription, hasOpenTermOrder: false, at };
  const problem = placingProblem(facts, { catalogue, payableMethods });
  if (problem !== null) return problem;
  const { partnerId, sellerId, totals } = quote;
  const chosen = await choosePi(db, catalogue, { ...wish, partnerId, sellerId, total: totals.gross, at });
  if (!chosen.ok) return chosen.code;
  const holder = chosen.pi === null ? null : await findPiHolder(db, { partnerId, key: chosen.pi.key });
  return holder === null || holder === replacedOrderId || holder === orderId ? null : 'pi_used';
}
