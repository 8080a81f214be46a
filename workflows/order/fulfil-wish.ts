import { ActivityFailure } from '@temporalio/workflow';
import { assertNever } from '../../domain/assert';
import { providerOfMethod } from '../../domain/payment/provider-of-method';
import type { RequestAnswer } from '../contracts/order-contract';
import type { RequestResult } from '../contracts/order-steps';
import { isFinalRefusal } from '../shared/failure-reason';
import { ordinary } from '../shared/steps';
import { openNext, voidLive } from './checkout';
import { close } from './close';
import type { Course } from './course';
import { follow } from './follow';
import { untilDone } from './park';
import { PERSON_STEPS, type MethodWish, type PayNowWish, type PersonStep, type StepWish, type Wish } from './wishes';

/** Does what a person asked for, and answers. What was accepted may have become impossible meanwhile. */
export async function fulfilWish(course: Course, wish: Wish): Promise<void> {
  switch (wish.kind) {
    case 'cancel':
      return close(course, { as: 'cancelled', wish });
    case 'payNow':
      return answerPayNow(course, wish);
    case 'changeMethod':
      return changeMethod(course, wish);
    case 'step':
      return takeStep(course, wish);
    default:
      return assertNever(wish);
  }
}

async function answerPayNow(course: Course, wish: PayNowWish): Promise<void> {
  if (course.liveAttempt === null && providerOfMethod(course.method) !== null) await openNext(course);
  const attempt = course.liveAttempt;
  wish.answer ??=
    attempt === null ? { outcome: 'wrong_state', state: course.state } : { outcome: 'open', attemptNo: attempt.no };
}

/** The earlier attempt is voided first, and money that came by it wins (product §4). */
async function changeMethod(course: Course, wish: MethodWish): Promise<void> {
  await voidLive(course);
  if (course.paid) return refuse(course, wish, 'money_received');
  if (course.liveAttempt !== null || course.strange !== null) return refuse(course, wish, 'money_announced');
  const result = await run(course, 'changeMethod', { summary: 'Change the method', requestId: wish.requestId });
  answer(course, wish, result);
  // Answered before the page is open: its address follows with the order's live view.
  if (result?.outcome === 'done' && providerOfMethod(course.method) !== null) await openNext(course);
}

async function takeStep(course: Course, wish: StepWish): Promise<void> {
  const { step, requestId } = wish;
  answer(course, wish, await run(course, step, { summary: PERSON_STEPS[step], requestId }));
}

interface Request {
  readonly summary: string;
  readonly requestId: string | null;
}

/** How long a step that only writes to the database is tried before ops is asked; nothing else is heard meanwhile. */
const STEP_MS = 60 * 60_000;

/** null: the step refused for good for a reason of its own, which is ours to find out; nothing was changed. */
async function run(
  course: Course,
  step: PersonStep | 'changeMethod',
  { summary, requestId }: Request
): Promise<RequestResult | null> {
  const input = { orderId: course.input.orderId, requestId: requestId ?? '', at: course.clock.now() };
  const options = { summary, scheduleToCloseTimeout: STEP_MS };
  return untilDone(course, step, () =>
    // Never as a local activity: an update is in the history only once its workflow task has ended, and a worker that dies in
    // that task would leave the step done and its wish unheard: an order paid in the database that nobody fulfils.
    ordinary[step].executeWithOptions(options, [input]).catch((error: unknown) => {
      if (error instanceof ActivityFailure && isFinalRefusal(error)) return null;
      throw error;
    })
  );
}

function answer(course: Course, wish: MethodWish | StepWish, result: RequestResult | null): void {
  if (result === null) return refuse(course, wish, 'request_unknown');
  follow(course, result.standing);
  const { state } = course;
  wish.answer =
    result.outcome === 'done' ? { outcome: 'done', state: result.standing.state } : { ...pick(result), state };
}

function pick({ code }: Extract<RequestResult, { outcome: 'refused' }>): Pick<Refused, 'outcome' | 'code'> {
  return { outcome: 'refused', code };
}

type Refused = Extract<RequestAnswer, { outcome: 'refused' }>;

function refuse(course: Course, wish: MethodWish | StepWish, code: Refused['code']): void {
  wish.answer = { outcome: 'refused', code, state: course.state };
}
