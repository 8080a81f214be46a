import { storeSavedMethod } from '../../db/payment/saved-methods';
import { readDisputesOfOrder } from '../../db/payment/disputes';
import { readProviderRefunds } from '../../db/payment/provider-refunds';
import type { MoneyOutcome } from '../../domain/order/money-outcome';
import { ORDER_STATES, type OrderState } from '../../domain/order/order-state';
import { PROVIDER_NAMES, type ProviderName } from '../../domain/payment/provider-name';
import type { PartnerRows } from '../support/rows/partner-rows';
import { MoneyCells, ODD_MINOR, UNPAID, type MoneySeen, type Page } from '../support/steps/money-cells';
import { startStepBench, type StepBench } from '../support/steps/step-bench';

jest.setTimeout(30_000);

let bench: StepBench;
let partner: PartnerRows;
let cells: MoneyCells;

beforeAll(async () => {
  bench = await startStepBench();
  partner = await bench.company();
  cells = new MoneyCells(bench, partner);
}, 60_000);
afterAll(() => bench.close());

/**
 * The two last columns of the money table of product §4 in words of their own. `ours`: the payment that the order is fulfilled
 * for; `stray`: one that nobody waited for, written down and not on its way back yet.
 */
interface Row {
  readonly payment: 'ours' | 'stray';
  readonly refund: MoneyOutcome | null;
  readonly dispute: MoneyOutcome;
}

const PAID: Row = { payment: 'ours', refund: 'record', dispute: 'record_and_stop_auto_renew' };
const ENDED: Row = { payment: 'stray', refund: 'record', dispute: 'record' };
const TABLE: Readonly<Record<OrderState, Row>> = {
  awaiting_payment: ENDED,
  awaiting_approval: { payment: 'stray', refund: 'record_and_alert', dispute: 'record_and_alert' },
  fulfilling: PAID,
  completed: PAID,
  partially_refunded: PAID,
  cancelled: ENDED,
  expired: ENDED,
  needs_attention: { payment: 'ours', refund: 'record', dispute: 'record' },
  refunding: PAID,
  // Nothing is left that anybody could send back: the provider refuses, which is tried below.
  refunded: { payment: 'ours', refund: null, dispute: 'record' },
};

interface Payment extends Page {
  readonly captureId: string;
}

/** Where a payment that nobody waited for is seen, but not returned at once, in each state. */
function seenAs(state: OrderState): MoneySeen {
  return state === 'awaiting_payment' ? 'wrong amount' : 'money again';
}

/** The order in the state, with a payment that was written down. */
async function arrange(provider: ProviderName, state: OrderState): Promise<Payment> {
  const isStray = TABLE[state].payment === 'stray';
  const pages = await cells.placed(provider, isStray ? seenAs(state) : 'the same capture');
  const page = await cells.arrange(state, isStray ? 'right money' : 'the same capture', pages);
  if (isStray) {
    await cells.takeAtProvider(page);
    await cells.look(page);
  }
  const { provider_object_id: captureId }: { provider_object_id: string } = await bench
    .db('captures')
    .where({ order_id: page.orderId })
    .first('provider_object_id');
  await switchAutoRenewOn(page.orderId);
  // What the arranging sent back itself is known from here on.
  await review(page);
  return { ...page, captureId };
}

async function switchAutoRenewOn(orderId: string): Promise<void> {
  const { companyId, partnerId } = partner;
  await storeSavedMethod(bench.db, {
    partnerId,
    companyId,
    orderId,
    provider: 'stripe',
    providerCustomerId: 'cus_1',
    providerMethodId: `pm_${orderId}`,
    brand: null,
    last4: null,
    expiryMonth: null,
    expiryYear: null,
    consent: { textVersion: '1', at: bench.now(), by: partner.userId },
    at: bench.now(),
  });
  const { saved_method_id: savedMethodId }: { saved_method_id: string } = await bench
    .db('saved_methods')
    .where({ order_id: orderId })
    .first('saved_method_id');
  await bench
    .db('subscriptions')
    .where({ company_id: companyId })
    .update({ auto_renew: true, saved_method_id: savedMethodId });
}

async function isAutoRenewOn(): Promise<boolean> {
  const row: { auto_renew: boolean } = await bench
    .db('subscriptions')
    .where({ company_id: partner.companyId })
    .first('auto_renew');
  const live = await cells.countOf('saved_methods', { company_id: partner.companyId, released_at: null });
  expect(live).toBe(row.auto_renew ? 1 : 0);
  return row.auto_renew;
}

/** What the order's aftercare does with a webhook about the payment; its webhook may come twice, and late. */
async function review({ orderId, provider, checkoutId }: Page): Promise<void> {
  const input = { orderId, provider, checkoutId, about: 'payment' as const, at: bench.now() };
  await bench.steps.reviewMoney(input);
}

async function refundByHand({ provider, captureId }: Payment, amountMinor: number): Promise<string> {
  const port = provider === 'stripe' ? bench.stripe.provider : bench.paypal.provider;
  const refundId = `by-others-${captureId}-${amountMinor}`;
  const amount = { amountMinor, currency: 'USD' };
  const sent = await port.refund({ captureId, refundId, amount, idempotencyKey: refundId });
  return sent.outcome === 'made' ? 'made' : sent.code;
}

const atStripe = (path: string, body: object = {}) => bench.stripe.control(path, body);

