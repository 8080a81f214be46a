import { failureOf } from './support/failure-of';
import { CARDS, startStripeBench, type StripeBench } from './support/stripe-bench';

let bench: StripeBench;

beforeAll(async () => {
  bench = await startStripeBench();
});
afterAll(() => bench.fixture.stop());

describe('starting a checkout', () => {
  it('opens a page for the gross total that ends when the order said', async () => {
    const order = await bench.order();
    const checkout = await bench.provider.startCheckout(order);
    expect(checkout.objectId).toMatch(/^cs_/);
    expect(checkout.expiresAt).toBe(order.expiresAt);
    const page = await (await fetch(checkout.url)).text();
    expect(page).toContain('Meeting Room +5');
    expect(page).toContain('680.16');
    expect(await bench.provider.lookUp(checkout.objectId)).toEqual({ state: 'open', lastProblem: null });
  });

  it('is refused for good when it would end too soon, or cost less than the provider takes', async () => {
    const soon = new Date((await bench.nowMs()) + 300_000).toISOString();
    const failures = [
      await failureOf(bench.provider.startCheckout(await bench.order({ expiresAt: soon }))),
      await failureOf(bench.provider.startCheckout(await bench.order({ amount: { amountMinor: 1, currency: 'USD' } }))),
    ];
    expect(failures.map(({ kind, code }) => [kind, code])).toEqual(
      Array(2).fill(['refused', 'stripe_invalid_request'])
    );
  });

  it('does not fail for an address that the provider would refuse, nor for a long or odd description', async () => {
    for (const email of ['ada', 'ada@localhost', '张伟@例子.test', 'a b@c.test']) {
      await bench.provider.startCheckout(await bench.order({ email }));
      await bench.provider.startCheckout(await bench.order({ email, saveMethod: true }));
    }
    const checkout = await bench.provider.startCheckout(await bench.order({ description: '会议室 🦊'.repeat(100) }));
    await bench.pay(checkout.objectId);
    expect(await bench.provider.lookUp(checkout.objectId)).toMatchObject({ state: 'paid' });
  });

  it('sends what the contract names and an idempotency key of ours with every write', async () => {
    const order = await bench.order({ saveMethod: true });
    await bench.provider.startCheckout(order);
    const writes = (await bench.requests()).filter(({ method }) => method === 'POST');
    expect(writes.every(({ idempotencyKey }) => /^(order|customer|void|forget):/.test(idempotencyKey ?? ''))).toBe(
      true
    );
    const metadata = { order_id: order.orderId, attempt_no: '1', company_id: 'WP-1001' };
    expect(writes.at(-1)?.input).toMatchObject({
      mode: 'payment',
      client_reference_id: order.orderId,
      allowed_payment_method_types: ['card'],
      metadata,
      payment_intent_data: { metadata, setup_future_usage: 'off_session' },
    });
    expect(writes.at(-1)?.input['line_items']).toHaveLength(1);
    expect(JSON.stringify(writes.map(({ idempotencyKey }) => idempotencyKey))).not.toContain('ada@');
  });
});

describe('a payment', () => {
  it('declined leaves the checkout open and says why; another card then pays it once', async () => {
    const order = await bench.order();
    const { objectId } = await bench.provider.startCheckout(order);
    await bench.pay(objectId, CARDS.noFunds);
    expect(await bench.provider.lookUp(objectId)).toEqual({ state: 'open', lastProblem: 'insufficient_funds' });
    await bench.pay(objectId, CARDS.good);
    expect(await bench.provider.lookUp(objectId)).toMatchObject({ state: 'paid', amount: order.amount });
    const [entry, second] = await bench.ledger(order.orderId);
    expect([entry?.receivedMinor, second]).toEqual([68_016, undefined]);
  });

  it('waiting for the bank is open until the bank has agreed', async () => {
    const { objectId } = await bench.provider.startCheckout(await bench.order());
    await bench.pay(objectId, CARDS.asksTheBank, { authenticate: 'not-yet' });
    expect(await bench.provider.lookUp(objectId)).toMatchObject({ state: 'open' });
    await bench.pay(objectId, CARDS.asksTheBank, { authenticate: 'refused' });
    expect(await bench.provider.lookUp(objectId)).toMatchObject({ state: 'open' });
    await bench.pay(objectId, CARDS.asksTheBank);
    expect(await bench.provider.lookUp(objectId)).toMatchObject({ state: 'paid' });
  });

  it('with consent saves the card, which can be forgotten, twice if need be', async () => {
    const { objectId } = await bench.provider.startCheckout(await bench.order({ saveMethod: true }));
    await bench.pay(objectId);
    const view = await bench.provider.lookUp(objectId);
    if (view.state !== 'paid' || view.savedMethod === null) throw new Error('no method was saved');
    expect(view.savedMethod).toMatchObject({ brand: 'visa', last4: '4242' });
    expect(view.savedMethod.providerCustomerId).toMatch(/^cus_/);
    expect(view.savedMethod.expiryYear).toBeGreaterThan(2025);
    const { providerMethodId } = view.savedMethod;
    for (const key of ['forget:1', 'forget:1', 'forget:2']) await bench.provider.forgetMethod(providerMethodId, key);
    await bench.provider.forgetMethod('pm_unknown', 'forget:3');
    expect((await bench.fixture.stripe.paymentMethods.retrieve(providerMethodId)).customer).toBeNull();
    expect(await bench.provider.lookUp(objectId)).toMatchObject({ state: 'paid', savedMethod: null });
  });

  it('of two companies, or of one company under two addresses, never shares a customer', async () => {
    const customers = new Set<unknown>();
    for (const over of [{}, { companyId: 'WP-1004' }, { email: 'bob@aurora.example' }, {}]) {
      const { objectId } = await bench.provider.startCheckout(await bench.order({ saveMethod: true, ...over }));
      customers.add((await bench.fixture.stripe.checkout.sessions.retrieve(objectId)).customer);
    }
    expect(customers.size).toBe(3);
  });
});

