import { ActivityFailure, ApplicationFailure } from '@temporalio/workflow';
import { providerOfMethod } from '../../domain/payment/provider-of-method';
import type { ProviderName } from '../../domain/payment/provider-name';
import type { SettleResult } from '../contracts/order-steps';
import { endAsLookUp } from '../shared/end-as-look-up';
import { failureReason, isFinalRefusal } from '../shared/failure-reason';
import { moving, reading } from '../shared/steps';
import type { Attempt, Course } from './course';
import { moveTo, showDetails } from './describe';
import { park, untilDone } from './park';

/** Openings that fail one after the other before a person is asked. */
const OPENINGS_BEFORE_PARKING = 3;
/** Announced money is asked for after an hour, two, four … and then every day: an eCheck takes most of a week. */
const FIRST_LOOK_WHILE_ANNOUNCED_MS = 60 * 60_000;
const LONGEST_LOOK_WHILE_ANNOUNCED_MS = 24 * 60 * 60_000;

/** Opens a provider page, under a new key each time. Returns false when a person gave the order up instead. */
export async function openNext(course: Course): Promise<boolean> {
  for (let failures = 0; ;) {
    course.opening = true;
    const failure = await openOnce(course);
    course.opening = false;
    if (failure === null || course.paid) return true;
    failures += 1;
    if (!isFinalRefusal(failure) && failures < OPENINGS_BEFORE_PARKING) continue;
    const parked = await park(course, {
      step: 'openCheckout',
      reason: failureReason(failure),
      waysOut: 'ops_or_buyer',
    });
    if (parked === 'given_up') return false;
    failures = 0;
  }
}

async function openOnce(course: Course): Promise<ActivityFailure | null> {
  const { clock, input } = course;
  const timing = timingOf(course);
  const attempt: Attempt = {
    no: course.attempts.length + 1,
    provider: providerFor(course),
    checkoutId: null,
    live: true,
    expiresAt: clock.inMs(timing.attemptLifeMs),
    report: null,
    watchBroke: false,
    watching: false,
    nextLookAt: null,
    lookAfterMs: FIRST_LOOK_WHILE_ANNOUNCED_MS,
  };
  course.attempts.push(attempt);
  try {
    const opened = await moving.openCheckout.executeWithOptions(
      { summary: `Open the ${course.method} page, attempt ${attempt.no}`, scheduleToCloseTimeout: timing.openingMs },
      [{ orderId: input.orderId, attemptNo: attempt.no, expiresAt: attempt.expiresAt, at: clock.now() }]
    );
    attempt.checkoutId = opened.checkoutId;
    watch(course, attempt);
    showDetails(course);
    return null;
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    await voidLive(course);
    return error;
  }
}

function providerFor({ method }: Course): ProviderName {
  const provider = providerOfMethod(method);
  if (provider === null) throw ApplicationFailure.nonRetryable(`${method} has no payment page`, 'MethodWithoutPage');
  return provider;
}

/**
 * One activity asks the provider at the times of the policy and closes the page at its end. Its waiting is the engine's
 * retry delay, which leaves no events: three looks by timers would cost an unpaid order 33.
 */
function watch(course: Course, attempt: Attempt): void {
  const { attemptLifeMs, lookUpAfterMs, moneyStepMs } = timingOf(course);
  const looksAt = lookUpAfterMs.map((ms) => course.clock.inMs(ms)).filter((at) => at < attempt.expiresAt);
  attempt.watching = true;
  void reading.watchCheckout
    .executeWithOptions(
      {
        summary: `Watch payment page ${attempt.no}: looks when due, closes it at its end`,
        scheduleToCloseTimeout: watchMs(attemptLifeMs, moneyStepMs[attempt.provider]),
      },
      [{ orderId: course.input.orderId, attemptNo: attempt.no, looksAt, expiresAt: attempt.expiresAt }]
    )
    .then(
      (report) => {
        attempt.watching = false;
        attempt.report = report;
      },
      () => {
        attempt.watching = false;
        attempt.watchBroke = true;
      }
    );
}

/** The end of a page is tried for as long again at most. */
const LONGEST_END_MS = 60 * 60_000;

/** A watch may begin a capture in its first minute and repeats it: it is over when any other money step would be. */
function watchMs(attemptLifeMs: number, stepMs: number): number {
  return Math.max(stepMs, attemptLifeMs + Math.min(stepMs, LONGEST_END_MS));
}

