import { condition, setHandler } from '@temporalio/workflow';
import {
  allocateReceipt,
  approveOrder,
  cancelOrder,
  changeMethod,
  clockMoved,
  closeShortfall,
  lookAgain,
  orderLeft,
  orderView,
  paymentHint,
  payNow,
  placeOrder,
  prolongOrder,
  rejectOrder,
  resume,
  returnAndCancel,
  withdrawAllocation,
  type CancelResult,
  type PayNowResult,
  type PlaceResult,
  type RequestAnswer,
} from '../contracts/order-contract';
import { answered, requestIdOf, requireRequestId } from '../shared/waiting';
import type { Course } from './course';
import { hintIn } from '../shared/signal-input';
import { viewOf } from './describe';
import {
  PERSON_STEPS,
  type CancelWish,
  type MethodWish,
  type PayNowWish,
  type PersonStep,
  type StepWish,
  type Wish,
} from './wishes';

/** Handlers only note wishes and await their answer; see `Waiting`. */
export function listen(course: Course): void {
  listenToPeople(course);
  listenToSteps(course);
  setHandler(paymentHint, (hint) => course.addHint(hintIn(hint)), {
    description: 'Machine: a provider page of this order may have changed; it will be looked up',
  });
  setHandler(
    resume,
    (request) => {
      course.resumes += 1;
      course.resumedBy = requestIdOf(request);
    },
    { description: 'Tries the parked step again, after its cause was fixed. Input: {}' }
  );
  setHandler(orderLeft, () => void (course.left = true), {
    description: 'Machine: a refund has taken the parked order over',
  });
  setHandler(
    lookAgain,
    () => {
      course.lookWanted = true;
    },
    { description: 'Asks the payment provider again, now. Input: {}' }
  );
  setHandler(
    clockMoved,
    (message) => {
      if (!course.clock.moveTo(message)) return;
      // The watch over a page waits in real time; the main loop looks in its place.
      course.lookWanted = course.liveAttempt !== null;
    },
    { description: 'Sandbox: business time moved' }
  );
  setHandler(orderView, () => viewOf(course), { description: 'What the order waits for, and how far it came' });
}

function listenToPeople(course: Course): void {
  setHandler(
    placeOrder,
    async (): Promise<PlaceResult> => {
      await condition(() => course.placed !== null);
      return course.placed ?? { outcome: 'refused', code: 'request_withdrawn' };
    },
    { description: 'API only: sent together with the start', validator: requireRequestId }
  );
  setHandler(
    payNow,
    async ({ requestId }): Promise<PayNowResult> => {
      if (!course.accepts('payNow')) return { outcome: 'wrong_state', state: course.state };
      if (course.opening) return { outcome: 'opening' };
      return want<PayNowWish>(course, { kind: 'payNow', requestId, answer: null });
    },
    { description: 'API only: opens a payment page when none is open', validator: requireRequestId }
  );
  setHandler(
    cancelOrder,
    async (request): Promise<CancelResult> => {
      if (!course.accepts('cancel')) return { outcome: 'too_late', state: course.state };
      return want<CancelWish>(course, { kind: 'cancel', requestId: requestIdOf(request), answer: null });
    },
    { description: 'Cancels the order while no money is in. Input: {}' }
  );
  setHandler(
    changeMethod,
    async ({ requestId }): Promise<RequestAnswer> => {
      if (!course.accepts('changeMethod')) return refusal(course);
      return want<MethodWish>(course, { kind: 'changeMethod', requestId, answer: null });
    },
    { description: 'API only: another way to pay; the open page is closed first', validator: requireRequestId }
  );
}

const STEP_UPDATES = {
  allocateReceipt,
  withdrawAllocation,
  closeShortfall,
  approveOrder,
  rejectOrder,
  prolongOrder,
  returnAndCancel,
} as const satisfies Record<PersonStep, unknown>;

/** Who a person is and what the person may, the steps read from the stored request; the message has nothing but its id. */
function listenToSteps(course: Course): void {
  for (const step of Object.keys(STEP_UPDATES).filter(isPersonStep)) {
    setHandler(
      STEP_UPDATES[step],
      async ({ requestId }): Promise<RequestAnswer> => {
        if (!course.accepts('step')) return refusal(course);
        return want<StepWish>(course, { kind: 'step', step, requestId, answer: null });
      },
      { description: `API only: ${PERSON_STEPS[step]}`, validator: requireRequestId }
    );
  }
}

/** The main loop alone answers, so every race has one winner. */
function want<W extends Wish>(course: Course, wish: W): Promise<NonNullable<W['answer']>> {
  course.wishes.push(wish);
  return answered<NonNullable<W['answer']>>(wish);
}

function isPersonStep(name: string): name is PersonStep {
  return Object.hasOwn(PERSON_STEPS, name);
}

function refusal({ state }: Course): RequestAnswer {
  return { outcome: 'refused', code: 'wrong_state', state };
}
