import { z } from 'zod';
import { AppError } from '../http/app-error';
import type { ApiDeps } from '../http/api-deps';
import { idField, paidMinorField } from '../http/fields';
import { defineRoute, type RequestMeta } from '../http/route';
import { carryOut } from '../shared/ask-order';
import { requireOrder } from '../shared/require-order';
import type { OrderOutcome } from './receipt-schemas';
import { receiptParams, receiptSchema } from './receipt-schemas';
import { answerReceipt, requireReceipt, type Asking } from './require-receipt';

export const allocationFields = z.strictObject({ orderId: idField, amountMinor: paidMinorField });

export const allocateReceipt = defineRoute({
  method: 'POST',
  path: '/v1/receipts/:receipt/allocations',
  access: 'receipt.allocate',
  tag: 'Receipts',
  summary: 'Let a receipt, or a part of it, pay an order',
  notFound: 'receipt_not_found',
  errors: [
    'order_not_found',
    'wrong_state',
    'receipt_reversed',
    'money_received',
    'money_announced',
    'order_busy',
    'workflows_unavailable',
  ],
  idempotent: true,
  request: { params: receiptParams, body: allocationFields },
  responses: { 200: { description: 'The receipt with its new allocation', body: receiptSchema } },
  async handler({ params, body, scope, caller, meta }, deps) {
    const asking = { scope, caller };
    const { receiptId, state } = await requireReceipt(deps, asking, params.receipt);
    const refuseEarly = (): void => {
      if (state === 'reversed') throw new AppError('receipt_reversed');
    };
    await allocate(deps, { ...asking, meta }, { receiptId, ...body, refuseEarly });
    return { status: 200, body: await answerReceipt(deps, asking, receiptId) };
  },
});

interface Wanted {
  readonly receiptId: string;
  readonly orderId: string;
  readonly amountMinor: number;
  refuseEarly?(): void;
}

/** The order's workflow decides whether the receipt fits. @throws AppError with its refusal in words */
async function allocate(deps: ApiDeps, asking: Asking & { readonly meta: RequestMeta }, wanted: Wanted): Promise<void> {
  const { orderId, receiptId, amountMinor, ...early } = wanted;
  await requireOrder(deps, asking.scope, orderId);
  const body = { receiptId, amountMinor };
  await carryOut(deps, asking.scope, { kind: 'allocate_receipt', orderId, body, ...early, ...asking });
}

/** So many orders are asked at once; each waits for its own workflow, and all together end before a client gives up. */
const AT_ONCE = 5;

/** Allocates to several orders, each for itself: what one answers changes nothing about the others. */
export async function allocateEach(
  deps: ApiDeps,
  asking: Asking & { readonly meta: RequestMeta },
  wanted: readonly Wanted[]
): Promise<OrderOutcome[]> {
  return eachOrder(wanted, (one) => allocate(deps, asking, one));
}

/** Runs an act for each order, some at once, and tells what came of each. @throws what is no refusal of ours */
export async function eachOrder<T extends { readonly orderId: string }>(
  orders: readonly T[],
  act: (order: T) => Promise<void>
): Promise<OrderOutcome[]> {
  const outcomes: OrderOutcome[] = [];
  for (let from = 0; from < orders.length; from += AT_ONCE) {
    const some = orders.slice(from, from + AT_ONCE);
    outcomes.push(...(await Promise.all(some.map((order) => outcomeOf(order, act)))));
  }
  return outcomes;
}

async function outcomeOf<T extends { readonly orderId: string }>(
  order: T,
  act: (order: T) => Promise<void>
): Promise<OrderOutcome> {
  const { orderId } = order;
  try {
    await act(order);
    return { orderId, outcome: 'done', code: null, detail: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const [field] = error.options.errors ?? [];
    const outcome = error.code === 'workflows_unavailable' ? 'unknown' : 'refused';
    return {
      orderId,
      outcome,
      code: field?.code ?? error.code,
      detail: field === undefined ? error.message : `${field.field} ${field.message}`,
    };
  }
}
