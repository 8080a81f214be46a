import { addMs } from '../../domain/time/calendar';
import { CARDS } from '../conformance/support/stripe-bench';
import { startStepBench, type StepBench } from '../support/steps/step-bench';

jest.setTimeout(60_000);

let bench: StepBench;
beforeAll(async () => {
  bench = await startStepBench();
});
afterAll(() => bench.close());

const orderRow = (orderId: string) => bench.db('orders').where({ order_id: orderId }).first();
const eventsOf = (orderId: string) =>
  bench.db('order_events').where({ order_id: orderId }).orderBy('event_id').pluck('what');

describe('recording an order', () => {
  it('writes order, lines and consumed quote once, whatever is repeated', async () => {
    const orderId = await bench.request(await bench.company());
    const answers = await Promise.all([1, 2, 3].map(() => bench.steps.recordOrder({ orderId, at: bench.now() })));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]).toMatchObject({ outcome: 'recorded', orderNo: expect.stringMatching(/^ORD-20\d\d-\d{6}$/) });
    expect(await bench.db('orders').where({ order_id: orderId })).toHaveLength(1);
    expect(await eventsOf(orderId)).toEqual(['placed']);
    const row = await orderRow(orderId);
    const lines = await bench.db('order_lines').where({ order_id: orderId });
    expect(lines.reduce((sum: number, line: { net_minor: number }) => sum + line.net_minor, 0)).toBe(row.net_minor);
    expect(await bench.db('quotes').where({ quote_id: row.quote_id }).first()).toMatchObject({
      consumed_by_order_id: orderId,
    });
  });

  it('leaves no order row behind a request that was withdrawn or waited too long', async () => {
    const partner = await bench.company();
    const withdrawn = await bench.request(partner);
    await bench.db('order_requests').where({ order_id: withdrawn }).update({ state: 'withdrawn' });
    const late = await bench.request(partner);
    const answers = [
      await bench.steps.recordOrder({ orderId: withdrawn, at: bench.now() }),
      await bench.steps.recordOrder({ orderId: late, at: addMs(bench.now(), 31_000) }),
      await bench.steps.recordOrder({ orderId: 'never-asked-for', at: bench.now() }),
    ];
    expect(answers).toEqual([
      { outcome: 'refused', code: 'request_withdrawn' },
      { outcome: 'refused', code: 'request_too_old' },
      { outcome: 'refused', code: 'request_withdrawn' },
    ]);
    expect(await bench.db('orders').whereIn('order_id', [withdrawn, late])).toHaveLength(0);
  });

  it('gives one quote to one of two orders that race for it', async () => {
    const partner = await bench.company();
    const [first, second] = [await bench.request(partner), await bench.request(partner)];
    const body = (await bench.db('order_requests').where({ order_id: first }).first()).body;
    await bench
      .db('order_requests')
      .where({ order_id: second })
      .update({ body: JSON.stringify(body) });
    const answers = await Promise.all(
      [first, second].map((orderId) => bench.steps.recordOrder({ orderId, at: bench.now() }))
    );
    expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['recorded', 'refused']);
    expect(answers.find(({ outcome }) => outcome === 'refused')).toEqual({ outcome: 'refused', code: 'quote_used' });
  });

  const REFUSALS: readonly (readonly [string, string, (orderId: string) => Promise<unknown>])[] = [
    ['an expired quote', 'quote_expired', (orderId) => patchQuote(orderId, { expiresAt: '2020-01-01T00:00:00.000Z' })],
    ['a quote of another partner', 'quote_not_found', (orderId) => patchQuote(orderId, { partnerId: 'somebody-else' })],
    [
      'a quote made for an older subscription',
      'quote_outdated',
      (orderId) => patchQuote(orderId, { subscriptionVersion: 99 }),
    ],
    ['a method without a provider', 'method_not_offered', (orderId) => patchWish(orderId, { method: 'none' })],
    ['Auto Renew without consent', 'auto_renew_not_possible', (orderId) => patchWish(orderId, { autoRenew: 'enable' })],
  ];
  it.each(REFUSALS)('refuses %s', async (_what, code, spoil) => {
    const orderId = await bench.request(await bench.company());
    await spoil(orderId);
    await expect(bench.steps.recordOrder({ orderId, at: bench.now() })).resolves.toEqual({ outcome: 'refused', code });
    expect(await orderRow(orderId)).toBeUndefined();
    await expect(bench.steps.recordOrder({ orderId, at: bench.now() })).resolves.toEqual({ outcome: 'refused', code });
  });

  it('allows one open order per company that begins a term', async () => {
    const partner = await bench.company({ plan: 'none' });
    const buy = { plan: 'standard', items: [{ service: 'desk', quantity: 10 }] };
    await bench.placed(partner, {}, buy);
    const second = await bench.request(partner, {}, buy);
    await expect(bench.steps.recordOrder({ orderId: second, at: bench.now() })).resolves.toEqual({
      outcome: 'refused',
      code: 'open_order_changes_term',
    });
  });
});

