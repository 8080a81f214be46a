import type { Policies } from '../policies/policies';
import { openMinor, shortfallTolerance, type BankMoney } from './order-money';

export type ShortfallProblem = 'shortfall_none' | 'shortfall_too_large';

/** Why what is open cannot be closed as bank charges (product §5); null when it can. Without any receipt nothing is short. */
export function shortfallProblem(order: BankMoney, policies: Policies): ShortfallProblem | null {
  const open = openMinor(order);
  if (order.receivedMinor === 0 || open === 0) return 'shortfall_none';
  return open > shortfallTolerance(order.total.currency, policies) ? 'shortfall_too_large' : null;
}
