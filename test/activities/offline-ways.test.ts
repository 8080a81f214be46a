import { addMs, MS_PER_DAY, MS_PER_HOUR } from '../../domain/time/calendar';
import type { MethodWish } from '../../db/shared/person-requests';
import { insertUser, type PartnerRows } from '../support/rows/partner-rows';
import { startOfflineBench, type OfflineBench, type OfflineOrder } from '../support/steps/offline-bench';

jest.setTimeout(60_000);

let bench: OfflineBench;
beforeAll(async () => {
  bench = await startOfflineBench();
});
afterAll(() => bench.close());

const refused = (code: string) => ({ outcome: 'refused', code });
const deadlineOf = async (orderId: string) => String((await bench.orderRow(orderId))['deadline_at']);

async function prolong(order: { readonly orderId: string }, until: string, by = bench.manager) {
  const body = { until, reason: 'holidays' };
  return bench.steps.prolongOrder(await bench.ask('prolong_order', order, { by, body }));
}

async function partPaid(): Promise<OfflineOrder & { readonly receiptId: string }> {
  const order = await bench.offlineOrder();
  const receiptId = await bench.receive(order, 1_000);
  await bench.parkPartPaid(order);
  return { ...order, receiptId };
}

describe('prolonging an offline order', () => {
  it('moves its deadline once', async () => {
    const order = await bench.offlineOrder();
    const until = addMs(await deadlineOf(order.orderId), 30 * MS_PER_DAY);
    const body = { until, reason: 'holidays' };
    const input = await bench.ask('prolong_order', order, { by: bench.manager, body });
    for (const answer of await Promise.all([1, 2].map(() => bench.steps.prolongOrder(input)))) {
      expect(answer).toMatchObject({ outcome: 'done', standing: { deadlineAt: until, state: 'awaiting_payment' } });
    }
    expect(await bench.events(order.orderId)).toEqual(['placed', 'prolonged']);
    await expect(prolong(order, addMs(until, 1))).resolves.toMatchObject(refused('prolonged_before'));
  });

  it('is refused too far, past the term, backwards, for others, and on a card order', async () => {
    const order = await bench.offlineOrder();
    const deadlineAt = await deadlineOf(order.orderId);
    const { until: termEnd } = (await bench.db('orders').where({ order_id: order.orderId }).first()).term;
    const tooFar = addMs(deadlineAt, 30 * MS_PER_DAY + 1);
    await expect(prolong(order, tooFar)).resolves.toMatchObject(refused('prolonged_too_far'));
    for (const until of [`${termEnd}T00:00:00.001Z`, deadlineAt, addMs(deadlineAt, -1)]) {
      await expect(prolong(order, until)).resolves.toMatchObject(refused('prolonged_beyond_limit'));
    }
    for (const by of [bench.stranger, bench.finance, order.partner.userId]) {
      await expect(prolong(order, addMs(deadlineAt, 1), by)).resolves.toMatchObject(refused('not_permitted'));
    }
    const card = await bench.placed(order.partner);
    await expect(prolong(card, addMs(deadlineAt, 1))).resolves.toMatchObject(refused('wrong_state'));
    expect(await deadlineOf(order.orderId)).toBe(deadlineAt);
  });
});

