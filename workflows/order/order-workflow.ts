import { allHandlersFinished, condition, setWorkflowOptions } from '@temporalio/workflow';
import type { OrderState } from '../../domain/order/order-state';
import type { OrderInput } from '../contracts/order-contract';
import { local, localFirst, ordinary } from '../shared/steps';
import { providerOfMethod } from '../../domain/payment/provider-of-method';
import { awaitMoney } from './await-money';
import { openNext } from './checkout';
import { Course } from './course';
import { showDetails } from './describe';
import { adopt } from './follow';
import { fulfil } from './fulfil';
import { listen } from './listen';
import { unlessLeft } from './park';
import { reviewStray } from './review-stray';

export interface OrderOutcome {
  readonly orderId: string;
  /** `refused`: no order was recorded. */
  readonly state: OrderState | 'refused';
}

/** One order from placing it to its mailed invoice, or to its end without money. */
export async function order(input: OrderInput): Promise<OrderOutcome> {
  const course = new Course(input);
  listen(course);
  if (!(await record(course))) {
    await condition(allHandlersFinished);
    return { orderId: input.orderId, state: 'refused' };
  }
  if (course.awaitsMoney && providerOfMethod(course.method) !== null) await unlessLeft(course, () => openNext(course));
  course.placed ??= {
    outcome: 'placed',
    orderNo: course.orderNo ?? '',
    checkout: course.liveAttempt === null ? 'none' : 'open',
  };
  await unlessLeft(course, () => awaitMoney(course));
  if (course.paid && !course.left) {
    const fulfilment = unlessLeft(course, () => fulfil(course));
    await Promise.all([fulfilment.finally(() => (course.fulfilled = true)), serveStrays(course)]);
  }
  await drain(course);
  return { orderId: input.orderId, state: course.state };
}

/** False: refused, there is no order row. */
async function record(course: Course): Promise<boolean> {
  const args: [{ orderId: string; at: string }] = [{ orderId: course.input.orderId, at: course.clock.now() }];
  const options = { summary: 'Record the order' };
  const recorded = await localFirst(
    () => local.recordOrder.executeWithOptions(options, args),
    () => ordinary.recordOrder.executeWithOptions(options, args)
  );
  if (recorded.outcome === 'refused') {
    course.ended = true;
    course.placed = recorded;
    course.answerWaiting();
    return false;
  }
  course.orderNo = recorded.orderNo;
  course.amount = recorded.amount;
  adopt(course, recorded.standing);
  // A total of zero has no payment step (product §3).
  course.paid = recorded.standing.state === 'fulfilling';
  course.timing = recorded.timing;
  course.done.push('placed');
  showDetails(course);
  return true;
}

/**
 * Money besides goes back at once (product §4): fulfilment may be parked for weeks and its mail tried for days, so hints are
 * served beside it.
 */
async function serveStrays(course: Course): Promise<void> {
  for (;;) {
    await condition(() => course.hints.length > 0 || course.fulfilled);
    if (course.hints.length === 0) return;
    await serveHint(course);
  }
}

async function serveHint(course: Course): Promise<void> {
  const hint = course.takeHint();
  // The page that paid the order, hinted at once more by webhook or return: nothing new.
  if (hint !== null && !course.isPaidBy(course.attemptOf(hint))) await reviewStray(course, hint);
}

/** Hints and callers that came late are served before the workflow closes; later ones find it closed. */
async function drain(course: Course): Promise<void> {
  for (;;) {
    course.answerWaiting();
    await condition(() => allHandlersFinished() || course.hints.length > 0);
    if (course.hints.length === 0) return;
    await serveHint(course);
  }
}

setWorkflowOptions({ versioningBehavior: 'PINNED' }, order);
