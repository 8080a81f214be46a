import type { OrderDetail } from '../../db/order/order-read-model';
import type { PersonRequestBodies } from '../../db/shared/person-requests';
import type { PartnerScope } from '../../db/shared/partner-scope';
import type { RequestAnswer } from '../../workflows/contracts/order-contract';
import type { ApiDeps } from '../http/api-deps';
import type { Caller } from '../http/caller';
import type { NoWorkflow, OrderAsk } from '../http/order-workflows';
import type { RequestMeta } from '../http/route';
import { requestRefusal } from './request-refusal';
import { requireOrder, stateFor, wrongState } from './require-order';
import { storeWish } from './store-wish';

/** The message that carries each kind of stored request. */
const MESSAGES = {
  allocate_receipt: 'allocateReceipt',
  withdraw_allocation: 'withdrawAllocation',
  close_shortfall: 'closeShortfall',
  approve_order: 'approveOrder',
  reject_order: 'rejectOrder',
  prolong_order: 'prolongOrder',
  change_method: 'changeMethod',
  return_and_cancel: 'returnAndCancel',
} as const satisfies Partial<Record<keyof PersonRequestBodies, OrderAsk>>;

export type AskKind = keyof typeof MESSAGES;

export interface OrderQuestion<K extends AskKind = AskKind> {
  readonly kind: K;
  readonly orderId: string;
  readonly body: PersonRequestBodies[K];
  readonly caller: Caller;
  readonly meta: RequestMeta;
}

/**
 * Stores the wish and asks the order's workflow, which alone decides.
 * @throws AppError `order_busy`, or `workflows_unavailable` when it is not known whether the wish was carried out
 */
export async function askOrder<K extends AskKind>(
  deps: ApiDeps,
  question: OrderQuestion<K>
): Promise<RequestAnswer | NoWorkflow> {
  const { kind, orderId } = question;
  const requestId = await storeWish<K>(deps, { ...question, what: `order.${kind}_asked` });
  return deps.workflows.ask(orderId, MESSAGES[kind], { requestId });
}

/**
 * The same for a request that is about one order: the order as it stands after the wish was carried out.
 * @throws AppError with the refusal in words
 */
export async function carryOut<K extends AskKind>(
  deps: ApiDeps,
  scope: PartnerScope,
  question: OrderQuestion<K>
): Promise<OrderDetail> {
  const answer = await askOrder(deps, question);
  const now = await requireOrder(deps, scope, question.orderId);
  if (answer.outcome === 'done') return now;
  if (answer.outcome === 'no_workflow') throw wrongState(now, question.caller);
  throw requestRefusal(answer.code, stateFor(now, question.caller));
}
