import { mayTouchPartner } from '../../domain/access/can';
import { integer, object, text } from '../../domain/json-reader';
import { openMinor } from '../../domain/order/order-money';
import { allocationProblem } from '../../domain/receipt/allocation-problem';
import { readPartnerPeople } from '../../db/account/partner-people';
import { insertAllocation } from '../../db/receipt/allocations';
import { changeReceipt, lockReceipt, type Receipt } from '../../db/receipt/receipt-row';
import { readOrderFacts } from '../../db/shared/order-facts';
import type { Db } from '../../db/shared/connection';
import type { PersonRequestBodies } from '../../db/shared/person-requests';
import type { RequestRefusal } from '../../workflows/contracts/order-contract';
import { noteAct, personStep, type Asked } from '../shared/person-step';
import { awaitsBankMoney, settleBankMoney } from './bank-money';
import { queuePartReceived } from './queue-part-received';

type Allocate = Asked<PersonRequestBodies['allocate_receipt']>;

/**
 * A receipt, or a part of it, pays the order. Money that is nobody's yet may be allocated by any account manager, and is the
 * order's partner's from then on.
 */
export const allocateReceipt = personStep({
  kind: 'allocate_receipt',
  capabilities: ['receipt.allocate', 'receipt.settleUnmatched'],
  readBody: object({ receiptId: text(), amountMinor: integer(1, Number.MAX_SAFE_INTEGER) }),
  decide: async (trx, deps, asked) => {
    const { order, body } = asked;
    if (!awaitsBankMoney(order)) return 'wrong_state';
    const receipt = await lockReceipt(trx, body.receiptId);
    if (receipt === null) return 'receipt_unknown';
    const problem =
      (await accessProblem(trx, asked, receipt)) ??
      allocationProblem({ receipt, order, amountMinor: body.amountMinor });
    if (problem !== null) return problem;
    const allocationId = await allocate(trx, asked, receipt);
    await settleBankMoney(trx, deps, asked, {
      receivedMinor: order.receivedMinor + body.amountMinor,
      shortfallMinor: order.shortfallMinor,
    });
    const now = await readOrderFacts(trx, order.orderId);
    if (now.state === 'awaiting_payment')
      await queuePartReceived(trx, deps, { order: now, allocationId, at: asked.at });
    return null;
  },
});

/** A receipt that the person may not even see is one that does not exist. */
async function accessProblem(
  trx: Db,
  { actor, partner }: Allocate,
  { partnerId }: Receipt
): Promise<RequestRefusal | null> {
  if (partnerId === null) {
    return mayTouchPartner(actor, 'receipt.settleUnmatched', partner) ? null : 'not_permitted';
  }
  if (partnerId !== partner.partnerId) {
    const owner = await readPartnerPeople(trx, partnerId);
    return mayTouchPartner(actor, 'receipt.view', owner) ? null : 'receipt_unknown';
  }
  return mayTouchPartner(actor, 'receipt.allocate', partner) ? null : 'not_permitted';
}

async function allocate(trx: Db, asked: Allocate, receipt: Receipt): Promise<string> {
  const { order, actor, body, requestId, at } = asked;
  const { orderId, partnerId } = order;
  const { receiptId, amountMinor } = body;
  if (receipt.partnerId === null) await changeReceipt(trx, receiptId, { partner_id: partnerId });
  const allocationId = await insertAllocation(trx, receipt, { orderId, amountMinor, by: actor.userId, requestId, at });
  const { currency } = order.total;
  const open = openMinor({ ...order, receivedMinor: order.receivedMinor + amountMinor });
  await noteAct(trx, asked, {
    what: 'receipt_allocated',
    data: { receiptId, amountMinor, currency, openMinor: open },
  });
  return allocationId;
}
