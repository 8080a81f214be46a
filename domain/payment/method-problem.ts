import type { Catalogue } from '../catalogue/catalogue';
import { offeredMethods } from '../catalogue/offered-methods';
import type { Money } from '../money/money';
import type { AutoRenewChoice, PaymentMethod } from '../order/order-kind';

/** Methods that this build can be paid by; the catalogue may offer more. */
export type PayableMethods = readonly PaymentMethod[];

export interface MethodChosen {
  readonly method: PaymentMethod;
  readonly autoRenew: AutoRenewChoice;
  readonly consent: object | null;
}

export interface MethodContext {
  readonly sellerId: string;
  readonly total: Money;
  readonly catalogue: Catalogue;
  readonly payableMethods: PayableMethods;
}

/** Why the order cannot be paid so; null when it can. A total of zero has the method `none`, and nothing else has (product §3). */
export function methodProblem(
  chosen: MethodChosen,
  context: MethodContext
): 'method_not_offered' | 'auto_renew_not_possible' | null {
  if (!isOffered(chosen.method, context)) return 'method_not_offered';
  return autoRenewIsPossible(chosen) ? null : 'auto_renew_not_possible';
}

function isOffered(method: PaymentMethod, { sellerId, total, catalogue, payableMethods }: MethodContext): boolean {
  if (!payableMethods.includes(method)) return false;
  if (total.amountMinor === 0 || method === 'none') return total.amountMinor === 0 && method === 'none';
  const choice = offeredMethods(catalogue, sellerId, total).find((offer) => offer.method === method);
  return choice !== undefined && choice.problem === null;
}

/** Enabling needs recorded consent and a method that can be charged again. */
function autoRenewIsPossible({ autoRenew, consent, method }: MethodChosen): boolean {
  return autoRenew !== 'enable' || (consent !== null && (method === 'card' || method === 'paypal'));
}
