import type { Activities } from '../../../activities/create-activities';
import { TryLater } from '../../../activities/shared/final-failure';
import type { StepBench } from '../steps/step-bench';
import { scriptWorld } from './scripted-activities';

export type MoneyStep = 'openCheckout' | 'settlePayment' | 'sendRefund';

/**
 * `never`: whoever took the step up died before it did anything. `first`: the first try runs (and meets the fault that was
 * armed for it), nobody comes back from it.
 */
export type Interruption = 'never' | 'first';

/** The real steps, of which chosen ones of chosen orders do not get through until they are let go. */
export interface InterruptedSteps {
  readonly activities: Activities;
  hold(orderId: string, step: MoneyStep, how: Interruption): void;
  /** True once the step was taken up, and what it may do is done. */
  isHeld(orderId: string): boolean;
  letGo(): void;
}

const ON_AND_ON_MS = 3_600_000;
const SOON_MS = 200;

interface Held {
  readonly step: MoneyStep;
  readonly how: Interruption;
  tries: number;
  isDone: boolean;
}

export function interruptedSteps(bench: StepBench): InterruptedSteps {
  const held = new Map<string, Held>();
  const wrapped = (step: MoneyStep) => async (input: { readonly orderId: string }) => {
    const run = bench.steps[step] as (input: unknown) => Promise<unknown>;
    const mine = held.get(input.orderId);
    if (mine?.step !== step) return run(input);
    mine.tries += 1;
    if (mine.how === 'first' && mine.tries === 1) {
      await run(input).then(
        () => {
          throw new Error(`${step} got through: it met no fault`);
        },
        () => undefined
      );
    }
    mine.isDone = true;
    throw new TryLater('nobody_is_there', 'the worker is away', SOON_MS);
  };
  const scripted = scriptWorld().activities;
  const activities = {
    ...scripted,
    ...bench.steps,
    // Mails are another bench's matter, and so is the watch, which would settle behind the held step's back.
    sendOrderMail: scripted.sendOrderMail,
    giveUpOrderMail: scripted.giveUpOrderMail,
    watchCheckout: async () => {
      throw new TryLater('still_open', 'nobody watches here', ON_AND_ON_MS);
    },
    openCheckout: wrapped('openCheckout'),
    settlePayment: wrapped('settlePayment'),
    sendRefund: wrapped('sendRefund'),
  } as unknown as Activities;
  return {
    activities,
    hold: (orderId, step, how) => void held.set(orderId, { step, how, tries: 0, isDone: false }),
    isHeld: (orderId) => held.get(orderId)?.isDone === true,
    letGo: () => held.clear(),
  };
}
