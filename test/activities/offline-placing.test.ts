import { uuidv7 } from 'uuidv7';
import type { PartnerRows } from '../support/rows/partner-rows';
import { startOfflineBench, type OfflineBench, type OfflineOrder } from '../support/steps/offline-bench';

jest.setTimeout(60_000);

let bench: OfflineBench;
beforeAll(async () => {
  bench = await startOfflineBench();
});
afterAll(() => bench.close());

const DESKS = { items: [{ service: 'desk', quantity: 25 }] };

/** What 25 desks cost today, tax included. */
async function priceOf(partner: PartnerRows): Promise<number> {
  const orderId = await bench.request(partner, {}, DESKS);
  const { body } = await bench.db('order_requests').where({ order_id: orderId }).first();
  return (await bench.db('quotes').where({ quote_id: body.quoteId }).first()).gross_minor;
}

async function register(
  partner: PartnerRows,
  pi: { readonly number: string; readonly amountMinor: number } & Record<string, unknown>
): Promise<string> {
  const { number, amountMinor, ...change } = pi;
  const piId = uuidv7();
  await bench.db('registered_pis').insert({
    pi_id: piId,
    partner_id: partner.partnerId,
    pi_number: number,
    pi_key: number.replaceAll('-', ''),
    amount_minor: amountMinor,
    currency: 'USD',
    valid_until: '2099-12-31',
    registered_by: bench.manager,
    registered_at: bench.now(),
    ...change,
  });
  return piId;
}

async function place(partner: PartnerRows, piNumber: string | null) {
  const orderId = await bench.request(partner, { method: 'offline', piNumber }, DESKS);
  return { orderId, answer: await bench.steps.recordOrder({ orderId, at: bench.now() }) };
}

describe('placing an offline order', () => {
  it('waits for the transfer for 30 days and gives the account manager a task, once', async () => {
    const partner = await bench.managed();
    const orderId = await bench.request(partner, { method: 'offline' }, DESKS);
    const at = bench.now();
    const answers = await Promise.all([1, 2, 3].map(() => bench.steps.recordOrder({ orderId, at })));
    for (const answer of answers) {
      expect(answer).toMatchObject({ outcome: 'recorded', standing: { state: 'awaiting_payment', method: 'offline' } });
    }
    const row = await bench.orderRow(orderId);
    expect(Date.parse(String(row['deadline_at'])) - Date.parse(at)).toBe(30 * 86_400_000);
    expect(await bench.tasks(orderId)).toEqual(['offline_order_placed open']);
    expect(await bench.db('tasks').where({ order_id: orderId }).first()).toMatchObject({
      person_id: bench.manager,
      role: 'account_manager',
      due_at: row['deadline_at'],
    });
  });

  it('cannot switch Auto Renew on, also with consent', async () => {
    const partner = await bench.managed();
    const wish = { method: 'offline', autoRenew: 'enable', consent: { textVersion: 'v1' } } as const;
    const orderId = await bench.request(partner, wish, DESKS);
    await expect(bench.steps.recordOrder({ orderId, at: bench.now() })).resolves.toEqual({
      outcome: 'refused',
      code: 'auto_renew_not_possible',
    });
  });
});

describe('an order over zero', () => {
  async function free(method: 'none' | 'card' | 'offline'): Promise<string> {
    const orderId = await bench.request(await bench.managed(), { method }, DESKS);
    const { body } = await bench.db('order_requests').where({ order_id: orderId }).first();
    const zero = { amountMinor: 0, currency: 'USD' };
    await bench
      .db('quotes')
      .where({ quote_id: body.quoteId })
      .update({
        gross_minor: 0,
        body: bench.db.raw('body || ?::jsonb', [JSON.stringify({ totals: { net: zero, tax: zero, gross: zero } })]),
      });
    return orderId;
  }

  it('has nothing to pay: fulfilment begins at once', async () => {
    const orderId = await free('none');
    const at = bench.now();
    const answer = await bench.steps.recordOrder({ orderId, at });
    expect(answer).toMatchObject({ outcome: 'recorded', standing: { state: 'fulfilling', openMinor: 0 } });
    expect(await bench.orderRow(orderId)).toMatchObject({ state: 'fulfilling', paid_at: at, method: 'none' });
    await bench.steps.activateCapacity({ orderId, at: bench.now() });
    expect((await bench.orderRow(orderId))['activated_at']).not.toBeNull();
  });

  it.each(['card', 'offline'] as const)(
    'is not paid by %s, and an order above zero is not paid by none',
    async (method) => {
      const answer = { outcome: 'refused', code: 'method_not_offered' };
      const [freeId, dearId] = [await free(method), await bench.request(await bench.managed(), { method: 'none' })];
      await expect(bench.steps.recordOrder({ orderId: freeId, at: bench.now() })).resolves.toEqual(answer);
      await expect(bench.steps.recordOrder({ orderId: dearId, at: bench.now() })).resolves.toEqual(answer);
    }
  );
});