async function patchQuote(orderId: string, change: object): Promise<void> {
  await bench.db.raw(
    `update quotes set body = body || ?::jsonb where quote_id = (select body ->> 'quoteId' from order_requests where order_id = ?)`,
    [JSON.stringify(change), orderId]
  );
}

async function patchWish(orderId: string, change: object): Promise<void> {
  await bench.db.raw(`update order_requests set body = body || ?::jsonb where order_id = ?`, [
    JSON.stringify(change),
    orderId,
  ]);
}

describe('paying by card', () => {
  it('opens one page however often the step is repeated', async () => {
    const { orderId, checkoutId } = await bench.placed(await bench.company());
    const attempt = await bench.db('payment_attempts').where({ order_id: orderId }).first();
    const input = { orderId, attemptNo: 1, expiresAt: attempt.expires_at, at: bench.now() };
    await bench
      .db('payment_attempts')
      .where({ order_id: orderId })
      .update({ state: 'opening', provider_object_id: null });
    await expect(bench.steps.openCheckout(input)).resolves.toEqual({ checkoutId });
    await expect(bench.steps.openCheckout(input)).resolves.toEqual({ checkoutId });
    await bench.stripe.pay(checkoutId);
    expect(await bench.stripe.ledger(orderId)).toHaveLength(1);
  });

  it('counts one payment when twenty looks see it at once', async () => {
    const { orderId, checkoutId } = await bench.placed(await bench.company());
    await bench.stripe.pay(checkoutId);
    const looks = Array.from({ length: 20 }, () =>
      bench.steps.settlePayment({ orderId, attemptNo: 1, at: bench.now() })
    );
    const outcomes = await Promise.all(looks);
    expect(outcomes).toEqual(Array(20).fill({ outcome: 'paid' }));
    expect(await bench.db('captures').where({ order_id: orderId })).toMatchObject([{ winning: true }]);
    expect(await eventsOf(orderId)).toEqual(['placed', 'checkout_opened', 'paid']);
    expect(await orderRow(orderId)).toMatchObject({ state: 'fulfilling' });
  });

  it('stays open after a decline, says so once, and takes the next card', async () => {
    const { orderId, checkoutId } = await bench.placed(await bench.company());
    await bench.stripe.pay(checkoutId, CARDS.declined).catch(() => undefined);
    for (let look = 0; look < 2; look += 1) {
      await expect(bench.steps.settlePayment({ orderId, attemptNo: 1, at: bench.now() })).resolves.toEqual({
        outcome: 'open',
      });
    }
    expect((await eventsOf(orderId)).filter((what) => what === 'payment_declined')).toHaveLength(1);
    await bench.stripe.pay(checkoutId, CARDS.good);
    await expect(bench.steps.settlePayment({ orderId, attemptNo: 1, at: bench.now() })).resolves.toEqual({
      outcome: 'paid',
    });
  });

  it('keeps money of another amount for a person and does not activate', async () => {
    const { orderId, checkoutId } = await bench.placed(await bench.company());
    await bench.raisePrice(orderId, 100);
    await bench.stripe.pay(checkoutId);
    const look = { orderId, attemptNo: 1, at: bench.now() };
    await expect(bench.steps.settlePayment(look)).resolves.toEqual({ outcome: 'wrong_money', reason: 'wrong_amount' });
    await expect(bench.steps.settlePayment(look)).resolves.toEqual({ outcome: 'wrong_money', reason: 'wrong_amount' });
    expect(await orderRow(orderId)).toMatchObject({ state: 'awaiting_payment', paid_at: null });
    expect(await bench.db('captures').where({ order_id: orderId })).toMatchObject([{ winning: false }]);
    expect(await bench.db('tasks').where({ order_id: orderId })).toMatchObject([
      { kind: 'second_money', state: 'open' },
    ]);
  });

  it('counts what was paid before the page could be closed', async () => {
    const { orderId, checkoutId } = await bench.placed(await bench.company());
    await bench.stripe.pay(checkoutId);
    await expect(bench.steps.voidAttempt({ orderId, attemptNo: 1, at: bench.now() })).resolves.toEqual({
      outcome: 'paid',
    });
  });

  it('closes a page so that nobody can pay on it any more', async () => {
    const { orderId, checkoutId } = await bench.placed(await bench.company());
    const step = { orderId, attemptNo: 1, at: bench.now() };
    await expect(bench.steps.voidAttempt(step)).resolves.toEqual({ outcome: 'closed' });
    await expect(bench.steps.voidAttempt(step)).resolves.toEqual({ outcome: 'closed' });
    await bench.stripe.pay(checkoutId).catch(() => undefined);
    await expect(bench.steps.settlePayment(step)).resolves.toEqual({ outcome: 'closed' });
    expect(await bench.db('captures').where({ order_id: orderId })).toHaveLength(0);
  });

  it('finds a page whose opening had no answer, and closes it', async () => {
    const { orderId, checkoutId } = await bench.placed(await bench.company());
    await bench
      .db('payment_attempts')
      .where({ order_id: orderId })
      .update({ state: 'opening', provider_object_id: null, url: null });
    await expect(bench.steps.voidAttempt({ orderId, attemptNo: 1, at: bench.now() })).resolves.toEqual({
      outcome: 'closed',
    });
    expect(await bench.db('payment_attempts').where({ order_id: orderId }).first()).toMatchObject({
      provider_object_id: checkoutId,
      state: 'voided',
    });
  });

  it('is fulfilled for money of a page whose opening had no answer', async () => {
    const { orderId, checkoutId } = await bench.placed(await bench.company());
    await bench
      .db('payment_attempts')
      .where({ order_id: orderId })
      .update({ state: 'failed', provider_object_id: null, url: null });
    await bench.stripe.pay(checkoutId);
    const stray = { orderId, provider: 'stripe' as const, checkoutId, at: bench.now() };
    await expect(bench.steps.reviewStray(stray)).resolves.toEqual({ outcome: 'paid' });
    await expect(bench.steps.reviewStray(stray)).resolves.toEqual({ outcome: 'paid' });
    expect(await orderRow(orderId)).toMatchObject({ state: 'fulfilling' });
    expect(await bench.db('tasks').where({ order_id: orderId })).toHaveLength(0);
  });

  it('ignores a late hint about the payment that the order was fulfilled for', async () => {
    const { orderId, checkoutId } = await bench.placed(await bench.company());
    await bench.stripe.pay(checkoutId);
    await bench.steps.settlePayment({ orderId, attemptNo: 1, at: bench.now() });
    await expect(
      bench.steps.reviewStray({ orderId, provider: 'stripe', checkoutId, at: bench.now() })
    ).resolves.toEqual({
      outcome: 'paid',
    });
    expect(await bench.db('tasks').where({ order_id: orderId })).toHaveLength(0);
  });
});

