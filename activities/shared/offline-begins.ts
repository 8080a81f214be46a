import type { Instant } from '../../domain/time/iso-date';
import { readPartnerPeople } from '../../db/account/partner-people';
import type { Db } from '../../db/shared/connection';
import { readOrderFacts, type OrderFactsRow } from '../../db/shared/order-facts';
import { closeOrderTasks } from '../../db/task/close-order-tasks';
import { openTask } from '../../db/task/open-task';
import type { ChosenPi } from '../../db/order/choose-pi';
import { queueInstructions } from './queue-instructions';
import type { StepDeps } from './step-deps';

interface Beginning {
  readonly orderId: string;
  readonly pi: ChosenPi | null;
  readonly at: Instant;
}

/** From now on the order waits for a bank transfer: the one place for whatever that begins, at placing or by a change of method. */
export async function offlineBegins(
  trx: Db,
  deps: Pick<StepDeps, 'catalogue'>,
  { orderId, pi, at }: Beginning
): Promise<void> {
  const order = await readOrderFacts(trx, orderId);
  const { accountManagerId } = await readPartnerPeople(trx, order.partnerId);
  await openTask(trx, {
    ...aboutOrder(order),
    dedupeKey: `offline_order_placed:${orderId}:${at}`,
    kind: 'offline_order_placed',
    subject: `${order.orderNo} waits for a bank transfer`,
    evidence: { companyId: order.companyId, deadlineAt: order.deadlineAt, piNumber: order.piNumber, ...order.total },
    personId: accountManagerId,
    dueAt: order.deadlineAt,
    at,
  });
  if (pi?.isFlagged === true) await flagPi(trx, order, { pi, accountManagerId, at });
  await queueInstructions(trx, deps, order, at);
}

interface Flagged {
  readonly pi: ChosenPi;
  readonly accountManagerId: string | null;
  readonly at: Instant;
}

async function flagPi(trx: Db, order: OrderFactsRow, { pi, accountManagerId, at }: Flagged): Promise<void> {
  await openTask(trx, {
    ...aboutOrder(order),
    dedupeKey: `foreign_pi_number:${order.orderId}:${at}`,
    kind: 'foreign_pi_number',
    subject: `${order.orderNo} names a proforma that is not registered for the partner`,
    evidence: { piNumber: pi.number, companyId: order.companyId, ...order.total },
    personId: accountManagerId,
    at,
  });
}

/** The order is to be paid in another way: nobody waits for the transfer any more. */
export async function offlineEnds(
  trx: Db,
  { orderId, by, at }: { readonly orderId: string; readonly by: string; readonly at: Instant }
): Promise<void> {
  for (const kind of ['offline_order_placed', 'foreign_pi_number', 'receipt_rejected'] as const) {
    await closeOrderTasks(trx, { orderId, kind, by, at, reason: 'method changed' });
  }
}

function aboutOrder({ orderId, partnerId, companyId }: OrderFactsRow): {
  orderId: string;
  partnerId: string;
  companyId: string;
} {
  return { orderId, partnerId, companyId };
}
