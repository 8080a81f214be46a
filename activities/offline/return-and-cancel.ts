import { object, text } from '../../domain/json-reader';
import { money } from '../../domain/money/money';
import { liveAllocationsOfOrder, takeBackAllocations, type FreedReceipt } from '../../db/receipt/allocations';
import { wantReturn } from '../../db/receipt/want-return';
import type { Db } from '../../db/shared/connection';
import type { PersonRequestBodies } from '../../db/shared/person-requests';
import { openTask } from '../../db/task/open-task';
import { endOrder } from '../shared/end-order';
import { noteAct, personStep, type Asked } from '../shared/person-step';
import { isPartPaid, sourceOf } from './bank-money';

/** A part-paid order ends. Its bank money is never sent back by itself: finance makes the transfer (product §4). */
export const returnAndCancel = personStep({
  kind: 'return_and_cancel',
  capabilities: ['receipt.reverse'],
  readBody: object({ reason: text(2_000) }),
  decide: async (trx, _deps, asked) => {
    const { order, actor, body, at } = asked;
    if (!isPartPaid(order)) return 'wrong_state';
    const allocations = await liveAllocationsOfOrder(trx, order.orderId);
    const freed = await takeBackAllocations(trx, allocations, { by: actor.userId, reason: body.reason, at });
    for (const receipt of freed) await askForTransfer(trx, asked, receipt);
    await noteAct(trx, asked, {
      what: 'return_wanted',
      data: { amountMinor: order.receivedMinor, currency: order.total.currency },
      reason: body.reason,
    });
    const facts = { received_minor: 0, shortfall_minor: 0 };
    const returned = money(order.receivedMinor, order.total.currency);
    await endOrder(trx, order, { as: 'cancelled', source: sourceOf(asked), at, facts, returned });
    return null;
  },
});

async function askForTransfer(
  trx: Db,
  { order, actor, body, at }: Asked<PersonRequestBodies['return_and_cancel']>,
  { receipt, freedMinor }: FreedReceipt
): Promise<void> {
  const { orderId, orderNo, partnerId } = order;
  const returnId = await wantReturn(trx, {
    receipt,
    orderId,
    amountMinor: freedMinor,
    reason: body.reason,
    by: actor.userId,
    at,
  });
  await openTask(trx, {
    dedupeKey: `receipt_to_return:${returnId}`,
    kind: 'receipt_to_return',
    subject: `${orderNo} was cancelled with bank money on it: send it back`,
    evidence: {
      returnId,
      receiptId: receipt.receiptId,
      amountMinor: freedMinor,
      currency: receipt.currency,
      payer: receipt.payer,
      reason: body.reason,
    },
    partnerId,
    orderId,
    at,
  });
}