describe('closing an order that nobody paid', () => {
  it('frees its quote, tells the buyer once, and stays closed', async () => {
    const { orderId } = await bench.placed(await bench.company());
    for (let time = 0; time < 2; time += 1)
      await bench.steps.closeOrder({ orderId, as: 'expired', requestId: null, at: bench.now() });
    const row = await orderRow(orderId);
    expect(row).toMatchObject({ state: 'expired' });
    expect(await bench.db('quotes').where({ quote_id: row.quote_id }).first()).toMatchObject({
      consumed_by_order_id: null,
    });
    expect(await bench.db('mails').where({ order_id: orderId })).toMatchObject([
      { kind: 'order_expired', state: 'queued' },
    ]);
    expect(await eventsOf(orderId)).toEqual(['placed', 'checkout_opened', 'expired']);
  });

  it('names the person only when that person asked for it', async () => {
    const partner = await bench.company();
    const { orderId } = await bench.placed(partner);
    await bench.db('person_requests').insert({
      request_id: `cancel-${orderId}`,
      kind: 'cancel_order',
      actor_id: partner.userId,
      subject_id: orderId,
      created_at: bench.now(),
    });
    await bench.steps.closeOrder({ orderId, as: 'cancelled', requestId: `cancel-${orderId}`, at: bench.now() });
    const audit = await bench.db('audit_log').where({ subject_id: orderId, what: 'order.cancelled' }).first();
    expect(audit).toMatchObject({ actor_kind: 'user', actor_id: partner.userId });
    const other = await bench.placed(partner);
    await bench.steps.closeOrder({
      orderId: other.orderId,
      as: 'cancelled',
      requestId: `cancel-${orderId}`,
      at: bench.now(),
    });
    const forged = await bench.db('audit_log').where({ subject_id: other.orderId, what: 'order.cancelled' }).first();
    expect(forged).toMatchObject({ actor_kind: 'temporal_ui', actor_id: null });
  });
});