describe('an order that is parked with a part of its money', () => {
  it('waits longer as often as the account manager says so', async () => {
    const order = await partPaid();
    for (let time = 0; time < 2; time += 1) {
      const until = addMs(await deadlineOf(order.orderId), 10 * MS_PER_DAY);
      const answer = await prolong(order, until);
      expect(answer).toMatchObject({ outcome: 'done', standing: { state: 'awaiting_payment', deadlineAt: until } });
      expect(await bench.orderRow(order.orderId)).toMatchObject({ parked_at: null, received_minor: 1_000 });
      await bench.parkPartPaid(order);
    }
    const parkings = (await bench.tasks(order.orderId)).filter((task) => task.startsWith('order_parked'));
    expect(parkings.sort()).toEqual(['order_parked done', 'order_parked done', 'order_parked open']);
  });

  it('goes on when the rest comes, or a part of it', async () => {
    const order = await partPaid();
    await bench.receive(order, 100);
    expect(await bench.orderRow(order.orderId)).toMatchObject({ state: 'awaiting_payment', parked_step: null });
    await bench.parkPartPaid(order);
    await bench.receive(order, order.totalMinor - 1_100);
    expect(await bench.orderRow(order.orderId)).toMatchObject({ state: 'fulfilling', parked_at: null });
    expect(await bench.tasks(order.orderId)).not.toContain('order_parked open');
  });

  it('goes on when its shortfall is closed', async () => {
    const order = await bench.offlineOrder();
    await bench.receive(order, order.totalMinor - 10);
    await bench.parkPartPaid(order);
    const body = { reason: 'fees' };
    const input = await bench.ask('close_shortfall', order, { by: bench.manager, body });
    await expect(bench.steps.closeShortfall(input)).resolves.toMatchObject({ standing: { state: 'fulfilling' } });
  });

  it('stays parked while some of its money is left, and waits again when all was withdrawn', async () => {
    const order = await bench.offlineOrder();
    await bench.receive(order, 100);
    await bench.receive(order, 200);
    await bench.deadlinePassed(order);
    const passed = await deadlineOf(order.orderId);
    const rows = await bench.db('receipt_allocations').where({ order_id: order.orderId }).orderBy('allocation_id');
    const standings: object[] = [];
    let withdrawnAt = '';
    for (const { allocation_id: allocationId } of rows) {
      const body = { allocationId, reason: 'wrong' };
      const input = await bench.ask('withdraw_allocation', order, { by: bench.manager, body });
      standings.push((await bench.steps.withdrawAllocation(input)).standing);
      withdrawnAt = input.at;
    }
    const until = addMs(withdrawnAt, 3 * MS_PER_DAY);
    expect(standings).toMatchObject([
      { state: 'needs_attention', deadlineAt: passed },
      { state: 'awaiting_payment', deadlineAt: until },
    ]);
    expect(await bench.orderRow(order.orderId)).toMatchObject({ offline_until: until, prolonged_count: 0 });
  });

  it('can be cancelled: its bank money waits for a person to send it back', async () => {
    const order = await partPaid();
    const second = await bench.receipt(order.partner, 5_000);
    await bench.allocate(order, second, 300);
    await bench.parkPartPaid(order);
    const body = { reason: 'the buyer gave up' };
    const input = await bench.ask('return_and_cancel', order, { by: bench.manager, body });
    for (const answer of await Promise.all([1, 2].map(() => bench.steps.returnAndCancel(input)))) {
      expect(answer).toMatchObject({ outcome: 'done', standing: { state: 'cancelled', receivedMinor: 0 } });
    }
    const row = await bench.orderRow(order.orderId);
    expect(row).toMatchObject({ state: 'cancelled', closed_at: input.at, received_minor: 0, parked_at: null });
    expect(await bench.receiptRow(order.receiptId)).toMatchObject({ allocated_minor: 0, returning_minor: 1_000 });
    expect(await bench.receiptRow(second)).toMatchObject({ allocated_minor: 0, returning_minor: 300 });
    const returns = await bench.db('receipt_returns').where({ order_id: order.orderId }).orderBy('amount_minor');
    expect(returns).toMatchObject([
      { receipt_id: second, amount_minor: 300, state: 'wanted', wanted_by: bench.manager },
      { receipt_id: order.receiptId, amount_minor: 1_000, state: 'wanted' },
    ]);
    const quote = await bench
      .db('quotes')
      .where({ quote_id: String(row['quote_id']) })
      .first();
    expect(quote).toMatchObject({ consumed_by_order_id: null });
    const mails: string[] = await bench.db('mails').where({ order_id: order.orderId }).pluck('kind');
    expect(mails.filter((kind) => kind === 'order_cancelled')).toHaveLength(1);
    const open = (await bench.tasks(order.orderId)).filter((task) => task.endsWith('open'));
    expect(open).toEqual(['receipt_to_return open', 'receipt_to_return open']);
    const again = await bench.offlineOrder({ partner: order.partner });
    await expect(bench.allocate(again, order.receiptId, 1)).resolves.toMatchObject(refused('receipt_exceeded'));
  });

  it('is only cancelled so by the account manager, and only when it is parked with money', async () => {
    const waiting = await bench.offlineOrder();
    await bench.receive(waiting, 100);
    const stuck = await bench.offlineOrder();
    await bench.steps.parkOrder({ orderId: stuck.orderId, step: 'other', reason: 'x', at: bench.now() });
    const body = { reason: 'no' };
    for (const order of [waiting, stuck]) {
      const input = await bench.ask('return_and_cancel', order, { by: bench.manager, body });
      await expect(bench.steps.returnAndCancel(input)).resolves.toMatchObject(refused('wrong_state'));
    }
    const order = await partPaid();
    const ops = await insertUser(bench.db, { role: 'ops', partnerId: null });
    for (const by of [bench.stranger, bench.finance, ops, order.partner.userId]) {
      const input = await bench.ask('return_and_cancel', order, { by, body });
      await expect(bench.steps.returnAndCancel(input)).resolves.toMatchObject(refused('not_permitted'));
    }
    expect(await bench.receiptRow(order.receiptId)).toMatchObject({ allocated_minor: 1_000, returning_minor: 0 });
  });
});

