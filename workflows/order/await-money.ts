import { ActivityFailure, condition } from '@temporalio/workflow';
import type { PaymentHint } from '../contracts/order-contract';
import { local, localFirst, ordinary, reading } from '../shared/steps';
import { waitUntil } from '../shared/wait-until';
import { look, openNext, takeReport, timingOf, voidLive } from './checkout';
import type { Course } from './course';
import { moveTo } from './describe';

/** Waits for the money until it is there, the order is cancelled, or its deadline has passed. */
export async function awaitMoney(course: Course): Promise<void> {
  while (course.awaitsMoney) {
    const until = course.nextTurnAt();
    if (until === null) await condition(() => hasWork(course) || course.nextTurnAt() !== null);
    else await waitUntil(course.clock, () => hasWork(course), { until, summary: summaryOf(course) });
    await takeTurn(course);
  }
  course.answerWaiting();
}

function summaryOf(course: Course): string {
  return course.moneyAnnounced ? 'Next look at the announced money' : 'Deadline of the order';
}

function hasWork(course: Course): boolean {
  return (
    course.hints.length > 0 ||
    course.lookWanted ||
    course.cancels.length > 0 ||
    course.payNows.length > 0 ||
    course.watchEnded !== null
  );
}

/** One thing at a time: what the provider knows goes before what people want, people before the deadline. */
async function takeTurn(course: Course): Promise<void> {
  const now = course.clock.now();
  if (course.hints.length > 0) return followHint(course);
  const { watchEnded, liveAttempt } = course;
  if (watchEnded !== null) return takeReport(course, watchEnded);
  if (course.lookWanted) return lookOnce(course, 'asked for');
  if (course.cancels.length > 0) return close(course, 'cancelled');
  if (course.payNows.length > 0) return answerPayNow(course);
  if (!course.moneyAnnounced && course.deadlineAt !== null && course.deadlineAt <= now) return close(course, 'expired');
  if (liveAttempt?.nextLookAt != null && liveAttempt.nextLookAt <= now) return lookOnce(course, 'announced money');
  if (liveAttempt !== null && !liveAttempt.watching && liveAttempt.expiresAt <= now) return lookOnce(course, 'its end');
}

async function lookOnce(course: Course, why: string): Promise<void> {
  course.lookWanted = false;
  const attempt = course.liveAttempt;
  if (attempt === null) return;
  const expired = attempt.expiresAt <= course.clock.now();
  await look(course, attempt, why);
  // The provider's clock is behind ours, or its page was still being paid on: ask it to close.
  if (!course.paid && attempt.live && expired && !course.moneyAnnounced) await voidLive(course);
}

async function followHint(course: Course): Promise<void> {
  const hint = course.takeHint();
  if (hint === null) return;
  const attempt = course.attempts.find(({ checkoutId }) => checkoutId === hint.checkoutId);
  if (attempt === undefined) return reviewStray(course, hint);
  await look(course, attempt, hint.source);
  if (course.paid) await voidLive(course);
}

async function answerPayNow(course: Course): Promise<void> {
  if (course.liveAttempt === null) await openNext(course);
  const attempt = course.liveAttempt;
  for (const waiting of course.payNows.splice(0)) {
    waiting.answer =
      attempt === null ? { outcome: 'wrong_state', state: course.state } : { outcome: 'open', attemptNo: attempt.no };
  }
}

/** Money first: the page is closed at the provider, and what had been paid by then wins. */
async function close(course: Course, as: 'cancelled' | 'expired'): Promise<void> {
  await voidLive(course);
  if (course.paid) return;
  // Announced or strange money: the order goes on waiting for what becomes of it.
  if (course.liveAttempt !== null) return course.answerWaiting();
  const asked = as === 'cancelled' ? (course.cancels[0]?.requestId ?? null) : null;
  const input = { orderId: course.input.orderId, as, requestId: asked, at: course.clock.now() };
  const options = { summary: `Close the order as ${as}` };
  await localFirst(
    () => local.closeOrder.executeWithOptions(options, [input]),
    () => ordinary.closeOrder.executeWithOptions(options, [input])
  );
  course.ended = true;
  moveTo(course, as);
  for (const waiting of course.cancels.splice(0)) {
    waiting.answer = as === 'cancelled' ? { outcome: 'cancelled' } : { outcome: 'too_late', state: course.state };
  }
}

/** A page that this order did not open, or a hint after its end: looked up, never believed. */
export async function reviewStray(course: Course, { provider, checkoutId }: PaymentHint): Promise<void> {
  const input = { orderId: course.input.orderId, provider, checkoutId };
  try {
    await reading.reviewStray.executeWithOptions(
      {
        summary: 'Look at a payment that is not of an open page',
        scheduleToCloseTimeout: timingOf(course).moneyStepMs,
      },
      [{ ...input, at: course.clock.now() }]
    );
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    await ordinary.reportStray.executeWithOptions({ summary: 'Ask a person to look at the provider' }, [
      { ...input, at: course.clock.now() },
    ]);
  }
}