async function dispute({ provider, captureId }: Payment): Promise<string> {
  if (provider === 'stripe') return String((await atStripe('disputes', { paymentIntent: captureId }))['id']);
  return String((await bench.paypal.control('disputes', { captureId }))['dispute_id']);
}

async function decide({ provider }: Payment, disputeId: string, status: 'won' | 'lost'): Promise<void> {
  if (provider === 'stripe') await atStripe(`disputes/${disputeId}/close`, { status });
  else await bench.paypal.control(`disputes/${disputeId}/close`, { status });
}

/** As the timeline names it. */
async function outcomesOf(orderId: string, what: string): Promise<unknown[]> {
  const rows: { data: { outcome: unknown } }[] = await bench.db('order_events').where({ order_id: orderId, what });
  return rows.map(({ data }) => data.outcome);
}

const openTasks = (orderId: string, kind: string): Promise<number> =>
  cells.countOf('tasks', { order_id: orderId, kind, state: 'open' });

const table = PROVIDER_NAMES.flatMap((provider) => ORDER_STATES.map((state) => ({ provider, state, ...TABLE[state] })));
const refunds = table.flatMap(({ refund, ...cell }) => (refund === null ? [] : [{ ...cell, refund }]));
const impossible = table.filter(({ refund }) => refund === null);

describe('a refund that somebody made at the provider', () => {
  it.each(refunds)('$provider, $state: $refund', async (cell) => {
    const payment = await arrange(cell.provider, cell.state);
    const { orderId } = payment;
    const before = { net: await cells.netOf(orderId), rows: await readProviderRefunds(bench.db, orderId) };
    const tasksBefore = await openTasks(orderId, 'provider_refund');
    const eventsBefore = await outcomesOf(orderId, 'refunded_at_provider');

    expect(await refundByHand(payment, ODD_MINOR)).toBe('made');
    for (let time = 0; time < 2; time += 1) await review(payment);

    const rows = (await readProviderRefunds(bench.db, orderId)).slice(before.rows.length);
    expect(rows).toMatchObject([{ amountMinor: ODD_MINOR, currency: 'USD', state: 'done', disputeId: null }]);
    expect((await outcomesOf(orderId, 'refunded_at_provider')).slice(eventsBefore.length)).toEqual([cell.refund]);
    const asks = cell.payment === 'ours' || cell.refund === 'record_and_alert';
    expect((await openTasks(orderId, 'provider_refund')) - tasksBefore).toBe(asks ? 1 : 0);
    expect(await isAutoRenewOn()).toBe(true);
    expect((await cells.orderRow(orderId)).state).toBe(cell.state);
    expect(before.net - (await cells.netOf(orderId))).toBe(ODD_MINOR);
  });

  it.each(impossible)('$provider, $state: cannot be, as nothing is left', async ({ provider, state }) => {
    const payment = await arrange(provider, state);
    const known = await readProviderRefunds(bench.db, payment.orderId);
    expect(await refundByHand(payment, ODD_MINOR)).toBe('already_refunded');
    await review(payment);
    expect(await readProviderRefunds(bench.db, payment.orderId)).toEqual(known);
  });
});

describe('a dispute', () => {
  it.each(table)('$provider, $state: $dispute', async (cell) => {
    const payment = await arrange(cell.provider, cell.state);
    const { orderId } = payment;
    const held = await cells.netOf(orderId);
    const id = await dispute(payment);
    for (let time = 0; time < 2; time += 1) await review(payment);

    expect(await readDisputesOfOrder(bench.db, orderId)).toMatchObject([{ providerDisputeId: id, state: 'open' }]);
    expect(await outcomesOf(orderId, 'dispute_opened')).toEqual([cell.dispute]);
    expect(await openTasks(orderId, 'dispute_opened')).toBe(1);
    const stops = cell.dispute === 'record_and_stop_auto_renew';
    expect(await isAutoRenewOn()).toBe(!stops);
    const told = await bench
      .db('outbox')
      .where('dedupe_key', 'like', 'subscription_changed:disputed:%')
      .whereRaw(
        `dedupe_key in (select 'subscription_changed:disputed:' || dispute_id from disputes where order_id = ?)`,
        [orderId]
      );
    expect(told).toHaveLength(stops ? 1 : 0);

    await decide(payment, id, 'lost');
    for (let time = 0; time < 2; time += 1) await review(payment);
    expect(await readDisputesOfOrder(bench.db, orderId)).toMatchObject([{ providerDisputeId: id, state: 'lost' }]);
    expect(await openTasks(orderId, 'dispute_opened')).toBe(0);
    expect(await openTasks(orderId, 'dispute_lost')).toBe(cell.payment === 'ours' ? 1 : 0);
    if (held > 0) expect(await cells.netOf(orderId)).toBe(0);
    expect((await cells.orderRow(orderId)).state).toBe(cell.state);
    // What we would have sent back of a stray has gone by the dispute.
    await cells.sendRefunds(orderId);
    expect(await cells.countOf('refunds', { order_id: orderId, state: 'stuck' })).toBe(0);
  });
});

describe('every cell', () => {
  it('of the two columns is walked', () => {
    expect(table.map(({ provider, state }) => `${provider} ${state}`)).toHaveLength(PROVIDER_NAMES.length * 10);
    expect(UNPAID.every((state) => TABLE[state].payment === 'stray')).toBe(true);
  });
});
