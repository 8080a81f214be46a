import { PART_PAID } from '../../domain/order/parked-step';
import { stateForBankMoney } from '../../domain/order/order-money';
import type { AuditSource } from '../../db/audit/write-audit';
import { askApproval } from '../../db/order/approvals';
import type { Db } from '../../db/shared/connection';
import { moveOrder, setOrderFacts, type FactChange, type OrderFactsRow } from '../../db/shared/order-facts';
import { closeOrderTasks } from '../../db/task/close-order-tasks';
import { openTask } from '../../db/task/open-task';
import { UNPARKED } from '../shared/end-order';
import type { Asked } from '../shared/person-step';
import type { StepDeps } from '../shared/step-deps';
import { payOrder } from './pay-order';

/** Where an order is parked whose deadline passed with a part of its money in. */

export function isPartPaid({ state, parked, paidAt }: OrderFactsRow): boolean {
  return state === 'needs_attention' && parked?.step === PART_PAID && paidAt === null;
}

/** Whether bank money can still change what becomes of the order. */
export function awaitsBankMoney(order: OrderFactsRow): boolean {
  return order.method === 'offline' && (order.state === 'awaiting_payment' || isPartPaid(order));
}

export function sourceOf({ actor, requestId }: Asked<unknown>): AuditSource {
  return { actorKind: 'user', actorId: actor.userId, ip: null, requestId };
}

/** Writes the order's bank money down and takes the order where that leads: it waits on, is to be approved, or is paid. */
export async function settleBankMoney(
  trx: Db,
  { policies }: StepDeps,
  asked: Asked<unknown>,
  money: { readonly receivedMinor: number; readonly shortfallMinor: number }
): Promise<void> {
  const { order, at } = asked;
  const facts = { received_minor: money.receivedMinor, shortfall_minor: money.shortfallMinor };
  await closeParking(trx, asked);
  const next = stateForBankMoney({ total: order.total, ...money }, policies);
  switch (next) {
    case 'awaiting_payment':
      return waitOn(trx, order, facts);
    case 'awaiting_approval':
      return awaitApproval(trx, asked, facts);
    case 'fulfilling':
      return payOrder(trx, order, { source: sourceOf(asked), at, facts: { ...facts, ...UNPARKED } });
  }
}

/** Back to waiting for money, from wherever the order is. */
export async function waitOn(trx: Db, order: OrderFactsRow, facts: FactChange): Promise<void> {
  if (order.state === 'awaiting_payment') return setOrderFacts(trx, order.orderId, facts);
  return moveOrder(trx, order, 'awaiting_payment', { ...facts, ...UNPARKED });
}

/** The person who deals with a parked part-paid order ends its parking. */
export async function closeParking(trx: Db, { order, actor, at }: Asked<unknown>): Promise<void> {
  if (!isPartPaid(order)) return;
  const { orderId } = order;
  await closeOrderTasks(trx, { orderId, kind: 'order_parked', by: actor.userId, at, reason: 'dealt with' });
}

async function awaitApproval(trx: Db, { order, at }: Asked<unknown>, facts: FactChange): Promise<void> {
  const { orderId, orderNo, partnerId, companyId, total } = order;
  await moveOrder(trx, order, 'awaiting_approval', { ...facts, ...UNPARKED, approval_since: at });
  const approvalId = await askApproval(trx, orderId, at);
  await openTask(trx, {
    dedupeKey: `receipt_to_approve:${approvalId}`,
    kind: 'receipt_to_approve',
    subject: `${orderNo} is paid by bank transfer and above the limit: approve or reject`,
    evidence: { approvalId, receivedMinor: facts.received_minor, shortfallMinor: facts.shortfall_minor, ...total },
    partnerId,
    orderId,
    companyId,
    at,
  });
}
