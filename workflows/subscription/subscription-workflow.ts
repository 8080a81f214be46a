import {
  ActivityFailure,
  allHandlersFinished,
  condition,
  makeContinueAsNewFunc,
  setCurrentDetails,
  setHandler,
  setWorkflowOptions,
} from '@temporalio/workflow';
import { clockMoved } from '../contracts/order-contract';
import { SEARCH_ATTRIBUTES } from '../contracts/search-attributes';
import {
  setAutoRenew,
  subscriptionChanged,
  type AutoRenewResult,
  type SubscriptionInput,
} from '../contracts/subscription-contract';
import type { SubscriptionPlan } from '../contracts/subscription-steps';
import { WorkflowClock } from '../shared/now';
import { moving, ordinary } from '../shared/steps';
import { answerOf, requireRequestId, type Waiting } from '../shared/waiting';

/** Below the provider's memory of keys; forgetting twice is harmless, but somebody should hear of it. */
const FORGET_WITHIN = '20 h';

/** What this run heard; handlers fill it while the main function waits. */
class Heard {
  private news = false;
  clockMoved = false;
  readonly wishes: Waiting<AutoRenewResult>[] = [];

  get changed(): boolean {
    return this.news;
  }

  noteChange(): void {
    this.news = true;
  }

  forgetChange(): void {
    this.news = false;
  }
}

/**
 * A subscription asleep until its next date. Every message and every date ends in a new run with a new plan, so a sleeper is
 * always five events long and today's code plans every run. Before its timer this function must not send any command:
 * runs asleep under an older release replay it (design §3).
 */
export async function subscription(input: SubscriptionInput): Promise<string> {
  const clock = new WorkflowClock(input.clockOffsetMs);
  const heard = new Heard();
  listen(clock, heard);
  setCurrentDetails(
    `**asleep** until ${input.wakeAt ?? 'told otherwise'}, then: **${input.what}**\n\n- Company ${input.companyId}`
  );
  const due = await sleep(input, clock, heard);

  await grantWishes(input, clock, heard);
  if (due && input.wakeAt !== null) {
    await ordinary.performDue.executeWithOptions({ summary: `Due: ${input.what}` }, [
      { companyId: input.companyId, what: input.what, dueAt: input.wakeAt, version: input.version, at: clock.now() },
    ]);
  }
  const plan = await replan(input, clock, heard);
  await condition(allHandlersFinished);
  if (plan.wakeAt === null) return `nothing more is due: ${plan.what}`;
  return nextRun(input, clock, plan);
}

function listen(clock: WorkflowClock, heard: Heard): void {
  setHandler(subscriptionChanged, () => heard.noteChange(), {
    description: 'Machine: the facts in the database changed; the dates are planned anew',
  });
  setHandler(
    clockMoved,
    (message) => {
      if (clock.moveTo(message)) heard.clockMoved = true;
    },
    { description: 'Sandbox: business time moved' }
  );
  setHandler(setAutoRenew, (request) => answerOf(heard.wishes, request.requestId), {
    description: 'API only: Auto Renew on or off',
    validator: requireRequestId,
  });
}

/** True when the date has come, false when a message came first. */
async function sleep(input: SubscriptionInput, clock: WorkflowClock, heard: Heard): Promise<boolean> {
  if (input.wakeAt === null) return false;
  const wakeAtMs = Date.parse(input.wakeAt);
  // Never 0: a zero time-out writes a marker before its timer.
  const leftMs = Math.max(1, wakeAtMs - clock.nowMs());
  await condition(() => heard.changed || heard.clockMoved || heard.wishes.length > 0, leftMs, {
    summary: `Next: ${input.what}`,
  });
  return clock.nowMs() >= wakeAtMs;
}

async function grantWishes(input: SubscriptionInput, clock: WorkflowClock, heard: Heard): Promise<void> {
  for (let wish = heard.wishes.shift(); wish !== undefined; wish = heard.wishes.shift()) {
    wish.answer = await ordinary.changeAutoRenew.executeWithOptions({ summary: 'Switch Auto Renew' }, [
      { companyId: input.companyId, requestId: wish.requestId ?? '', at: clock.now() },
    ]);
  }
}

/** Plans until nothing was heard while planning, so that no message is lost between two runs. */
async function replan(input: SubscriptionInput, clock: WorkflowClock, heard: Heard): Promise<SubscriptionPlan> {
  for (;;) {
    heard.forgetChange();
    const plan = await planOnce(input, clock);
    const wished = heard.wishes.length > 0;
    await grantWishes(input, clock, heard);
    if (!heard.changed && !wished) return plan;
  }
}

async function planOnce(input: SubscriptionInput, clock: WorkflowClock): Promise<SubscriptionPlan> {
  const at = clock.now();
  const { companyId } = input;
  const plan = await ordinary.planSubscription.executeWithOptions({ summary: 'Plan the next date' }, [
    { companyId, at },
  ]);
  if (plan.forgetMethodId === null) return plan;
  const step = { companyId, savedMethodId: plan.forgetMethodId, at };
  try {
    await moving.forgetMethod.executeWithOptions(
      { summary: 'Forget the saved method at the provider', scheduleToCloseTimeout: FORGET_WITHIN },
      [step]
    );
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    await ordinary.reportUnforgotten.executeWithOptions({ summary: 'Ask a person to forget the method' }, [step]);
  }
  return plan;
}

function nextRun(input: SubscriptionInput, clock: WorkflowClock, plan: SubscriptionPlan): Promise<never> {
  const again = makeContinueAsNewFunc<typeof subscription>({
    typedSearchAttributes: [
      { key: SEARCH_ATTRIBUTES.state, value: 'asleep' },
      { key: SEARCH_ATTRIBUTES.waitingFor, value: plan.what },
      { key: SEARCH_ATTRIBUTES.whoActs, value: 'nobody' },
      { key: SEARCH_ATTRIBUTES.partnerId, value: plan.partnerId },
      { key: SEARCH_ATTRIBUTES.companyId, value: input.companyId },
      ...(plan.wakeAt === null ? [] : [{ key: SEARCH_ATTRIBUTES.dueAt, value: new Date(plan.wakeAt) }]),
    ],
  });
  return again({
    companyId: input.companyId,
    wakeAt: plan.wakeAt,
    what: plan.what,
    version: plan.version,
    clockOffsetMs: clock.asInput,
  });
}

setWorkflowOptions({ versioningBehavior: 'AUTO_UPGRADE' }, subscription);
