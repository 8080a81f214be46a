import { ActivityFailure, condition } from '@temporalio/workflow';
import { failureReason } from '../shared/failure-reason';
import { ordinary } from '../shared/steps';
import type { Course } from './course';
import { moveTo } from './describe';

/** How a parked order went on. `given_up`: somebody wants to cancel, and no money is in. */
export type ParkOutcome = 'resumed' | 'given_up';

/** Puts the order in front of a person and waits for what the person does. */
export async function park(
  course: Course,
  why: { readonly step: string; readonly reason: string; readonly canGiveUp: boolean }
): Promise<ParkOutcome> {
  const { step, reason, canGiveUp } = why;
  const { orderId } = course.input;
  const back = course.state;
  const since = course.clock.now();
  const before = course.resumes;
  course.parked = { step, reason, since, back, canGiveUp };
  await ordinary.parkOrder.executeWithOptions({ summary: `Park at ${step}: ${reason}` }, [
    { orderId, step, reason, at: since },
  ]);
  moveTo(course, 'needs_attention');
  if (!canGiveUp) course.answerWaiting();
  await condition(() => course.resumes > before || (canGiveUp && course.cancels.length > 0));
  const resumed = course.resumes > before;
  await ordinary.unparkOrder.executeWithOptions(
    { summary: resumed ? `Resume ${step}` : 'Leave the parking to cancel' },
    [{ orderId, back, requestId: resumed ? course.resumedBy : null, at: course.clock.now() }]
  );
  course.parked = null;
  moveTo(course, back);
  return resumed ? 'resumed' : 'given_up';
}

/** Repeats a step that failed for good each time a person sends `resume`. */
export async function untilDone<T>(course: Course, step: string, run: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof ActivityFailure)) throw error;
      await park(course, { step, reason: failureReason(error), canGiveUp: false });
    }
  }
}
