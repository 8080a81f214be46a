import type { OrderDetail } from '../../db/order/order-read-model';
import { readDecision, type PersonRequestBodies, type RequestDecision } from '../../db/shared/person-requests';
import type { PartnerScope } from '../../db/shared/partner-scope';
import { REQUEST_REFUSALS, type RequestRefusal } from '../../workflows/contracts/order-contract';
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
  /** Of `storeWish`. */
  readonly about?: string;
  refuseEarly?(): void;
}

type Answer =
  { readonly outcome: 'done' } | { readonly outcome: 'refused'; readonly code: RequestRefusal } | NoWorkflow;

/**
 * Stores the wish and asks the order's workflow, which alone decides. A wish that was carried out has its decision in its row,
 * also when the workflow has ended with it.
 * @throws AppError `order_busy`, or `workflows_unavailable` when it is not known whether the wish was carried out
 */
async function askOrder<K extends AskKind>(deps: ApiDeps, question: OrderQuestion<K>): Promise<Answer> {
  const { kind, orderId } = question;
  const { requestId, isRepeat } = await storeWish<K>(deps, { ...question, what: `order.${kind}_asked` });
  const before = isRepeat ? await readDecision(deps.db, requestId) : null;
  if (before !== null) return toAnswer(before);
  const answer = await deps.workflows.ask(orderId, MESSAGES[kind], { requestId });
  const decision = answer.outcome === 'no_workflow' ? await readDecision(deps.db, requestId) : null;
  return decision === null ? answer : toAnswer(decision);
}

function toAnswer({ outcome, code }: RequestDecision): Answer {
  if (outcome === 'done') return { outcome: 'done' };
  return { outcome: 'refused', code: REQUEST_REFUSALS.find((known) => known === code) ?? 'request_unknown' };
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
