import { ActivityFailure } from '@temporalio/workflow';
import { local, localFirst, ordinary } from '../shared/steps';
import type { ReminderDue } from '../contracts/order-steps';
import type { Course } from './course';
import { follow } from './follow';

const DAY_MS = 24 * 60 * 60_000;

/** Sends the reminder that is due; what comes next stands in the answer. */
export async function remind(course: Course): Promise<void> {
  const [due] = course.reminders;
  if (due === undefined) return;
  const input = { orderId: course.input.orderId, what: due.what, at: course.clock.now() };
  const options = { summary: `Remind: ${due.what}` };
  try {
    const standing = await localFirst(
      () => local.remind.executeWithOptions(options, [input]),
      () => ordinary.remind.executeWithOptions(options, [input])
    );
    follow(course, standing);
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    // A reminder that cannot be sent is no reason to stop an order; the next one is tried.
    course.reminders = [...course.reminders.slice(1), ...nextOfDaily(course, due)];
  }
}

/** Of daily reminders only the next is known, so one that failed brings its successor along. */
function nextOfDaily(course: Course, { what }: ReminderDue): ReminderDue[] {
  if (!what.startsWith('approvers:')) return [];
  const at = course.clock.inMs(DAY_MS);
  return [{ at, what: `approvers:${at.slice(0, 10)}` }];
}