/** Takes over what the watch over a page found. */
export async function takeReport(course: Course, attempt: Attempt): Promise<void> {
  const { report, watchBroke } = attempt;
  attempt.report = null;
  attempt.watchBroke = false;
  // It may have ended while the order was parked, and a look since then found announced money: that is asked again.
  if (attempt.nextLookAt !== null) return look(course, attempt, 'its watch ended');
  if (!attempt.live && (report === null || !BRINGS_MONEY.has(report.outcome))) return;
  if (report !== null) await take(course, attempt, report);
  else if (watchBroke) await voidLive(course);
}

const BRINGS_MONEY: ReadonlySet<SettleResult['outcome']> = new Set(['paid', 'processing', 'wrong_money', 'returned']);

/**
 * Asks the provider about one attempt and takes over what it says. When that fails for good a person is asked, and the buyer
 * may still cancel or change the method: either closes the page first, and needs the provider's word for that where it has one.
 */
export async function look(course: Course, attempt: Attempt, why: string): Promise<void> {
  for (;;) {
    const result = await lookOnce(course, attempt, why);
    if (!(result instanceof ActivityFailure)) return take(course, attempt, result);
    const waysOut = course.paid ? 'ops' : 'ops_or_buyer';
    const ended = await park(course, { step: 'settlePayment', reason: failureReason(result), waysOut });
    if (ended === 'given_up') return;
  }
}

async function lookOnce(course: Course, attempt: Attempt, why: string): Promise<SettleResult | ActivityFailure> {
  try {
    return await endAsLookUp(moneyStepMs(course, attempt), ({ isLate, scheduleToCloseTimeout }) =>
      moving.settlePayment.executeWithOptions(
        { summary: `Look at payment page ${attempt.no} (${isLate ? 'out of time' : why})`, scheduleToCloseTimeout },
        [{ orderId: course.input.orderId, attemptNo: attempt.no, at: course.clock.now(), isLate }]
      )
    );
  } catch (error) {
    if (error instanceof ActivityFailure) return error;
    throw error;
  }
}

/** Closes the live page at the provider before anything else may happen; finds out when it was paid meanwhile. */
export async function voidLive(course: Course): Promise<void> {
  const attempt = course.liveAttempt;
  if (attempt === null) return;
  const result = await untilDone(course, 'voidAttempt', () =>
    endAsLookUp(moneyStepMs(course, attempt), ({ isLate, scheduleToCloseTimeout }) =>
      moving.voidAttempt.executeWithOptions(
        { summary: `Close payment page ${attempt.no}${isLate ? ' (out of time)' : ''}`, scheduleToCloseTimeout },
        [{ orderId: course.input.orderId, attemptNo: attempt.no, at: course.clock.now(), isLate }]
      )
    )
  );
  await take(course, attempt, result);
}

async function take(course: Course, attempt: Attempt, result: SettleResult): Promise<void> {
  const wasAnnounced = attempt.nextLookAt !== null;
  attempt.nextLookAt = null;
  switch (result.outcome) {
    case 'paid':
      attempt.live = false;
      return takePaid(course, attempt);
    case 'closed':
    case 'returned':
      attempt.live = false;
      if (course.strange === attempt) course.strange = null;
      return wasAnnounced ? moveTo(course, course.state) : showDetails(course);
    case 'open':
      return wasAnnounced ? moveTo(course, course.state) : showDetails(course);
    case 'processing':
      return expectMoney(course, attempt, wasAnnounced);
    case 'wrong_money':
      // Kept and shown; every resume looks once more: sent back at the provider, it is settled.
      course.strange = attempt;
      await park(course, { step: 'reviewPayment', reason: result.reason, waysOut: 'ops' });
      course.lookWanted = true;
  }
}

/** By this page or by another one that was paid meanwhile; what comes besides goes back by the order's aftercare. */
function takePaid(course: Course, attempt: Attempt): void {
  course.strange = null;
  if (course.paid) return;
  course.paid = true;
  course.paidBy = attempt.no;
  course.done.push('paid');
}

/** Money announced by a page that was closed before keeps every other page closed until it has settled or failed. */
async function expectMoney(course: Course, attempt: Attempt, wasAnnounced: boolean): Promise<void> {
  if (!attempt.live) await voidLive(course);
  if (course.paid) return;
  attempt.live = true;
  attempt.nextLookAt = course.clock.inMs(attempt.lookAfterMs);
  attempt.lookAfterMs = Math.min(attempt.lookAfterMs * 2, LONGEST_LOOK_WHILE_ANNOUNCED_MS);
  if (wasAnnounced) showDetails(course);
  else moveTo(course, course.state);
}

function moneyStepMs(course: Course, { provider }: Attempt): number {
  return timingOf(course).moneyStepMs[provider];
}

export function timingOf(course: Course): NonNullable<Course['timing']> {
  if (course.timing === null) throw ApplicationFailure.nonRetryable('the order is not recorded', 'NotRecorded');
  return course.timing;
}
