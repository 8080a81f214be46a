import { ActivityFailure } from '@temporalio/workflow';
import type { OrderState } from '../../domain/order/order-state';
import type { StepInput } from '../contracts/order-steps';
import { local, localFirst, mailing, ordinary, provisioning } from '../shared/steps';
import { timingOf } from './checkout';
import type { Course } from './course';
import { moveTo, showDetails } from './describe';
import { untilDone } from './park';

type RetryClass = 'short' | 'provision';

interface FulfilmentStep {
  readonly name: 'activateCapacity' | 'issueInvoice' | 'armSubscription';
  readonly retryClass: RetryClass;
  readonly summary: string;
  /** The fact that stands in the order once the step is done. */
  readonly fact: string;
  /** State of the order after the step, where it changes. */
  readonly leadsTo?: OrderState;
}

/**
 * What happens to a paid order, in this order. The mail follows as the last thing, outside this list: it may take days and
 * can undo nothing. Tests and the crash matrix walk the same list.
 */
export const FULFILMENT_STEPS: readonly FulfilmentStep[] = [
  { name: 'activateCapacity', retryClass: 'provision', summary: 'Set the capacity at Workplace', fact: 'activated' },
  { name: 'issueInvoice', retryClass: 'short', summary: 'Issue the invoice', fact: 'invoiced' },
  {
    name: 'armSubscription',
    retryClass: 'short',
    summary: 'Arm reminders and renewal, complete the order',
    fact: 'renewal armed',
    leadsTo: 'completed',
  },
];

export async function fulfil(course: Course): Promise<void> {
  moveTo(course, 'fulfilling');
  for (const step of FULFILMENT_STEPS) {
    await untilDone(course, step.name, () => run(step, { orderId: course.input.orderId, at: course.clock.now() }));
    course.done.push(step.fact);
    if (step.leadsTo === undefined) showDetails(course);
    else moveTo(course, step.leadsTo);
  }
  await mailInvoice(course);
}

function run(step: FulfilmentStep, input: StepInput): Promise<unknown> {
  const options = { summary: step.summary };
  return step.retryClass === 'short'
    ? localFirst<unknown>(
        () => local[step.name].executeWithOptions(options, [input]),
        () => ordinary[step.name].executeWithOptions(options, [input])
      )
    : provisioning[step.name].executeWithOptions(options, [input]);
}

/** A dead mail server delays nothing: after three days a person is told and the order ends all the same. */
async function mailInvoice(course: Course): Promise<void> {
  const input = { orderId: course.input.orderId, at: course.clock.now() };
  try {
    await mailing.sendOrderMail.executeWithOptions(
      { summary: 'Mail the invoice link', scheduleToCloseTimeout: timingOf(course).mailMs },
      [input]
    );
    course.done.push('mailed');
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    await ordinary.giveUpOrderMail.executeWithOptions({ summary: 'Open a task for the undelivered mail' }, [input]);
  }
  showDetails(course);
}
