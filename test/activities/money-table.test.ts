import { TryLater } from '../../activities/shared/final-failure';
import { findAttempt, markVoided } from '../../db/payment/attempts';
import { inTransaction } from '../../db/shared/transaction';
import type { MoneyOutcome } from '../../domain/order/money-outcome';
import { ORDER_STATES, type OrderState } from '../../domain/order/order-state';
import { PROVIDER_NAMES, type ProviderName } from '../../domain/payment/provider-name';
import type { PartnerRows } from '../support/rows/partner-rows';
import { startStepBench, type StepBench } from '../support/steps/step-bench';

jest.setTimeout(30_000);

let bench: StepBench;
let partner: PartnerRows;

beforeAll(async () => {
  bench = await startStepBench();
  partner = await bench.company();
}, 60_000);
afterAll(() => bench.close());

/** What the look finds: on a page that this order opened, its money taken at the provider. */
const EVENTS = ['the same capture', 'right money', 'wrong amount', 'money again', 'beside bank money'] as const;
type Event = (typeof EVENTS)[number];

/**
 * What both providers hold for the order in the end. `total`: what it was paid with; `rest`: that less what was sent back
 * before; `stray`: the money that nobody waited for, shown to a person.
 */
type Kept = 'total' | 'rest' | 'stray' | 'nothing';
type Cell = readonly [MoneyOutcome, Kept];

const RETURNED: Cell = ['refund_at_once', 'nothing'];
const TOLD: Cell = ['refund_at_once_and_tell_buyer', 'nothing'];

/** The money table of product §4 in words of its own; null: no order comes there. */
const TABLE: Readonly<Record<OrderState, Readonly<Record<Event, Cell | null>>>> = {
  awaiting_payment: {
    'the same capture': null,
    'right money': ['fulfil', 'total'],
    'wrong amount': ['park_for_review', 'stray'],
    'money again': null,
    'beside bank money': RETURNED,
  },
  // There is bank money on every order that waits for approval.
  awaiting_approval: {
    'the same capture': ['ignore', 'nothing'],
    'right money': RETURNED,
    'wrong amount': RETURNED,
    'money again': RETURNED,
    'beside bank money': RETURNED,
  },
  fulfilling: paidWith('total'),
  completed: paidWith('total'),
  partially_refunded: paidWith('rest'),
  cancelled: endedUnpaid(),
  expired: endedUnpaid(),
  needs_attention: {
    'the same capture': ['ignore', 'total'],
    'right money': ['keep_and_show_ops', 'stray'],
    'wrong amount': ['keep_and_show_ops', 'stray'],
    'money again': ['refund_at_once', 'total'],
    'beside bank money': RETURNED,
  },
  refunding: paidWith('total'),
  refunded: paidWith('nothing'),
};

function paidWith(kept: Kept): Readonly<Record<Event, Cell>> {
  return {
    'the same capture': ['ignore', kept],
    'right money': ['refund_at_once', kept],
    'wrong amount': ['refund_at_once', kept],
    'money again': ['refund_at_once', kept],
    'beside bank money': RETURNED,
  };
}

/** Nothing is kept of an earlier late payment, so a second one is late money once more, of which the buyer hears. */
function endedUnpaid(): Readonly<Record<Event, Cell>> {
  return {
    'the same capture': ['ignore', 'nothing'],
    'right money': TOLD,
    'wrong amount': RETURNED,
    'money again': TOLD,
    'beside bank money': RETURNED,
  };
}

const UNPAID: readonly OrderState[] = ['awaiting_payment', 'cancelled', 'expired'];
const ODD_MINOR = 100;

interface Page {
  readonly orderId: string;
  readonly attemptNo: number;
  readonly provider: ProviderName;
  readonly checkoutId: string;
}

const other = (provider: ProviderName): ProviderName => (provider === 'stripe' ? 'paypal' : 'stripe');

async function openPage(orderId: string, attemptNo: number, provider: ProviderName): Promise<Page> {
  await bench
    .db('orders')
    .where({ order_id: orderId })
    .update({ method: provider === 'stripe' ? 'card' : 'paypal' });
  const expiresAt = new Date(Date.parse(bench.now()) + 3_600_000).toISOString();
  const { checkoutId } = await bench.steps.openCheckout({ orderId, attemptNo, expiresAt, at: bench.now() });
  return { orderId, attemptNo, provider, checkoutId };
}

/** By its payer, and at PayPal by hand of the merchant: nothing of the product takes it. */
async function takeAtProvider({ provider, checkoutId }: Page): Promise<void> {
  if (provider === 'stripe') return bench.stripe.pay(checkoutId);
  await bench.paypal.control(`approve/${checkoutId}`);
  await bench.paypal.control(`capture/${checkoutId}`);
}