describe('money that comes while the order is parked', () => {
  it('is shown, waits for the resume and then is the payment of the order, not a stray', async () => {
    const { orderId, checkoutId } = await bench.placed(await bench.company());
    await bench.steps.parkOrder({ orderId, step: 'settlePayment', reason: 'stripe_key_refused', at: bench.now() });
    await bench.stripe.pay(checkoutId);
    const look = { orderId, attemptNo: 1, at: bench.now() };
    await expect(bench.steps.settlePayment(look)).rejects.toMatchObject({ code: 'order_is_parked' });
    expect(await bench.db('captures').where({ order_id: orderId })).toMatchObject([{ winning: false }]);
    expect(await bench.db('tasks').where({ order_id: orderId, kind: 'second_money', state: 'open' })).toHaveLength(1);
    await bench.steps.unparkOrder({ orderId, back: 'awaiting_payment', requestId: null, at: bench.now() });
    await expect(bench.steps.settlePayment(look)).resolves.toEqual({ outcome: 'paid' });
    expect(await bench.db('tasks').where({ order_id: orderId, state: 'open' })).toHaveLength(0);
  });

  it('is promoted when it was kept for a person before', async () => {
    const { orderId, checkoutId } = await bench.placed(await bench.company());
    await bench.raisePrice(orderId, 100);
    await bench.stripe.pay(checkoutId);
    const look = { orderId, attemptNo: 1, at: bench.now() };
    await expect(bench.steps.settlePayment(look)).resolves.toMatchObject({ outcome: 'wrong_money' });
    await bench.raisePrice(orderId, -100);
    await expect(bench.steps.settlePayment(look)).resolves.toEqual({ outcome: 'paid' });
    expect(await bench.db('captures').where({ order_id: orderId })).toMatchObject([{ winning: true }]);
    expect(await bench.db('tasks').where({ order_id: orderId, state: 'open' })).toHaveLength(0);
  });
});
