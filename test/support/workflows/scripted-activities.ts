import { activityInfo } from '@temporalio/activity';
import type { Activities } from '../../../activities/create-activities';
import { FinalFailure, TryLater } from '../../../activities/shared/final-failure';
import type {
  OrderTiming,
  RequestInput,
  RequestResult,
  SettleResult,
  Standing,
} from '../../../workflows/contracts/order-steps';
import type { ComparePageResult, ReconcileWindow } from '../../../workflows/contracts/reconcile-steps';
import type { RequestRefusal } from '../../../workflows/contracts/order-contract';
import { PERSON_STEPS, type PersonStep } from '../../../workflows/order/wishes';

const MINUTE = 60_000;

export const TIMING: OrderTiming = {
  attemptLifeMs: 60 * MINUTE,
  lookUpAfterMs: [2 * MINUTE, 10 * MINUTE, 60 * MINUTE],
  openingMs: 10 * MINUTE,
  moneyStepMs: { stripe: 20 * 60 * MINUTE, paypal: 5 * 60 * MINUTE },
  mailMs: 3 * 24 * 60 * MINUTE,
};

/** Calls of the watch come at once, then after 2, 10 and 60 minutes; the last one closes the page. */
const LOOK_DELAYS_MS = [2 * MINUTE, 8 * MINUTE, 50 * MINUTE];

/** A card order that waits; `reminders` are given as milliseconds after the recording. */
const WAITING: Standing = {
  state: 'awaiting_payment',
  method: 'card',
  deadlineAt: '',
  receivedMinor: 0,
  openMinor: 12_300,
  approvalSince: null,
  reminders: [],
};

export const WINDOW: ReconcileWindow = {
  from: '2026-11-25T00:00:00.000Z',
  until: '2026-11-26T00:00:00.000Z',
  fromEventId: 0,
  untilEventId: 100,
};
export const NOTHING_COMPARED: ComparePageResult = {
  next: null,
  compared: 0,
  providerCalls: 0,
  workplaceCalls: 0,
  found: 0,
  tasksOpened: 0,
};

const later = (at: string, ms: number): string => new Date(Date.parse(at) + ms).toISOString();

type PersonSteps = Pick<Activities, PersonStep>;

function personSteps(step: (name: PersonStep) => (input: RequestInput) => Promise<RequestResult>): PersonSteps {
  const names = Object.keys(PERSON_STEPS) as PersonStep[];
  return Object.fromEntries(names.map((name) => [name, step(name)])) as unknown as PersonSteps;
}

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
  /** Where the order stands in the script's database. */
  standing: Standing;
  /** What a person's step changes of it, or why it refuses; the last one stays. */
  readonly onStep: Partial<Record<PersonStep | 'changeMethod', Partial<Standing> | { readonly code: RequestRefusal }>>;
  count(name: keyof Activities): number;
}

interface WorldSettings {
  readonly timing?: Partial<OrderTiming>;
  /** Relative to the time of recording. */
  readonly deadlineMs?: number;
  /** What recording the order leaves behind, where it is not a card order that waits. */
  readonly standing?: Partial<Standing>;
  readonly overrides?: Partial<Activities>;
}

export function scriptWorld({
  timing = {},
  deadlineMs = 24 * 60 * MINUTE,
  standing = {},
  overrides = {},
}: WorldSettings = {}): ScriptedWorld {
  const calls: Call[] = [];
  const broken = new Set<keyof Activities>();
  const state: { provider: SettleResult; standing: Standing } = {
    provider: { outcome: 'open' },
    standing: { ...WAITING, ...standing },
  };
  const onStep: ScriptedWorld['onStep'] = {};
  const step = (name: PersonStep | 'changeMethod') => async (): Promise<RequestResult> => {
    const change = onStep[name] ?? { code: 'wrong_state' };
    if ('code' in change) return { outcome: 'refused', code: change.code, standing: state.standing };
    state.standing = { ...state.standing, ...change };
    return { outcome: 'done', standing: state.standing };
  };
  const plain: Activities = {
    recordOrder: async ({ at }) => {
      const deadlineAt = new Date(Date.parse(at) + deadlineMs).toISOString();
      const reminders = state.standing.reminders.map(({ at: afterMs, what }) => ({
        at: later(at, Number(afterMs)),
        what,
      }));
      state.standing = { ...state.standing, deadlineAt, reminders };
      return {
        outcome: 'recorded',
        orderNo: 'ORD-2026-000001',
        amount: { amountMinor: 12_300, currency: 'USD' },
        standing: state.standing,
        timing: { ...TIMING, ...timing },
      };
    },
    ...personSteps(step),
    changeMethod: step('changeMethod'),
    remind: async () => {
      state.standing = { ...state.standing, reminders: state.standing.reminders.slice(1) };
      return state.standing;
    },
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
    reviewMoney: async () => ({ news: false }),
    reportStray: async () => undefined,
    planAftercare: async () => [],
    beginRefund: async () => ({ outcome: 'begun' }),
    beginReconcile: async () => ({ outcome: 'begun', runId: 'run-1', window: WINDOW }),
    compareSides: async () => ({ ...NOTHING_COMPARED, compared: 1 }),
    finishReconcile: async () => undefined,
    sendRefund: async () => ({ outcome: 'done' }),
    reportStuckRefund: async () => undefined,
    concludeRefund: async () => undefined,
    parkRefund: async () => undefined,
    releaseOrder: async () => undefined,
    endCapacity: async () => undefined,
    reportCapacityLeft: async () => undefined,
    correctInvoice: async () => ({ outcome: 'done' }),
    refuseCorrection: async () => undefined,
    closeOrder: async () => ({ outcome: 'closed' }),
    parkOrder: async () => {
      state.standing = { ...state.standing, state: 'needs_attention', reminders: [] };
      return null;
    },
    unparkOrder: async ({ back }) => {
      state.standing = { ...state.standing, state: back };
      return null;
    },
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
    onStep,
    count: (name) => calls.filter((call) => call.name === name).length,
    get provider() {
      return state.provider;
    },
    set provider(result) {
      state.provider = result;
    },
    get standing() {
      return state.standing;
    },
    set standing(standing) {
      state.standing = standing;
    },
  };
}