const wishFor = (method: MethodWish['method'], wish: Partial<MethodWish> = {}): MethodWish => ({
  method,
  autoRenew: 'keep',
  consent: null,
  piNumber: null,
  ...wish,
});

async function change(order: { readonly orderId: string; readonly partner: PartnerRows }, body: MethodWish) {
  return bench.steps.changeMethod(await bench.ask('change_method', order, { by: order.partner.userId, body }));
}

/** A card order whose page was voided. */
async function cardOrder(partner?: PartnerRows): Promise<{ orderId: string; partner: PartnerRows }> {
  const owner = partner ?? (await bench.managed());
  const { orderId } = await bench.placed(owner);
  await bench.steps.voidAttempt({ orderId, attemptNo: 1, at: bench.now() });
  return { orderId, partner: owner };
}

describe('changing the method', () => {
  it('from card to offline counts from placing and gives the account manager a task', async () => {
    const order = await cardOrder();
    const { placed_at: placedAt } = await bench.orderRow(order.orderId);
    const answer = await change(order, wishFor('offline', { piNumber: 'PI-1' }));
    const deadlineAt = addMs(String(placedAt), 30 * MS_PER_DAY);
    expect(answer).toMatchObject({ outcome: 'done', standing: { method: 'offline', deadlineAt } });
    expect(await bench.orderRow(order.orderId)).toMatchObject({ pi_number: 'PI-1', pi_key: 'PI1', pi_flagged: true });
    expect(await bench.tasks(order.orderId)).toEqual(['offline_order_placed open', 'foreign_pi_number open']);
    const [event] = await bench.db('order_events').where({ order_id: order.orderId, what: 'method_changed' });
    expect(event.data).toEqual({ from: 'card', to: 'offline' });
  });

  it('from offline to card gives a day more and frees the proforma', async () => {
    const order = await bench.offlineOrder({ wish: { piNumber: 'PI-2' } });
    const at = addMs(bench.now(), 10 * MS_PER_DAY);
    const body = wishFor('card', { autoRenew: 'enable', consent: { textVersion: 'v1' } });
    const input = await bench.ask('change_method', order, { by: order.partner.userId, body });
    const answer = await bench.steps.changeMethod({ ...input, at });
    expect(answer).toMatchObject({
      outcome: 'done',
      standing: { method: 'card', deadlineAt: addMs(at, 24 * MS_PER_HOUR), reminders: [] },
    });
    expect(await bench.orderRow(order.orderId)).toMatchObject({
      method_since: at,
      auto_renew: 'enable',
      consent: { textVersion: 'v1', at, by: order.partner.userId },
      pi_number: null,
      pi_key: null,
      pi_flagged: false,
    });
    expect(await bench.tasks(order.orderId)).toEqual(['offline_order_placed done', 'foreign_pi_number done']);
    const next = await bench.offlineOrder({ partner: order.partner, wish: { piNumber: 'PI-2' } });
    expect(await bench.orderRow(next.orderId)).toMatchObject({ pi_key: 'PI2' });
  });

  it('and back keeps where the offline deadline was moved to', async () => {
    const order = await bench.offlineOrder();
    const until = addMs(await deadlineOf(order.orderId), 20 * MS_PER_DAY);
    await prolong(order, until);
    const late = addMs(until, -2 * MS_PER_DAY);
    for (const [method, deadlineAt] of [
      ['card', addMs(late, MS_PER_DAY)],
      ['offline', until],
    ] as const) {
      const input = await bench.ask('change_method', order, { by: order.partner.userId, body: wishFor(method) });
      const answer = await bench.steps.changeMethod({ ...input, at: late });
      expect(answer).toMatchObject({ outcome: 'done', standing: { method, deadlineAt } });
    }
    expect(await bench.tasks(order.orderId)).toEqual(['offline_order_placed done', 'offline_order_placed open']);
  });

  it('is done once however often the step is repeated', async () => {
    const order = await bench.offlineOrder();
    const input = await bench.ask('change_method', order, { by: order.partner.userId, body: wishFor('card') });
    const answers = await Promise.all([1, 2, 3].map(() => bench.steps.changeMethod(input)));
    for (const answer of answers) expect(answer).toMatchObject({ outcome: 'done', standing: { method: 'card' } });
    expect(await bench.events(order.orderId)).toEqual(['placed', 'method_changed']);
  });

  it('is refused while a bank receipt is on the order', async () => {
    const order = await bench.offlineOrder();
    await bench.receive(order, 100);
    await expect(change(order, wishFor('card'))).resolves.toMatchObject(refused('receipt_on_order'));
  });

  it('is refused while the earlier page can take money, or has', async () => {
    const partner = await bench.managed();
    const { orderId } = await bench.placed(partner);
    const order = { orderId, partner };
    const attempts = () => bench.db('payment_attempts').where({ order_id: orderId });
    for (const state of ['opening', 'open', 'capturing']) {
      await attempts().update({ state });
      await expect(change(order, wishFor('offline'))).resolves.toMatchObject(refused('money_announced'));
    }
    await attempts().update({ state: 'voided', closed_at: bench.now() });
    await bench.db('captures').insert({
      capture_id: `capture-${orderId}`,
      provider: 'stripe',
      provider_object_id: `pi_${orderId}`,
      order_id: orderId,
      attempt_no: 1,
      amount_minor: 1,
      currency: 'USD',
      winning: true,
      seen_at: bench.now(),
    });
    await expect(change(order, wishFor('offline'))).resolves.toMatchObject(refused('money_received'));
    expect(await bench.orderRow(orderId)).toMatchObject({ method: 'card' });
  });

  it('to PayPal is refused above what PayPal takes', async () => {
    const order = await bench.bigOrder();
    await expect(change(order, wishFor('paypal'))).resolves.toMatchObject(refused('method_not_offered'));
    expect(await bench.orderRow(order.orderId)).toMatchObject({ method: 'offline' });
  });

  it.each([
    ['the method that it has', 'method_unchanged', wishFor('card')],
    [
      'offline with Auto Renew',
      'auto_renew_not_possible',
      wishFor('offline', { autoRenew: 'enable', consent: { textVersion: 'v1' } }),
    ],
  ])('to %s is refused', async (_, code, wish) => {
    const order = await cardOrder();
    await expect(change(order, wish)).resolves.toMatchObject(refused(code));
    expect(await bench.orderRow(order.orderId)).toMatchObject({ method: 'card', auto_renew: 'keep' });
  });

  it('to card with Auto Renew needs consent', async () => {
    const order = await bench.offlineOrder();
    const wish = wishFor('card', { autoRenew: 'enable' });
    await expect(change(order, wish)).resolves.toMatchObject(refused('auto_renew_not_possible'));
  });

  it('to offline with a number that another order holds, or that does not fit, is refused', async () => {
    const partner = await bench.managed();
    await bench.offlineOrder({ partner, wish: { piNumber: 'PI-3' } });
    const order = await cardOrder(partner);
    const number = 'pi 3';
    await expect(change(order, wishFor('offline', { piNumber: number }))).resolves.toMatchObject(refused('pi_used'));
    await bench.db('registered_pis').insert({
      pi_id: `pi-${order.orderId}`,
      partner_id: partner.partnerId,
      pi_number: 'PI-4',
      pi_key: 'PI4',
      amount_minor: 1,
      currency: 'USD',
      valid_until: '2099-01-01',
      registered_by: bench.manager,
      registered_at: bench.now(),
    });
    await expect(change(order, wishFor('offline', { piNumber: 'PI-4' }))).resolves.toMatchObject(refused('pi_differs'));
    expect(await bench.orderRow(order.orderId)).toMatchObject({ method: 'card', pi_number: null });
    expect(await bench.events(order.orderId)).not.toContain('method_changed');
  });

  it('is refused to staff, to other partners and to colleagues without the right', async () => {
    const order = await bench.offlineOrder();
    const { partnerId } = order.partner;
    const other = await bench.managed();
    const people = [
      bench.manager,
      bench.finance,
      other.userId,
      await insertUser(bench.db, { role: 'colleague', partnerId, rights: ['view', 'buy'] }),
    ];
    for (const by of people) {
      const input = await bench.ask('change_method', order, { by, body: wishFor('card') });
      await expect(bench.steps.changeMethod(input)).resolves.toMatchObject(refused('not_permitted'));
    }
    const payer = await insertUser(bench.db, { role: 'colleague', partnerId, rights: ['pay'] });
    const input = await bench.ask('change_method', order, { by: payer, body: wishFor('card') });
    await expect(bench.steps.changeMethod(input)).resolves.toMatchObject({ outcome: 'done' });
  });

  it('is refused once the order is paid or has ended', async () => {
    const paid = await bench.offlineOrder();
    await bench.receive(paid, paid.totalMinor);
    const ended = await bench.offlineOrder();
    await bench.steps.closeOrder({ orderId: ended.orderId, as: 'cancelled', requestId: null, at: bench.now() });
    for (const order of [paid, ended]) {
      await expect(change(order, wishFor('card'))).resolves.toMatchObject(refused('wrong_state'));
    }
  });
});
