import { sameMoney, type Money } from '../money/money';
import type { IsoDate } from '../time/iso-date';

/** A proforma that the account manager registered for the partner and has not withdrawn. */
export interface RegisteredPi {
  readonly piId: string;
  readonly amount: Money;
  /** Last day on which an order may name it. */
  readonly validUntil: IsoDate;
}

/**
 * Why one's own proforma does not fit the order; null when it does. Another partner's number never gets here: it is treated
 * like one that nobody registered, so that numbers cannot be probed (product §5).
 */
export function piProblem(
  pi: RegisteredPi,
  { total, today }: { readonly total: Money; readonly today: IsoDate }
): 'pi_differs' | 'pi_expired' | null {
  if (!sameMoney(pi.amount, total)) return 'pi_differs';
  return today > pi.validUntil ? 'pi_expired' : null;
}