async function addToTotal(orderId: string, byMinor: number): Promise<void> {
  const { db } = bench;
  await db('orders').where({ order_id: orderId }).increment('net_minor', byMinor).increment('gross_minor', byMinor);
}

interface Pages {
  readonly stray: Page;
  readonly second: Page;
  readonly totalMinor: number;
}

/** An order that waits for money, with a page that was left for another one. */
async function placed(provider: ProviderName, event: Event): Promise<Pages> {
  const orderId = await bench.request(partner);
  const recorded = await bench.steps.recordOrder({ orderId, at: bench.now() });
  if (recorded.outcome !== 'recorded') throw new Error(recorded.code);
  const oddMinor = event === 'wrong amount' ? ODD_MINOR : 0;
  await addToTotal(orderId, oddMinor);
  const stray = await openPage(orderId, 1, provider);
  await addToTotal(orderId, -oddMinor);
  const first = await findAttempt(bench.db, orderId, 1);
  if (first === null) throw new Error('no attempt');
  await inTransaction(bench.db, (trx) => markVoided(trx, first, bench.now()));
  const second = await openPage(orderId, 2, event === 'money again' ? other(provider) : provider);
  return { stray, second, totalMinor: recorded.amount.amountMinor };
}

async function look(page: Page): Promise<void> {
  const { orderId, attemptNo, provider, checkoutId } = page;
  const { state } = await orderRow(orderId);
  const at = bench.now();
  if (state === 'awaiting_payment') await bench.steps.settlePayment({ orderId, attemptNo, at });
  else await bench.steps.reviewStray({ orderId, provider, checkoutId, at });
}

async function sendRefunds(orderId: string): Promise<void> {
  for (const item of await bench.steps.planAftercare({ orderId, at: bench.now() })) {
    if (item.kind === 'send_refund')
      await bench.steps.sendRefund({ orderId, refundId: item.refundId, at: bench.now() });
  }
}

const PARKED = { parked_step: 'activateCapacity', parked_reason: 'workplace_refused' };

async function putInto(state: OrderState, orderId: string, facts: object = {}): Promise<void> {
  const now = bench.now();
  const isClosed = ['completed', 'cancelled', 'expired', 'refunded', 'partially_refunded'].includes(state);
  await bench
    .db('orders')
    .where({ order_id: orderId })
    .update({
      state,
      ...(isClosed ? { closed_at: now } : {}),
      ...(state === 'completed' ? { completed_at: now } : {}),
      ...(state === 'awaiting_approval' ? { approval_since: now } : {}),
      ...(state === 'needs_attention' ? { parked_at: now, ...PARKED } : {}),
      ...facts,
    });
}

/** Brings the order into the state in the way that orders come there, with the money that they have then. */
async function arrange(state: OrderState, event: Event, { stray, second, totalMinor }: Pages): Promise<Page> {
  const { orderId } = stray;
  if (event === 'beside bank money' || state === 'awaiting_approval') {
    const isPaid = !UNPAID.includes(state) && state !== 'awaiting_approval';
    await putInto(state, orderId, { received_minor: totalMinor, ...(isPaid ? { paid_at: bench.now() } : {}) });
    return afterAnEarlierStray(event, { stray, second });
  }
  if (UNPAID.includes(state)) {
    await putInto(state, orderId);
    return afterAnEarlierStray(event, { stray, second });
  }
  const isParkedUnpaid = state === 'needs_attention' && (event === 'right money' || event === 'wrong amount');
  if (!isParkedUnpaid) {
    await takeAtProvider(second);
    await look(second);
    await sendBackByHand(state, second, totalMinor);
  }
  await putInto(state, orderId);
  return event === 'the same capture' ? second : stray;
}

async function afterAnEarlierStray(event: Event, { stray, second }: Pick<Pages, 'stray' | 'second'>): Promise<Page> {
  if (event !== 'money again' && event !== 'the same capture') return stray;
  await takeAtProvider(second);
  await look(second);
  return event === 'money again' ? stray : second;
}

/** What ops started before for a state that says so. */
async function sendBackByHand(state: OrderState, { orderId, provider }: Page, totalMinor: number): Promise<void> {
  const amountMinor = { refunded: totalMinor, partially_refunded: ODD_MINOR }[state as string];
  if (amountMinor === undefined) return;
  const { provider_object_id: captureId }: { provider_object_id: string } = await bench
    .db('captures')
    .where({ order_id: orderId, winning: true })
    .first('provider_object_id');
  const port = provider === 'stripe' ? bench.stripe.provider : bench.paypal.provider;
  const sent = await port.refund({
    captureId,
    refundId: `by-hand-${orderId}`,
    amount: { amountMinor, currency: 'USD' },
    idempotencyKey: `by-hand:${orderId}`,
  });
  if (sent.outcome !== 'made') throw new Error(sent.code);
}

