import { openMinor } from '../../domain/order/order-money';
import { reminderTimes } from '../../domain/order/reminder-times';
import type { Policies } from '../../domain/policies/policies';
import type { Instant } from '../../domain/time/iso-date';
import { lockOrder, type OrderFactsRow } from '../../db/shared/order-facts';
import type { Db } from '../../db/shared/connection';
import type { Standing } from '../../workflows/contracts/order-steps';

interface At {
  readonly policies: Policies;
  /** Business time of the step; earlier reminders are past. */
  readonly at: Instant;
}

/** Where the order stands now, read under its lock at the end of a step. */
export async function readStanding(trx: Db, orderId: string, at: At): Promise<Standing> {
  return standingOf(await lockOrder(trx, orderId), at);
}

export function standingOf(order: OrderFactsRow, { policies, at }: At): Standing {
  const { state, method, placedAt, deadlineAt, receivedMinor, approvalSince } = order;
  return {
    state,
    method,
    deadlineAt,
    receivedMinor,
    openMinor: order.paidAt === null ? openMinor(order) : 0,
    approvalSince: state === 'awaiting_approval' ? approvalSince : null,
    reminders: reminderTimes({ method, placedAt, deadlineAt, policies, after: at }),
  };
}
