import { findSeller, type Catalogue } from '../../domain/catalogue/catalogue';
import type { Money } from '../../domain/money/money';
import type { PaymentMethod } from '../../domain/order/order-kind';
import { piKey } from '../../domain/order/pi-key';
import { piProblem } from '../../domain/order/pi-problem';
import type { Instant } from '../../domain/time/iso-date';
import { todayIn } from '../../domain/time/time-zone';
import type { Db } from '../shared/connection';
import { findRegisteredPi } from './proforma-numbers';

/** The proforma that the buyer names, as the order holds it. */
export interface ChosenPi {
  /** As typed. */
  readonly number: string;
  readonly key: string;
  /** Of the partner's own register; null where it is not in there. */
  readonly piId: string | null;
  /** Not in the partner's register: the account manager looks at it. */
  readonly isFlagged: boolean;
}

export type PiChoice =
  | { readonly ok: true; readonly pi: ChosenPi | null }
  | { readonly ok: false; readonly code: 'pi_expired' | 'pi_differs' };

export interface PiWish {
  readonly method: PaymentMethod;
  readonly piNumber: string | null;
  readonly partnerId: string;
  readonly sellerId: string;
  readonly total: Money;
  readonly at: Instant;
}

/** Of `orders`: one order at a time holds a partner's number. Whoever writes a chosen number answers `pi_used` when it breaks. */
export const ONE_ORDER_PER_PI = 'orders_pi';

/**
 * The rules for a proforma number (product §5). Only the partner's own register and orders are asked: another partner's number
 * takes the very path of one that nobody registered.
 */
export async function choosePi(db: Db, catalogue: Catalogue, wish: PiWish): Promise<PiChoice> {
  const number = wish.method === 'offline' ? wish.piNumber : null;
  const key = number === null ? null : piKey(number);
  if (number === null || key === null) return { ok: true, pi: null };
  const { partnerId, total } = wish;
  const registered = await findRegisteredPi(db, { partnerId, key });
  const today = todayIn(findSeller(catalogue, wish.sellerId)?.timeZone ?? 'UTC', wish.at);
  const problem = registered === null ? null : piProblem(registered, { total, today });
  if (problem !== null) return { ok: false, code: problem };
  return { ok: true, pi: { number, key, piId: registered?.piId ?? null, isFlagged: registered === null } };
}