interface OrderFacts {
  readonly state: OrderState;
  readonly paid_at: string | null;
}

const orderRow = (orderId: string): Promise<OrderFacts> => bench.db('orders').where({ order_id: orderId }).first();
const countOf = async (table: string, where: object): Promise<number> => (await bench.db(table).where(where)).length;

async function netOf(orderId: string): Promise<number> {
  const entries = (await bench.stripe.ledger(orderId)) as unknown as { receivedMinor: number; refundedMinor: number }[];
  const card = entries.reduce((sum, { receivedMinor, refundedMinor }) => sum + receivedMinor - refundedMinor, 0);
  return card + (await bench.paypal.net(orderId));
}

/** As the order's timeline names it; nothing new on it is `ignore`. */
async function outcomeSince(orderId: string, seen: number): Promise<unknown> {
  const rows: { what: string; data: { outcome: string } }[] = await bench
    .db('order_events')
    .where({ order_id: orderId })
    .whereIn('what', ['paid', 'stray_money'])
    .orderBy('event_id')
    .offset(seen);
  const named = rows.map(({ what, data }) => (what === 'paid' ? 'fulfil' : data.outcome));
  return named.length === 0 ? 'ignore' : named.join(' and ');
}

function keptMinor(kept: Kept, event: Event, totalMinor: number): number {
  const strayMinor = event === 'wrong amount' ? totalMinor + ODD_MINOR : totalMinor;
  return { total: totalMinor, rest: totalMinor - ODD_MINOR, stray: strayMinor, nothing: 0 }[kept];
}

/** A parked order's right money asks the watch to come again; what it is, stands in the database by then. */
const ignoreTryLater = (error: unknown): void => {
  if (!(error instanceof TryLater)) throw error;
};

const cells = PROVIDER_NAMES.flatMap((provider) =>
  ORDER_STATES.flatMap((state) =>
    EVENTS.flatMap((event) => {
      const cell = TABLE[state][event];
      return cell === null ? [] : [{ provider, state, event, outcome: cell[0], kept: cell[1] }];
    })
  )
);

describe('money that a provider took', () => {
  it.each(cells)('$provider, $state, $event: $outcome, $kept kept', async (cell) => {
    const { provider, state, event, outcome, kept } = cell;
    const pages = await placed(provider, event);
    const { orderId } = pages.stray;
    const page = await arrange(state, event, pages);
    const isRepeat = event === 'the same capture';
    if (!isRepeat) await takeAtProvider(page);
    const seen = await bench.db('order_events').where({ order_id: orderId }).whereIn('what', ['paid', 'stray_money']);
    await look(page).catch(ignoreTryLater);
    expect(await outcomeSince(orderId, seen.length)).toBe(outcome);

    await sendRefunds(orderId);
    await look(page).catch(ignoreTryLater);
    await sendRefunds(orderId);
    expect(await outcomeSince(orderId, seen.length)).toBe(outcome);
    expect(await netOf(orderId)).toBe(keptMinor(kept, event, pages.totalMinor));
    expect((await orderRow(orderId)).state).toBe(outcome === 'fulfil' ? 'fulfilling' : state);
    const isShown = outcome === 'park_for_review' || outcome === 'keep_and_show_ops';
    expect(await countOf('tasks', { order_id: orderId, state: 'open' })).toBe(isShown ? 1 : 0);
    const isTold = TABLE[state]['right money'] === TOLD && event !== 'wrong amount' && event !== 'beside bank money';
    const toldTimes = isTold ? (event === 'money again' ? 2 : 1) : 0;
    expect(await countOf('mails', { order_id: orderId, kind: 'late_money_returned' })).toBe(toldTimes);
    expect(await countOf('refunds', { order_id: orderId, state: 'stuck' })).toBe(0);
  });

  it.each(PROVIDER_NAMES)('by %s beside money that a person looks at goes back, and only that', async (provider) => {
    const { stray, second, totalMinor } = await placed(provider, 'money again');
    const { orderId } = stray;
    await addToTotal(orderId, ODD_MINOR);
    await putInto('needs_attention', orderId);
    await takeAtProvider(second);
    await look(second);
    await addToTotal(orderId, -ODD_MINOR);
    await takeAtProvider(stray);
    await look(stray);
    await sendRefunds(orderId);
    expect(await outcomeSince(orderId, 0)).toBe('keep_and_show_ops and refund_at_once');
    expect(await netOf(orderId)).toBe(totalMinor);
    expect(await countOf('tasks', { order_id: orderId, state: 'open' })).toBe(1);
  });
});
