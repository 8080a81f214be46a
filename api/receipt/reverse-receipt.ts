import { z } from 'zod';
import { writeAudit } from '../../db/audit/write-audit';
import { allocationsOfReceipt, type AllocationItem } from '../../db/receipt/allocation-read-model';
import { reverseReceipt as reverseInDatabase, type ReversalResult } from '../../db/receipt/reverse-receipt';
import { doOnce } from '../../db/shared/do-once';
import { AppError } from '../http/app-error';
import type { ApiDeps } from '../http/api-deps';
import { idField, reasonField } from '../http/fields';
import { defineRoute, type RequestMeta } from '../http/route';
import { carryOut } from '../shared/ask-order';
import { eachOrder } from './allocate-receipt';
import { receiptParams, receiptSchema, type OrderOutcome } from './receipt-schemas';
import { answerReceipt, requireReceipt, type Asking } from './require-receipt';

const body = z.strictObject({ reason: reasonField });

export const withdrawAllocation = defineRoute({
  method: 'POST',
  path: '/v1/receipts/:receipt/allocations/:allocation/withdraw',
  access: 'receipt.reverse',
  tag: 'Receipts',
  summary: 'Take money back from an order that is not paid yet; it is unmatched again',
  notFound: 'receipt_not_found',
  errors: ['allocation_not_found', 'wrong_state', 'order_busy', 'workflows_unavailable'],
  idempotent: true,
  request: { params: receiptParams.extend({ allocation: idField }), body },
  responses: { 200: { description: 'The receipt without the allocation', body: receiptSchema } },
  async handler({ params, body: { reason }, scope, caller, meta }, deps) {
    const asking = { scope, caller, meta };
    const { receiptId } = await requireReceipt(deps, asking, params.receipt);
    const known = await allocationsOfReceipt(deps.db, receiptId);
    const allocation = known.find(({ allocationId }) => allocationId === params.allocation);
    if (allocation === undefined) throw new AppError('allocation_not_found');
    await withdraw(deps, asking, { allocation, reason });
    return { status: 200, body: await answerReceipt(deps, asking, receiptId) };
  },
});

export const reverseReceipt = defineRoute({
  method: 'POST',
  path: '/v1/receipts/:receipt/reverse',
  access: 'receipt.reverse',
  tag: 'Receipts',
  summary: 'Reverse a receipt; orders that are paid already keep going, with a task for each',
  notFound: 'receipt_not_found',
  errors: ['receipt_reversed', 'receipt_in_use', 'workflows_unavailable'],
  idempotent: true,
  request: { params: receiptParams, body },
  responses: { 200: { description: 'Reversed', body: receiptSchema } },
  async handler({ params, body: { reason }, scope, caller, meta }, deps) {
    const asking = { scope, caller, meta };
    const { receiptId } = await requireReceipt(deps, asking, params.receipt);
    const outcomes = await withdrawFromOpenOrders(deps, asking, { receiptId, reason });
    await reverseAudited(deps, asking, { reversal: { receiptId, reason }, outcomes });
    return { status: 200, body: await answerReceipt(deps, asking, receiptId) };
  },
});

const isLive = ({ takenBack }: AllocationItem): boolean => takenBack === null;
/** In these states the order's workflow can still give the money back. */
const OPEN = new Set(['awaiting_payment', 'awaiting_approval', 'needs_attention']);

interface Reversal {
  readonly receiptId: string;
  readonly reason: string;
}

type AskingNow = Asking & { readonly meta: RequestMeta };

async function withdraw(
  deps: ApiDeps,
  asking: AskingNow,
  { allocation, reason }: { readonly allocation: AllocationItem; readonly reason: string }
): Promise<void> {
  const { allocationId, order } = allocation;
  const wish = { kind: 'withdraw_allocation', orderId: order.orderId, body: { allocationId, reason } } as const;
  const refuseEarly = (): void => {
    if (!isLive(allocation)) throw new AppError('allocation_not_found');
  };
  await carryOut(deps, asking.scope, { ...wish, ...asking, about: allocationId, refuseEarly });
}

/** Each by its order's own workflow: the order may have been paid a moment ago, and says so. */
async function withdrawFromOpenOrders(
  deps: ApiDeps,
  asking: AskingNow,
  { receiptId, reason }: Reversal
): Promise<OrderOutcome[]> {
  const allocations = await allocationsOfReceipt(deps.db, receiptId);
  const open = allocations.filter((allocation) => isLive(allocation) && OPEN.has(allocation.order.state));
  const wanted = open.map((allocation) => ({ orderId: allocation.order.orderId, allocation }));
  return eachOrder(wanted, ({ allocation }) => withdraw(deps, asking, { allocation, reason }));
}

/** @throws AppError for whatever kept the receipt as it was; then nothing is written */
async function reverseAudited(
  deps: ApiDeps,
  { caller, meta }: AskingNow,
  { reversal, outcomes }: { readonly reversal: Reversal; readonly outcomes: readonly OrderOutcome[] }
): Promise<void> {
  const { at, source, underKey } = meta;
  await doOnce(deps.db, underKey, 'reverse', async (trx) => {
    const result = await reverseInDatabase(trx, { ...reversal, by: caller.actor.userId, at });
    const paidOrderIds = paidWhenReversed(result, outcomes);
    const subject = { type: 'receipt', id: reversal.receiptId };
    const data = { reason: reversal.reason, paidOrderIds };
    await writeAudit(trx, { at, source, what: 'receipt.reversed', subject, data });
    return reversal.receiptId;
  });
}

const RETURNING =
  'Money of this receipt is to be sent back, or was sent back already. Withdraw the wanted return first; ' +
  'what has left the account cannot be reversed.';

/** The paid orders that lost it. @throws AppError where it was not reversed; a repeat goes on with what is left */
function paidWhenReversed(result: ReversalResult, outcomes: readonly OrderOutcome[]): readonly string[] {
  switch (result.outcome) {
    case 'reversed':
      return result.paidOrderIds;
    case 'unknown':
      throw new AppError('receipt_not_found');
    case 'reversed_before':
      throw new AppError('receipt_reversed');
    case 'blocked': {
      const extra = { allocations: outcomes };
      if (outcomes.some(({ outcome }) => outcome === 'unknown')) throw new AppError('workflows_unavailable', { extra });
      const isReturning = result.openOrderIds.length === 0 && result.returningMinor > 0;
      throw new AppError('receipt_in_use', isReturning ? { extra, detail: RETURNING } : { extra });
    }
  }
}
