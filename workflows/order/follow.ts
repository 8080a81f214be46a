import type { Standing } from '../contracts/order-steps';
import type { Course } from './course';
import { moveTo, showDetails } from './describe';

/** Takes over where the order stands after a step; the Web UI and its lists follow what changed. */
export function follow(course: Course, standing: Standing): void {
  const { state, method, deadlineAt } = standing;
  const isNews = state !== course.state || method !== course.method || deadlineAt !== course.deadlineAt;
  adopt(course, standing);
  if (state !== 'needs_attention') course.parked = null;
  if (state === 'fulfilling' && !course.paid) {
    course.paid = true;
    course.done.push('paid');
  }
  if (state === 'cancelled' || state === 'expired') course.ended = true;
  // Fulfilment begins with its own change of state.
  if (isNews && state !== 'fulfilling') moveTo(course, state);
  else showDetails(course);
}

/** The facts alone: what the workflow was started with is shown already. */
export function adopt(course: Course, standing: Standing): void {
  course.method = standing.method;
  course.deadlineAt = standing.deadlineAt;
  course.receivedMinor = standing.receivedMinor;
  course.openMinor = standing.openMinor;
  course.approvalSince = standing.approvalSince;
  course.reminders = standing.reminders;
}
