import { local, localFirst, ordinary } from '../shared/steps';
import type { CloseResult } from '../contracts/order-steps';
import { look, voidLive } from './checkout';
import type { Course } from './course';
import { moveTo } from './describe';
import { follow } from './follow';
import { park, parkPartPaid } from './park';
import type { CancelWish } from './wishes';

interface Ending {
  readonly as: 'cancelled' | 'expired';
  /** Who asked; null when time did. */
  readonly wish: CancelWish | null;
}

/** Money first: the page is closed at the provider, and what had been paid by then wins. */
export async function close(course: Course, { as, wish }: Ending): Promise<void> {
  if (course.receivedMinor > 0) return refuse(course, wish);
  await voidLive(course);
  // Announced or strange money: the order goes on waiting for what becomes of it.
  if (course.paid || course.liveAttempt !== null) return refuse(course, wish);
  if (course.strange !== null) return keepForReview(course, wish);
  const { orderId } = course.input;
  const input = { orderId, as, requestId: wish?.requestId ?? null, at: course.clock.now() };
  const options = { summary: `Close the order as ${as}` };
  const asOrdinary = (): Promise<CloseResult> => ordinary.closeOrder.executeWithOptions(options, [input]);
  // A cancel is in the history only once its workflow task has ended, so it is not carried out within that task.
  const closed =
    wish === null
      ? await localFirst(() => local.closeOrder.executeWithOptions(options, [input]), asOrdinary)
      : await asOrdinary();
  if (closed.outcome === 'kept') {
    refuse(course, wish);
    return goOn(course, closed, wish);
  }
  course.ended = true;
  moveTo(course, as);
  if (wish !== null) wish.answer = { outcome: 'cancelled' };
}

/** The database knows of money that the workflow had not heard of. */
async function goOn(course: Course, kept: Kept, wish: CancelWish | null): Promise<void> {
  const { standing, capturingAttemptNo } = kept;
  follow(course, standing);
  if (!course.awaitsMoney) return;
  const attempt = course.attempts.find(({ no }) => no === capturingAttemptNo);
  if (attempt !== undefined) {
    attempt.live = true;
    return look(course, attempt, 'its money is being taken');
  }
  if (wish === null && standing.receivedMinor > 0) await parkPartPaid(course);
}

type Kept = Extract<CloseResult, { outcome: 'kept' }>;

/** Money that nobody expected is in: time does not end the order before a person has decided about it. */
async function keepForReview(course: Course, wish: CancelWish | null): Promise<void> {
  if (wish !== null) return refuse(course, wish);
  await park(course, { step: 'reviewPayment', reason: 'unexpected_money', waysOut: 'ops' });
}

function refuse(course: Course, wish: CancelWish | null): void {
  if (wish !== null) wish.answer = { outcome: 'too_late', state: course.state };
}
