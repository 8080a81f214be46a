import { condition, setHandler } from '@temporalio/workflow';
import {
  cancelOrder,
  clockMoved,
  lookAgain,
  orderView,
  paymentHint,
  payNow,
  placeOrder,
  resume,
  type CancelResult,
  type PayNowResult,
  type PlaceResult,
} from '../contracts/order-contract';
import { answerOf, requestIdOf, requireRequestId } from '../shared/waiting';
import type { Course } from './course';
import { viewOf } from './describe';

/** Handlers only note wishes and await their answer; see `Waiting`. */
export function listen(course: Course): void {
  listenToPeople(course);
  setHandler(paymentHint, (hint) => course.addHint(hint), {
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
  setHandler(
    lookAgain,
    () => {
      course.lookWanted = true;
    },
    { description: 'Asks the payment provider again, now. Input: {}' }
  );
  setHandler(
    clockMoved,
    ({ offsetMs }) => {
      course.clock.moveTo(offsetMs);
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
    async (request): Promise<PayNowResult> => {
      if (!course.acceptsWishes) return { outcome: 'wrong_state', state: course.state };
      return answerOf(course.payNows, request.requestId);
    },
    { description: 'API only: opens a payment page when none is open', validator: requireRequestId }
  );
  setHandler(
    cancelOrder,
    async (request): Promise<CancelResult> => {
      if (!course.acceptsWishes) return { outcome: 'too_late', state: course.state };
      return answerOf(course.cancels, requestIdOf(request));
    },
    { description: 'Cancels the order while no money is in. Input: {}' }
  );
}
