import { condition } from '@temporalio/workflow';
import { assertNever } from '../../domain/assert';
import { waitUntil } from '../shared/wait-until';
import { look, takeReport, voidLive } from './checkout';
import { close } from './close';
import type { Course } from './course';
import { dueNow, nextTurn } from './next-turn';
import { parkPartPaid } from './park';
import { remind } from './remind';
import { reviewStray } from './review-stray';
import { fulfilWish } from './fulfil-wish';

/** Waits for the money until it is there and approved, the order is cancelled, or its deadline has passed. */
export async function awaitMoney(course: Course): Promise<void> {
  while (course.awaitsMoney) {
    const turn = nextTurn(course);
    if (turn === null) await condition(() => hasWork(course) || nextTurn(course) !== null);
    else await waitUntil(course.clock, () => hasWork(course), { until: turn.at, summary: turn.summary });
    await takeTurn(course);
  }
  course.answerWaiting();
}

function hasWork(course: Course): boolean {
  return course.hints.length > 0 || course.lookWanted || course.wishes.length > 0 || course.watchEnded !== null;
}

/** One thing at a time: what the provider knows goes before what people want, people before what time brings. */
async function takeTurn(course: Course): Promise<void> {
  if (course.hints.length > 0) return followHint(course);
  const { watchEnded } = course;
  if (watchEnded !== null) return takeReport(course, watchEnded);
  if (course.lookWanted) return lookOnce(course, 'asked for');
  const wish = course.takeWish();
  if (wish !== null) return fulfilWish(course, wish);
  return followTime(course);
}

async function followTime(course: Course): Promise<void> {
  const due = dueNow(course);
  switch (due) {
    case null:
      return;
    case 'reminder':
      return remind(course);
    case 'deadline':
      // Bank money never expires: a person decides what becomes of a part-paid order (product §4).
      return course.receivedMinor > 0 ? parkPartPaid(course) : close(course, { as: 'expired', wish: null });
    case 'look':
      return lookOnce(course, course.moneyAnnounced ? 'announced money' : 'its end');
    default:
      return assertNever(due);
  }
}

async function lookOnce(course: Course, why: string): Promise<void> {
  course.lookWanted = false;
  const attempt = course.strange ?? course.liveAttempt;
  if (attempt === null) return;
  const expired = attempt.expiresAt <= course.clock.now();
  await look(course, attempt, why);
  // The provider's clock is behind ours, or its page was still being paid on: ask it to close.
  if (!course.paid && attempt.live && expired && !course.moneyAnnounced) await voidLive(course);
}

async function followHint(course: Course): Promise<void> {
  const hint = course.takeHint();
  if (hint === null) return;
  const attempt = course.attemptOf(hint);
  if (attempt === null) await reviewStray(course, hint);
  else await look(course, attempt, hint.source);
  if (course.paid) await voidLive(course);
}
