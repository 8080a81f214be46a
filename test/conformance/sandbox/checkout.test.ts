import { callJson, fault, freshKey, moveClock, openSession, pay, postForm, sessionParams } from './support/calls';
import { eventually, startFixture, webhookOfType, type Fixture } from './support/sandbox-fixture';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.stop());

const refused = (code: string, param?: string): object => ({ code, ...(param !== undefined && { param }) });

describe('a Checkout Session', () => {
  test('is paid once, tells so by signed webhooks, and shows the charge by expansion', async () => {
    const session = await openSession(fixture, 'o-paid');
    expect(session).toMatchObject({
      status: 'open',
      payment_status: 'unpaid',
      amount_total: 9995,
      payment_intent: null,
    });
    expect(session.url).toContain(fixture.sandbox.urls.stripe);
    const paid = await pay(fixture, session.id);
    expect(paid.body).toEqual({ kind: 'complete', redirectTo: `http://127.0.0.1:9/return?session=${session.id}` });
    const read = await fixture.stripe.checkout.sessions.retrieve(session.id, {
      expand: ['payment_intent.latest_charge', 'line_items'],
    });
    expect(read).toMatchObject({
      status: 'complete',
      payment_status: 'paid',
      url: null,
      payment_intent: {
        status: 'succeeded',
        amount_received: 9995,
        metadata: { order_id: 'o-paid' },
        latest_charge: { object: 'charge', paid: true, amount: 9995 },
      },
      line_items: { data: [{ quantity: 5, amount_total: 9995 }] },
    });
    const webhook = await eventually('completed', () =>
      fixture.receiver.received.find(({ event }) => event.type === 'checkout.session.completed')
    );
    expect(webhook.event).toMatchObject({
      api_version: '2026-10-28.endive',
      livemode: false,
      data: { object: { id: session.id } },
    });
    await webhookOfType(fixture.receiver, 'payment_intent.succeeded');
    expect(fixture.receiver.invalid).toEqual([]);
    const again = await pay(fixture, session.id);
    expect(again.body).toMatchObject({ kind: 'closed', status: 'complete' });
  });

  test('stays open after a decline and takes another card', async () => {
    const session = await openSession(fixture, 'o-declined');
    const declined = await pay(fixture, session.id, { card: '4000000000000002' });
    expect(declined.body).toEqual({ kind: 'declined', message: 'Your card was declined.' });
    const open = await fixture.stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent'] });
    expect(open).toMatchObject({
      status: 'open',
      payment_intent: {
        status: 'requires_payment_method',
        last_payment_error: { code: 'card_declined', decline_code: 'generic_decline', type: 'card_error' },
      },
    });
    await webhookOfType(fixture.receiver, 'payment_intent.payment_failed');
    await pay(fixture, session.id, { card: '4000000000009995' });
    await pay(fixture, session.id);
    const ledger = await callJson(`${fixture.sandbox.urls.stripe}/_sandbox/ledger?order_id=o-declined`);
    expect(ledger.body['entries']).toMatchObject([
      { receivedMinor: 9995, charges: [{ status: 'failed' }, { status: 'failed' }, { status: 'succeeded' }] },
    ]);
    const [listed] = (
      await fixture.stripe.checkout.sessions.list({ payment_intent: String(await intentOf(session.id)) })
    ).data;
    expect(listed?.id).toBe(session.id);
  });

  test('sends the payer to the bank for 3-D Secure and follows the answer', async () => {
    const session = await openSession(fixture, 'o-3ds');
    const sent = await pay(fixture, session.id, { card: '4000002760003184', authenticate: 'not-yet' });
    expect(sent.body['kind']).toBe('authenticate');
    await webhookOfType(fixture.receiver, 'payment_intent.requires_action');
    const bank = String(sent.body['redirectTo']);
    expect((await callJson(bank)).body['text']).toContain('Your bank asks');
    const no = await postForm(bank, { answer: 'refuse' });
    expect(no.status).toBe(402);
    const again = await pay(fixture, session.id, { card: '4000002760003184', authenticate: 'not-yet' });
    const yes = await postForm(String(again.body['redirectTo']), { answer: 'approve' });
    expect([yes.status, yes.headers.get('location')]).toEqual([303, `http://127.0.0.1:9/return?session=${session.id}`]);
    expect(await fixture.stripe.checkout.sessions.retrieve(session.id)).toMatchObject({ status: 'complete' });
  });

  test('expires by call, and a payment after that takes no money', async () => {
    const session = await openSession(fixture, 'o-expired');
    await pay(fixture, session.id, { card: '4000000000000002' });
    const expired = await fixture.stripe.checkout.sessions.expire(session.id, {}, freshKey());
    expect(expired).toMatchObject({ status: 'expired', url: null });
    expect((await pay(fixture, session.id)).body).toMatchObject({ kind: 'closed', status: 'expired' });
    await expect(fixture.stripe.checkout.sessions.expire(session.id, {}, freshKey())).rejects.toThrow(
      /status of expired/
    );
    const intent = await fixture.stripe.paymentIntents.retrieve(String(await intentOf(session.id)));
    expect(intent).toMatchObject({ status: 'canceled', amount_received: 0 });
    await webhookOfType(fixture.receiver, 'checkout.session.expired');
  });

  test('has one winner when expiry and payment race', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 12 }, async (_, index) => {
        const session = await openSession(fixture, `o-race-${index}`);
        const expire = (): Promise<boolean> =>
          fixture.stripe.checkout.sessions.expire(session.id, {}, freshKey()).then(
            () => true,
            () => false
          );
        const payIt = (): Promise<boolean> => pay(fixture, session.id).then(({ body }) => body['kind'] === 'complete');
        const [expired, paid] =
          index % 2 === 0
            ? await Promise.all([expire(), payIt()])
            : await Promise.all([payIt(), expire()]).then(([won, lost]) => [lost, won] as const);
        const ledger = await callJson(`${fixture.sandbox.urls.stripe}/_sandbox/ledger?order_id=o-race-${index}`);
        const received = JSON.stringify(ledger.body['totals']);
        return { winners: Number(expired) + Number(paid), paid, charged: received.includes('9995') };
      })
    );
    expect(outcomes.every(({ winners }) => winners === 1)).toBe(true);
    expect(outcomes.every(({ paid, charged }) => paid === charged)).toBe(true);
  });

  test('expires by itself on the moved clock', async () => {
    const inOneHour = Math.floor(Date.now() / 1000) + 3600;
    const session = await openSession(fixture, 'o-clock', { expires_at: inOneHour });
    await moveClock(fixture, 'PT2H');
    expect(await fixture.stripe.checkout.sessions.retrieve(session.id)).toMatchObject({ status: 'expired' });
    const told = fixture.receiver.received.filter(({ event }) => event.type === 'checkout.session.expired');
    expect(told.some(({ payload }) => payload.includes(session.id))).toBe(true);
    expect(fixture.receiver.invalid).toEqual([]);
  });

  test.each([
    ['an expiry under 30 minutes', { expires_at: 1000 }, 'expires_at'],
    ['an amount under the smallest charge', { line_items: line('usd', 49) }, 'line_items'],
    ['an amount of nine digits', { line_items: line('usd', 100_000_000) }, 'line_items'],
    ['Icelandic cents', { line_items: line('isk', 12_345) }, 'line_items'],
    ['a third decimal that is not 0', { line_items: line('kwd', 12_345) }, 'line_items'],
    ['an unknown currency', { line_items: line('xxx', 1000) }, 'line_items[0][price_data][currency]'],
    ['a customer and an e-mail', { customer: 'cus_1', customer_email: 'a@b.example' }, 'customer_email'],
    ['a customer that does not exist', { customer: 'cus_nobody' }, 'customer'],
    ['a long metadata value', { metadata: { note: 'x'.repeat(501) } }, 'metadata[note]'],
    [
      '51 metadata keys',
      { metadata: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, 'v'])) },
      'metadata',
    ],
  ])('refuses %s', async (_what, more, param) => {
    await expect(
      fixture.stripe.checkout.sessions.create(sessionParams('o-bad', more), freshKey())
    ).rejects.toMatchObject({
      statusCode: 400,
      type: 'StripeInvalidRequestError',
      param,
    });
  });

  test('refuses the parameter that version 23 of the SDK removed', async () => {
    const old = { ...sessionParams('o-old'), payment_method_types: ['card'] };
    await expect(fixture.stripe.checkout.sessions.create(old, freshKey())).rejects.toMatchObject(
      refused('parameter_unknown', 'payment_method_types')
    );
  });

  test('needs the right key and version', async () => {
    const url = `${fixture.sandbox.urls.stripe}/v1/customers/cus_1`;
    expect((await callJson(url)).status).toBe(401);
    const old = { authorization: 'Bearer sk_test_conformance', 'stripe-version': '2020-08-27' };
    expect((await callJson(url, 'GET', undefined, old)).status).toBe(400);
  });

  test('takes a decline ordered by amount on a good card', async () => {
    const armed = await fault(fixture, { effect: 'decline', code: 'insufficient_funds', match: { amountMinor: 9995 } });
    expect(armed.status).toBe(201);
    const session = await openSession(fixture, 'o-ordered');
    expect((await pay(fixture, session.id)).body['kind']).toBe('declined');
    expect((await pay(fixture, session.id)).body['kind']).toBe('complete');
  });
});

function line(currency: string, amount: number): object[] {
  return [{ quantity: 1, price_data: { currency, unit_amount: amount, product_data: { name: 'Desk' } } }];
}

async function intentOf(sessionId: string): Promise<string | null> {
  const session = await fixture.stripe.checkout.sessions.retrieve(sessionId);
  return typeof session.payment_intent === 'string' ? session.payment_intent : null;
}
