import { TryLater } from '../../activities/shared/final-failure';
import type { MoneyOutcome } from '../../domain/order/money-outcome';
import { ORDER_STATES, type OrderState } from '../../domain/order/order-state';
import { PROVIDER_NAMES } from '../../domain/payment/provider-name';
import { MONEY_SEEN, MoneyCells, ODD_MINOR, type MoneySeen } from '../support/steps/money-cells';
import { startStepBench, type StepBench } from '../support/steps/step-bench';

jest.setTimeout(30_000);

let bench: StepBench;
let cells: MoneyCells;

beforeAll(async () => {
  bench = await startStepBench();
  cells = new MoneyCells(bench, await bench.company());
}, 60_000);
afterAll(() => bench.close());

/**
 * What both providers hold for the order in the end. `total`: what it was paid with; `rest`: that less what was sent back
 * before; `stray`: the money that nobody waited for, shown to a person.
 */
type Kept = 'total' | 'rest' | 'stray' | 'nothing';
type Cell = readonly [MoneyOutcome, Kept];

const RETURNED: Cell = ['refund_at_once', 'nothing'];
const TOLD: Cell = ['refund_at_once_and_tell_buyer', 'nothing'];

/** The money table of product §4 in words of its own; null: no order comes there. */
const TABLE: Readonly<Record<OrderState, Readonly<Record<MoneySeen, Cell | null>>>> = {
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

function paidWith(kept: Kept): Readonly<Record<MoneySeen, Cell>> {
  return {
    'the same capture': ['ignore', kept],
    'right money': ['refund_at_once', kept],
    'wrong amount': ['refund_at_once', kept],
    'money again': ['refund_at_once', kept],
    'beside bank money': RETURNED,
  };
}

/** Nothing is kept of an earlier late payment, so a second one is late money once more, of which the buyer hears. */
function endedUnpaid(): Readonly<Record<MoneySeen, Cell>> {
  return {
    'the same capture': ['ignore', 'nothing'],
    'right money': TOLD,
    'wrong amount': RETURNED,
    'money again': TOLD,
    'beside bank money': RETURNED,
  };
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

function keptMinor(kept: Kept, event: MoneySeen, totalMinor: number): number {
  const strayMinor = event === 'wrong amount' ? totalMinor + ODD_MINOR : totalMinor;
  return { total: totalMinor, rest: totalMinor - ODD_MINOR, stray: strayMinor, nothing: 0 }[kept];
}

/** A parked order's right money asks the watch to come again; what it is, stands in the database by then. */
const ignoreTryLater = (error: unknown): void => {
  if (!(error instanceof TryLater)) throw error;
};

const table = PROVIDER_NAMES.flatMap((provider) =>
  ORDER_STATES.flatMap((state) =>
    MONEY_SEEN.flatMap((event) => {
      const cell = TABLE[state][event];
      return cell === null ? [] : [{ provider, state, event, outcome: cell[0], kept: cell[1] }];
    })
  )
);

describe('money that a provider took', () => {
  it.each(table)('$provider, $state, $event: $outcome, $kept kept', async (cell) => {
    const { provider, state, event, outcome, kept } = cell;
    const pages = await cells.placed(provider, event);
    const { orderId } = pages.stray;
    const page = await cells.arrange(state, event, pages);
    const isRepeat = event === 'the same capture';
    if (!isRepeat) await cells.takeAtProvider(page);
    const seen = await bench.db('order_events').where({ order_id: orderId }).whereIn('what', ['paid', 'stray_money']);
    await cells.look(page).catch(ignoreTryLater);
    expect(await outcomeSince(orderId, seen.length)).toBe(outcome);

    await cells.sendRefunds(orderId);
    await cells.look(page).catch(ignoreTryLater);
    await cells.sendRefunds(orderId);
    expect(await outcomeSince(orderId, seen.length)).toBe(outcome);
    expect(await cells.netOf(orderId)).toBe(keptMinor(kept, event, pages.totalMinor));
    expect((await cells.orderRow(orderId)).state).toBe(outcome === 'fulfil' ? 'fulfilling' : state);
    const isShown = outcome === 'park_for_review' || outcome === 'keep_and_show_ops';
    expect(await cells.countOf('tasks', { order_id: orderId, state: 'open' })).toBe(isShown ? 1 : 0);
    const isTold = TABLE[state]['right money'] === TOLD && event !== 'wrong amount' && event !== 'beside bank money';
    const toldTimes = isTold ? (event === 'money again' ? 2 : 1) : 0;
    expect(await cells.countOf('mails', { order_id: orderId, kind: 'late_money_returned' })).toBe(toldTimes);
    expect(await cells.countOf('refunds', { order_id: orderId, state: 'stuck' })).toBe(0);
  });

  it.each(PROVIDER_NAMES)('by %s beside money that a person looks at goes back, and only that', async (provider) => {
    const { stray, second, totalMinor } = await cells.placed(provider, 'money again');
    const { orderId } = stray;
    await cells.addToTotal(orderId, ODD_MINOR);
    await cells.putInto('needs_attention', orderId);
    await cells.takeAtProvider(second);
    await cells.look(second);
    await cells.addToTotal(orderId, -ODD_MINOR);
    await cells.takeAtProvider(stray);
    await cells.look(stray);
    await cells.sendRefunds(orderId);
    expect(await outcomeSince(orderId, 0)).toBe('keep_and_show_ops and refund_at_once');
    expect(await cells.netOf(orderId)).toBe(totalMinor);
    expect(await cells.countOf('tasks', { order_id: orderId, state: 'open' })).toBe(1);
  });
});