describe('voiding a checkout', () => {
  it('closes it for good, twice if need be', async () => {
    const order = await bench.order();
    const { objectId } = await bench.provider.startCheckout(order);
    for (const key of ['void:a', 'void:a', 'void:b']) {
      expect(await bench.provider.voidCheckout(objectId, key)).toEqual({ state: 'expired', lastProblem: null });
    }
    await bench.pay(objectId);
    expect(await bench.provider.lookUp(objectId)).toEqual({ state: 'expired', lastProblem: null });
    expect(await bench.ledger(order.orderId)).toEqual([]);
  });

  it('racing a payment ends in one truth that both sides tell', async () => {
    for (let round = 0; round < 10; round += 1) {
      const order = await bench.order();
      const { objectId } = await bench.provider.startCheckout(order);
      const [view] = await Promise.all([
        bench.provider.voidCheckout(objectId, `void:race:${round}`),
        bench.pay(objectId),
      ]);
      const received = (await bench.ledger(order.orderId)).reduce((sum, entry) => sum + entry.receivedMinor, 0);
      expect([view.state, received]).toEqual(view.state === 'paid' ? ['paid', 68_016] : ['expired', 0]);
    }
  });

  it('happens by itself when its time is over', async () => {
    const { objectId } = await bench.provider.startCheckout(await bench.order());
    await bench.moveClock('PT61M');
    expect(await bench.provider.lookUp(objectId)).toEqual({ state: 'expired', lastProblem: null });
    expect(await bench.provider.voidCheckout(objectId, 'void:late')).toEqual({ state: 'expired', lastProblem: null });
  });
});

describe('finding a checkout again', () => {
  it('by order and attempt, and nothing for another of either', async () => {
    const order = await bench.order({ attemptNo: 2 });
    const createdAt = new Date(await bench.nowMs()).toISOString();
    const checkout = await bench.provider.startCheckout(order);
    const { orderId, expiresAt } = order;
    const times = { createdAt, expiresAt };
    expect(await bench.provider.findCheckout({ orderId, attemptNo: 2, ...times })).toEqual(checkout);
    expect(await bench.provider.findCheckout({ orderId, attemptNo: 1, ...times })).toBeNull();
    expect(await bench.provider.findCheckout({ orderId: 'other', attemptNo: 2, ...times })).toBeNull();
  });

  it('behind more than a page of newer ones, also when it is closed by then', async () => {
    const order = await bench.order();
    const createdAt = new Date(await bench.nowMs()).toISOString();
    const checkout = await bench.provider.startCheckout(order);
    for (let other = 0; other < 101; other += 1) await bench.provider.startCheckout(await bench.order());
    await bench.provider.voidCheckout(checkout.objectId, 'void:found');
    const found = await bench.provider.findCheckout({ ...order, createdAt });
    expect(found).toMatchObject({ objectId: checkout.objectId, url: order.cancelUrl });
  });

  it('behind each id that a webhook names', async () => {
    const order = await bench.order();
    const { objectId } = await bench.provider.startCheckout(order);
    await bench.pay(objectId);
    const view = await bench.provider.lookUp(objectId);
    const [charge] = (await bench.ledger(order.orderId)).flatMap((entry) => entry.charges);
    const known = { checkoutId: objectId, orderId: order.orderId };
    for (const id of [objectId, view.state === 'paid' ? view.captureId : '', charge?.id ?? '']) {
      expect(await bench.provider.resolveCheckout(id)).toEqual(known);
    }
    for (const id of ['cs_test_unknown', 'pi_unknown', 'ch_unknown', 'cus_1', 're_1', '', '../v1/charges']) {
      expect(await bench.provider.resolveCheckout(id)).toBeNull();
    }
  });
});
