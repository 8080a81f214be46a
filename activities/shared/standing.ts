import { openMinor } from '../../domain/order/order-money';
import { reminderTimes } from '../../domain/order/reminder-times';
import type { Policies } from '../../domain/policies/policies';
import type { Instant } from '../../domain/time/iso-date';
import { lockOrder, setOrderFacts, type OrderFactsRow } from '../../db/shared/order-facts';
import type { Db } from '../../db/shared/connection';
import type { Standing } from '../../workflows/contracts/order-steps';

interface At {
  readonly policies: Policies;
  /** Business time of the step; reminders up to it are past. */
  readonly at: Instant;
}

/**
 * Where the order stands at the end of a step, under its lock. Writes down when somebody is reminded next: lists sort by it,
 * and a moved clock stops there.
 */
export async function writeStanding(trx: Db, orderId: string, at: At): Promise<Standing> {
  const order = await lockOrder(trx, orderId);
  const standing = standingOf(order, at);
  const remindAt = standing.reminders[0]?.at ?? null;
  if (remindAt !== order.remindAt) await setOrderFacts(trx, orderId, { remind_at: remindAt });
  return standing;
}

export function standingOf(order: OrderFactsRow, { policies, at }: At): Standing {
  const { state, method, deadlineAt, receivedMinor, approvalSince } = order;
  return {
    state,
    method,
    deadlineAt,
    receivedMinor,
    openMinor: order.paidAt === null ? openMinor(order) : 0,
    approvalSince: state === 'awaiting_approval' ? approvalSince : null,
    reminders: reminderTimes({ ...order, policies, after: at }),
  };
}