describe('a proforma number', () => {
  it('of one’s own that fits is held by the order, however it is typed', async () => {
    const partner = await bench.managed();
    const piId = await register(partner, { number: 'PI-2026-1', amountMinor: await priceOf(partner) });
    const { orderId } = await place(partner, 'pi 2026 1');
    expect(await bench.orderRow(orderId)).toMatchObject({
      pi_number: 'pi 2026 1',
      pi_key: 'PI20261',
      pi_id: piId,
      pi_flagged: false,
    });
    expect(await bench.tasks(orderId)).toEqual(['offline_order_placed open']);
  });

  it.each([
    ['made for another amount', 'pi_differs', { amountMinor: 1 }],
    ['made for another currency', 'pi_differs', { currency: 'CNY' }],
    ['past its day', 'pi_expired', { valid_until: '2020-01-01' }],
  ] as const)('of one’s own that was %s is refused', async (_, code, change) => {
    const partner = await bench.managed();
    await register(partner, { number: 'PI-2', amountMinor: await priceOf(partner), ...change });
    const { orderId, answer } = await place(partner, 'PI-2');
    expect(answer).toEqual({ outcome: 'refused', code });
    expect(await bench.orderRow(orderId)).toBeUndefined();
  });

  it('is valid to the end of its last day in the seller’s zone', async () => {
    const partner = await bench.managed();
    const piId = await register(partner, { number: 'PI-3', amountMinor: await priceOf(partner) });
    const orderId = await bench.request(partner, { method: 'offline', piNumber: 'PI-3' }, DESKS);
    const at = bench.now();
    const today = new Date(at).toLocaleDateString('sv-SE', { timeZone: 'Europe/Berlin' });
    await bench.db('registered_pis').where({ pi_id: piId }).update({ valid_until: today });
    await expect(bench.steps.recordOrder({ orderId, at })).resolves.toMatchObject({ outcome: 'recorded' });
  });

  it('of another partner gets exactly the answer of one that nobody registered', async () => {
    const [partner, other] = [await bench.managed(), await bench.managed()];
    await register(other, { number: 'PI-4', amountMinor: 5, valid_until: '2020-01-01' });
    const withdrawn = { withdrawn_at: bench.now(), valid_until: '2020-01-01' };
    await register(partner, { number: 'PI-4B', amountMinor: 5, ...withdrawn });
    const shapes: unknown[] = [];
    for (const number of ['PI-4', 'PI-4A', 'PI-4B']) {
      const { orderId, answer } = await place(partner, number);
      expect(answer).toMatchObject({ outcome: 'recorded' });
      expect(await bench.orderRow(orderId)).toMatchObject({ pi_id: null, pi_flagged: true, pi_number: number });
      const rows = await bench.db('tasks').where({ order_id: orderId }).orderBy(['opened_at', 'task_id']);
      shapes.push(
        rows.map(({ kind, person_id: person, evidence }: { kind: string; person_id: string; evidence: object }) => ({
          kind,
          person,
          keys: Object.keys(evidence),
        }))
      );
    }
    expect(shapes[0]).toEqual(shapes[1]);
    expect(shapes[2]).toEqual(shapes[1]);
    expect(shapes[1]).toMatchObject([{ kind: 'offline_order_placed' }, { kind: 'foreign_pi_number' }]);
  });

  it('is used once, is free when the order ends unpaid, and another partner’s order does not take it', async () => {
    const [partner, other] = [await bench.managed(), await bench.managed()];
    expect((await place(other, 'PI-5')).answer).toMatchObject({ outcome: 'recorded' });
    const first = await place(partner, 'PI-5');
    expect(first.answer).toMatchObject({ outcome: 'recorded' });
    expect((await place(partner, 'pi5')).answer).toEqual({ outcome: 'refused', code: 'pi_used' });
    await bench.steps.closeOrder({ orderId: first.orderId, as: 'cancelled', requestId: null, at: bench.now() });
    expect(await bench.orderRow(first.orderId)).toMatchObject({ pi_number: 'PI-5', pi_key: null, pi_flagged: false });
    expect(await bench.tasks(first.orderId)).toEqual(['offline_order_placed done', 'foreign_pi_number done']);
    expect((await place(partner, 'pi5')).answer).toMatchObject({ outcome: 'recorded' });
  });

  it('stays used when its order was paid', async () => {
    const partner = await bench.managed();
    const { orderId } = await place(partner, 'PI-6');
    const totalMinor = Number((await bench.orderRow(orderId))['gross_minor']);
    await bench.receive({ orderId, partner, totalMinor }, totalMinor);
    expect((await place(partner, 'PI-6')).answer).toEqual({ outcome: 'refused', code: 'pi_used' });
  });

  it('goes to one of two orders that are placed at once', async () => {
    for (let round = 0; round < 3; round += 1) {
      const partner = await bench.managed();
      const wish = { method: 'offline', piNumber: 'PI-7' } as const;
      const orderIds = await Promise.all([1, 2, 3].map(() => bench.request(partner, wish, DESKS)));
      const answers = await Promise.all(
        orderIds.map((orderId) => bench.steps.recordOrder({ orderId, at: bench.now() }))
      );
      expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['recorded', 'refused', 'refused']);
      for (const answer of answers) {
        if (answer.outcome === 'refused') expect(answer).toEqual({ outcome: 'refused', code: 'pi_used' });
      }
    }
  });

  it('of an order by card is not looked at', async () => {
    const partner = await bench.managed();
    const orderId = await bench.request(partner, { piNumber: 'PI-8' }, DESKS);
    await bench.steps.recordOrder({ orderId, at: bench.now() });
    expect(await bench.orderRow(orderId)).toMatchObject({ pi_number: null, pi_key: null, pi_flagged: false });
  });
});

