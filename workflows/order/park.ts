import { ActivityFailure, condition } from '@temporalio/workflow';
import { PART_PAID } from '../../domain/order/parked-step';
import { failureReason } from '../shared/failure-reason';
import { ordinary } from '../shared/steps';
import type { Course, Parking } from './course';
import { moveTo } from './describe';

/** How a parked order went on. `given_up`: no money is in, and somebody wants to cancel or to pay in another way. */
export type ParkOutcome = 'resumed' | 'given_up';

/** A person refunds the parked order: its aftercare has it from here, and its own course is over. */
export class OrderLeft extends Error {
  override readonly name = 'OrderLeft';
}

/** Runs a part of the course; one that the order leaves in the middle is over. */
export async function unlessLeft(course: Course, part: () => Promise<unknown>): Promise<void> {
  try {
    if (!course.left) await part();
  } catch (error) {
    if (!(error instanceof OrderLeft)) throw error;
    course.left = true;
    course.ended = true;
    course.parked = null;
    course.answerWaiting();
    moveTo(course, 'refunding');
  }
}

interface Reason {
  readonly step: string;
  readonly reason: string;
  readonly waysOut: 'ops' | 'ops_or_buyer';
}

/** Puts the order in front of a person and waits for what the person does. */
export async function park(course: Course, why: Reason): Promise<ParkOutcome> {
  const { step, waysOut } = why;
  const before = course.resumes;
  const { back } = await enter(course, why);
  if (waysOut === 'ops') course.answerWaiting();
  else course.answerUnserved();
  await condition(() => course.resumes > before || course.left || leavesInstead(course));
  if (course.left) throw new OrderLeft();
  const resumed = course.resumes > before;
  const unparked = await ordinary.unparkOrder.executeWithOptions(
    { summary: resumed ? `Resume ${step}` : 'Leave the parking for what the buyer wants' },
    [{ orderId: course.input.orderId, back, requestId: resumed ? course.resumedBy : null, at: course.clock.now() }]
  );
  // The refund had taken hold of the order before the resume came.
  if (unparked === 'left') throw new OrderLeft();
  course.parked = null;
  moveTo(course, back);
  return resumed ? 'resumed' : 'given_up';
}

function leavesInstead({ parked, wishes }: Course): boolean {
  return parked?.waysOut === 'ops_or_buyer' && wishes.some(({ kind }) => kind === 'cancel' || kind === 'changeMethod');
}

/**
 * The deadline of an order with bank money on it has passed. It goes on waiting in front of the account manager, and the main
 * loop goes on hearing: the rest may come, the shortfall be closed, or the money go back.
 */
export async function parkPartPaid(course: Course): Promise<void> {
  await enter(course, { step: PART_PAID, reason: 'deadline_passed', waysOut: 'account_manager' });
  course.reminders = [];
}

async function enter(course: Course, why: Pick<Parking, 'step' | 'reason' | 'waysOut'>): Promise<Parking> {
  const since = course.clock.now();
  const parked = { ...why, since, back: course.state };
  course.parked = parked;
  const entered = await ordinary.parkOrder.executeWithOptions({ summary: `Park at ${why.step}: ${why.reason}` }, [
    { orderId: course.input.orderId, step: why.step, reason: why.reason, at: since },
  ]);
  if (entered === 'left') throw new OrderLeft();
  moveTo(course, 'needs_attention');
  return parked;
}

/** Repeats a step that failed for good each time a person sends `resume`. */
export async function untilDone<T>(course: Course, step: string, run: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof ActivityFailure)) throw error;
      await park(course, { step, reason: failureReason(error), waysOut: 'ops' });
    }
  }
}
