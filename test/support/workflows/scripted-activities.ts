import { activityInfo } from '@temporalio/activity';
import type { Activities } from '../../../activities/create-activities';
import { FinalFailure, TryLater } from '../../../activities/shared/final-failure';
import type { OrderTiming, SettleResult } from '../../../workflows/contracts/order-steps';

const MINUTE = 60_000;

export const TIMING: OrderTiming = {
  attemptLifeMs: 60 * MINUTE,
  lookUpAfterMs: [2 * MINUTE, 10 * MINUTE, 60 * MINUTE],
  openingMs: 10 * MINUTE,
  moneyStepMs: 20 * 60 * MINUTE,
  mailMs: 3 * 24 * 60 * MINUTE,
};

/** Calls of the watch come at once, then after 2, 10 and 60 minutes; the last one closes the page. */
const LOOK_DELAYS_MS = [2 * MINUTE, 8 * MINUTE, 50 * MINUTE];

export interface Call {
  readonly name: keyof Activities;
  readonly input: unknown;
}

/** The world of one order as a script: each step does what the real one promises, and can be told to do otherwise. */
export interface ScriptedWorld {
  readonly activities: Activities;
  readonly calls: Call[];
  /** What the next looks and voidings find; the last one stays. */
  provider: SettleResult;
  /** Steps that fail for good, by name, as long as they are in here. */
  readonly broken: Set<keyof Activities>;
  count(name: keyof Activities): number;
}

interface WorldSettings {
  readonly timing?: Partial<OrderTiming>;
  /** Relative to the time of recording. */
  readonly deadlineMs?: number;
  readonly overrides?: Partial<Activities>;
}

const unscripted = async (): Promise<never> => {
  throw new FinalFailure('not_scripted', 'give the step in overrides');
};

export function scriptWorld({
  timing = {},
  deadlineMs = 24 * 60 * MINUTE,
  overrides = {},
}: WorldSettings = {}): ScriptedWorld {
  const calls: Call[] = [];
  const broken = new Set<keyof Activities>();
  const state: { provider: SettleResult } = { provider: { outcome: 'open' } };
  const plain: Activities = {
    recordOrder: async ({ at }) => ({
      outcome: 'recorded',
      orderNo: 'ORD-2026-000001',
      amount: { amountMinor: 12_300, currency: 'USD' },
      standing: {
        state: 'awaiting_payment',
        method: 'card',
        deadlineAt: new Date(Date.parse(at) + deadlineMs).toISOString(),
        receivedMinor: 0,
        openMinor: 12_300,
        approvalSince: null,
        reminders: [],
      },
      timing: { ...TIMING, ...timing },
    }),
    changeMethod: unscripted,
    prolongOrder: unscripted,
    allocateReceipt: unscripted,
    withdrawAllocation: unscripted,
    closeShortfall: unscripted,
    approveOrder: unscripted,
    rejectOrder: unscripted,
    returnAndCancel: unscripted,
    openCheckout: async ({ attemptNo }) => ({ checkoutId: `cs_${attemptNo}` }),
    settlePayment: async () => state.provider,
    voidAttempt: async () => (state.provider.outcome === 'open' ? { outcome: 'closed' } : state.provider),
    watchCheckout: async () => {
      const delayMs = LOOK_DELAYS_MS[activityInfo().attempt - 1];
      const isFirstCall = activityInfo().attempt === 1;
      if (!isFirstCall && state.provider.outcome !== 'open') return state.provider;
      if (delayMs === undefined) return { outcome: 'closed' };
      throw new TryLater('still_open', 'the page is open and unpaid', delayMs);
    },
    reviewStray: async () => ({ outcome: 'no_money' }),
    reportStray: async () => undefined,
    closeOrder: async () => true,
    parkOrder: async () => undefined,
    unparkOrder: async () => undefined,
    activateCapacity: async () => undefined,
    issueInvoice: async () => ({ invoiceId: 'i-1', invoiceNo: 'EU-2026-000001' }),
    armSubscription: async () => undefined,
    sendOrderMail: async () => ({ outcome: 'sent' }),
    giveUpOrderMail: async () => undefined,
    deliverMail: async () => ({ outcome: 'sent' }),
    giveUpMail: async () => undefined,
    planSubscription: async () => ({
      wakeAt: null,
      what: 'nothing',
      version: 1,
      partnerId: 'p-1',
      forgetMethodId: null,
    }),
    performDue: async () => undefined,
    changeAutoRenew: async () => ({ outcome: 'on' }),
    forgetMethod: async () => undefined,
    reportUnforgotten: async () => undefined,
    ...overrides,
  };
  const activities = Object.fromEntries(
    Object.entries(plain).map(([name, run]) => [
      name,
      async (input: unknown) => {
        const known = name as keyof Activities;
        calls.push({ name: known, input });
        if (broken.has(known)) throw new FinalFailure('broken_on_purpose', 'the script says so');
        return (run as (input: unknown) => Promise<unknown>)(input);
      },
    ])
  ) as unknown as Activities;
  return {
    activities,
    calls,
    broken,
    count: (name) => calls.filter((call) => call.name === name).length,
    get provider() {
      return state.provider;
    },
    set provider(result) {
      state.provider = result;
    },
  };
}