describe('an order that changes the term', () => {
  const BUY = { plan: 'standard', items: [{ service: 'desk', quantity: 10 }] };

  it('is one of those that are placed at once; the others are refused, not broken', async () => {
    for (let round = 0; round < 3; round += 1) {
      const partner = await bench.company({ plan: 'none' });
      const orderIds = await Promise.all([1, 2, 3].map(() => bench.request(partner, {}, BUY)));
      const answers = await Promise.all(
        orderIds.map((orderId) => bench.steps.recordOrder({ orderId, at: bench.now() }))
      );
      expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['recorded', 'refused', 'refused']);
      for (const answer of answers) {
        if (answer.outcome === 'refused') {
          expect(answer).toEqual({ outcome: 'refused', code: 'open_order_changes_term' });
        }
      }
      const free = await bench.db('quotes').where({ company_id: partner.companyId }).whereNull('consumed_by_order_id');
      expect(free).toHaveLength(2);
    }
  });
});

describe('closing an order', () => {
  const close = async (order: OfflineOrder, as: 'cancelled' | 'expired') => {
    const { outcome } = await bench.steps.closeOrder({ orderId: order.orderId, as, requestId: null, at: bench.now() });
    return outcome;
  };

  it('with bank money on it is refused and changes nothing', async () => {
    const order = await bench.offlineOrder();
    await bench.receive(order, 100);
    for (const as of ['cancelled', 'expired'] as const) await expect(close(order, as)).resolves.toBe('kept');
    expect(await bench.orderRow(order.orderId)).toMatchObject({ state: 'awaiting_payment', closed_at: null });
    await bench.receive(order, order.totalMinor - 100);
    await expect(close(order, 'cancelled')).resolves.toBe('kept');
    expect(await bench.orderRow(order.orderId)).toMatchObject({ state: 'fulfilling' });
  });

  it('that is parked without money ends it and its parking', async () => {
    const order = await bench.offlineOrder();
    await bench.steps.parkOrder({ orderId: order.orderId, step: 'openCheckout', reason: 'x', at: bench.now() });
    await expect(close(order, 'cancelled')).resolves.toBe('closed');
    await expect(close(order, 'cancelled')).resolves.toBe('closed');
    expect(await bench.orderRow(order.orderId)).toMatchObject({ state: 'cancelled', parked_at: null });
    expect(await bench.tasks(order.orderId)).toEqual(['offline_order_placed done', 'order_parked done']);
  });

  it('and allocating a receipt at once: one of them', async () => {
    for (let round = 0; round < 4; round += 1) {
      const order = await bench.offlineOrder();
      const receiptId = await bench.receipt(order.partner, 100);
      const [closed, allocated] = await Promise.all([close(order, 'expired'), bench.allocate(order, receiptId, 100)]);
      expect(allocated.outcome).toBe(closed === 'closed' ? 'refused' : 'done');
      expect(await bench.receiptRow(receiptId)).toMatchObject({ allocated_minor: closed === 'closed' ? 0 : 100 });
    }
  });
});
