import { ActivityFailure } from '@temporalio/workflow';
import type { PaymentHint } from '../contracts/order-contract';
import { endAsLookUp } from '../shared/end-as-look-up';
import { ordinary, reading } from '../shared/steps';
import { timingOf } from './checkout';
import type { Course } from './course';

/** A page that this order did not open, or a hint after its end: looked up, never believed. */
export async function reviewStray(course: Course, { provider, checkoutId }: PaymentHint): Promise<void> {
  const input = { orderId: course.input.orderId, provider, checkoutId };
  const stepMs = timingOf(course).moneyStepMs[provider];
  try {
    const { outcome } = await endAsLookUp(stepMs, ({ scheduleToCloseTimeout }) =>
      reading.reviewStray.executeWithOptions(
        { summary: 'Look at a payment that is not of an open page', scheduleToCloseTimeout },
        [{ ...input, at: course.clock.now() }]
      )
    );
    if (outcome === 'paid' && course.awaitsMoney) {
      course.paid = true;
      course.done.push('paid');
    }
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    await ordinary.reportStray.executeWithOptions({ summary: 'Ask a person to look at the provider' }, [
      { ...input, at: course.clock.now() },
    ]);
  }
}
