import { ActivityFailure, condition, setHandler, setWorkflowOptions } from '@temporalio/workflow';
import { moneyHint, refundsWanted, type AftercareInput } from '../contracts/aftercare-contract';
import { clockMoved, lookAgain, type PaymentHint } from '../contracts/order-contract';
import { endAsLookUp } from '../shared/end-as-look-up';
import { WorkflowClock } from '../shared/now';
import { hintIn } from '../shared/signal-input';
import { ordinary, reading } from '../shared/steps';
import { waitUntil } from '../shared/wait-until';
import { show, workOn } from './work-items';

const FIRST_WAIT_MS = 60 * 60_000;
const LONGEST_WAIT_MS = 24 * 60 * 60_000;
const LOOK_MS = 20 * 60 * 60_000;
const MOST_WAITING_HINTS = 50;
/** Plans of one run that follow from a step; each step moves a row on, so a few suffice. */
const MOST_ROUNDS = 100;

class Care {
  readonly clock: WorkflowClock;
  readonly hints: PaymentHint[] = [];
  /** The first plan is made without being asked: what began this run may be a row. */
  planWanted = true;
  /** Returns that the provider has agreed to and not settled; looked at again then. */
  nextLookAtMs: number | null = null;
  waitMs = FIRST_WAIT_MS;
  rounds = 0;
  readonly pendingSinceMs: number;

  constructor(readonly input: AftercareInput) {
    this.clock = new WorkflowClock(input.clockOffsetMs);
    this.pendingSinceMs = this.clock.nowMs();
  }

  get hasWork(): boolean {
    return this.hints.length > 0 || this.planWanted;
  }
}

/** The money of an order beside and after its own course; closes when what it was begun for is settled. */
export async function aftercare(input: AftercareInput): Promise<void> {
  const care = new Care(input);
  listen(care);
  while (care.hasWork || care.nextLookAtMs !== null) {
    const hint = care.hints.shift();
    if (hint !== undefined) await review(care, hint);
    else if (care.planWanted) await workOff(care);
    else await waitForNext(care);
  }
}

function listen(care: Care): void {
  setHandler(
    moneyHint,
    (message) => {
      const hint = hintIn(message);
      if (hint === null) return;
      const known = care.hints.some((waiting) => waiting.checkoutId === hint.checkoutId);
      if (!known && care.hints.length < MOST_WAITING_HINTS) care.hints.push(hint);
    },
    { description: 'Machine: a payment of the order may have changed; it will be looked up' }
  );
  const plan = (): void => {
    care.planWanted = true;
  };
  setHandler(refundsWanted, plan, { description: 'Machine: there is something to do about the money of the order' });
  setHandler(lookAgain, plan, { description: 'Asks the provider again, now. Input: {}' });
  setHandler(clockMoved, (message) => void care.clock.moveTo(message), {
    description: 'Sandbox: business time moved',
  });
}

async function review(care: Care, { provider, checkoutId, about }: PaymentHint): Promise<void> {
  const input = { orderId: care.input.orderId, provider, checkoutId, ...(about !== undefined && { about }) };
  care.planWanted = true;
  show(`Looking at a payment at ${provider}.`);
  try {
    await endAsLookUp(LOOK_MS, ({ scheduleToCloseTimeout }) =>
      reading.reviewMoney.executeWithOptions({ summary: `Look at a payment at ${provider}`, scheduleToCloseTimeout }, [
        { ...input, at: care.clock.now() },
      ])
    );
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    await ordinary.reportStray.executeWithOptions({ summary: 'Ask a person to look at the provider' }, [
      { ...input, at: care.clock.now() },
    ]);
  }
}

async function workOff(care: Care): Promise<void> {
  care.planWanted = false;
  care.nextLookAtMs = null;
  const { orderId } = care.input;
  const items = await ordinary.planAftercare.executeWithOptions({ summary: 'Find what is to be done' }, [
    { orderId, at: care.clock.now() },
  ]);
  const work = { orderId, clock: care.clock, pendingSinceMs: care.pendingSinceMs };
  for (const item of items) {
    const outcome = await workOn(work, item);
    if (outcome === 'next' && (care.rounds += 1) <= MOST_ROUNDS) care.planWanted = true;
    if (outcome === 'pending') care.nextLookAtMs = care.clock.nowMs() + care.waitMs;
  }
  if (care.nextLookAtMs !== null) care.waitMs = Math.min(care.waitMs * 2, LONGEST_WAIT_MS);
}

async function waitForNext(care: Care): Promise<void> {
  const at = care.nextLookAtMs;
  if (at === null) return condition(() => care.hasWork);
  const wait = { until: new Date(at).toISOString(), summary: 'Next look at the return' };
  const called = await waitUntil(care.clock, () => care.hasWork, wait);
  if (!called) care.planWanted = true;
}

setWorkflowOptions({ versioningBehavior: 'PINNED' }, aftercare);
