import {
  callJson,
  customerWithCard,
  fault,
  freshKey,
  listIn,
  moveClock,
  openSession,
  pay,
  postForm,
} from './support/calls';
import { startFixture, webhookOfType, type Fixture } from './support/sandbox-fixture';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.stop());

async function intent(customer: string, method: string, amount = 5000): Promise<string> {
  const created = await fixture.stripe.paymentIntents.create(
    { amount, currency: 'usd', customer, payment_method: method, metadata: { order_id: 'renewal' } },
    freshKey()
  );
  return created.id;
}

function confirm(id: string, more: object = { off_session: true }): Promise<{ status: string }> {
  return fixture.stripe.paymentIntents.confirm(id, more, freshKey());
}

async function receivedFor(paymentIntent: string): Promise<unknown> {
  const { body } = await callJson(`${fixture.sandbox.urls.stripe}/_sandbox/ledger`);
  return listIn(body, 'entries').find((entry) => entry['paymentIntent'] === paymentIntent);
}

describe('a saved card', () => {
  test('is saved by a first payment with consent, and charged later in two steps', async () => {
    const customer = await fixture.stripe.customers.create({ email: 'a@aurora.example' }, freshKey());
    const session = await openSession(fixture, 'o-save', {
      customer: customer.id,
      payment_intent_data: { setup_future_usage: 'off_session', metadata: { order_id: 'o-save' } },
    });
    await pay(fixture, session.id);
    const [card] = (await fixture.stripe.paymentMethods.list({ customer: customer.id, type: 'card' })).data;
    expect(card).toMatchObject({ customer: customer.id, card: { brand: 'visa', last4: '4242' } });
    const id = await intent(customer.id, card?.id ?? '');
    expect(await confirm(id)).toMatchObject({ status: 'succeeded' });
    await expect(confirm(id)).rejects.toMatchObject({
      code: 'payment_intent_unexpected_state',
      payment_intent: { status: 'succeeded' },
    });
    expect(await receivedFor(id)).toMatchObject({ receivedMinor: 5000, metadata: { order_id: 'renewal' } });
    await expect(fixture.stripe.paymentIntents.cancel(id, {}, freshKey())).rejects.toMatchObject({ statusCode: 400 });
  });

  test('is not kept without consent', async () => {
    const customer = await fixture.stripe.customers.create({}, freshKey());
    const session = await openSession(fixture, 'o-once', { customer: customer.id });
    await pay(fixture, session.id);
    expect((await fixture.stripe.customers.listPaymentMethods(customer.id)).data).toEqual([]);
  });

  test('is saved without paying by mode setup, declined cards and refused authentication aside', async () => {
    const customer = await fixture.stripe.customers.create({}, freshKey());
    const session = await fixture.stripe.checkout.sessions.create(
      { mode: 'setup', customer: customer.id, currency: 'eur', success_url: 'http://127.0.0.1:9/ok' },
      freshKey()
    );
    expect((await pay(fixture, session.id, { card: '4000000000000002' })).body['kind']).toBe('declined');
    const refused = { card: '4000002760003184', authenticate: 'refused' };
    expect((await pay(fixture, session.id, refused)).body['kind']).toBe('declined');
    expect((await pay(fixture, session.id, { card: '4000002760003184' })).body['kind']).toBe('complete');
    const read = await fixture.stripe.checkout.sessions.retrieve(session.id, {
      expand: ['setup_intent.payment_method'],
    });
    expect(read).toMatchObject({
      payment_status: 'no_payment_required',
      setup_intent: { status: 'succeeded', payment_method: { card: { last4: '3184' }, customer: customer.id } },
    });
    const setup = await fixture.stripe.setupIntents.retrieve(
      typeof read.setup_intent === 'object' ? (read.setup_intent?.id ?? '') : ''
    );
    expect(setup.usage).toBe('off_session');
    await webhookOfType(fixture.receiver, 'setup_intent.succeeded');
    await webhookOfType(fixture.receiver, 'setup_intent.setup_failed');
  });

  test('that needs its holder is declined off session, and paid on the bank page with the same intent', async () => {
    const { customer, method } = await customerWithCard(fixture, '4000002760003184');
    const id = await intent(customer, method);
    await expect(confirm(id)).rejects.toMatchObject({
      type: 'StripeCardError',
      statusCode: 402,
      code: 'authentication_required',
      decline_code: 'authentication_required',
      payment_intent: {
        id,
        status: 'requires_payment_method',
        payment_method: null,
        last_payment_error: { payment_method: { id: method } },
      },
    });
    const waiting = await fixture.stripe.paymentIntents.confirm(
      id,
      { payment_method: method, return_url: 'http://127.0.0.1:9/back?x=1' },
      freshKey()
    );
    expect(waiting.status).toBe('requires_action');
    const answered = await postForm(waiting.next_action?.redirect_to_url?.url ?? '', { answer: 'approve' });
    expect(answered.headers.get('location')).toBe(
      `http://127.0.0.1:9/back?x=1&payment_intent=${id}&redirect_status=succeeded`
    );
    expect(await receivedFor(id)).toMatchObject({ receivedMinor: 5000, status: 'succeeded' });
  });

  test('can be saved and fail later, by its number, by order or by its age', async () => {
    const bad = await customerWithCard(fixture, '4000000000000341');
    await expect(confirm(await intent(bad.customer, bad.method))).rejects.toMatchObject({ code: 'card_declined' });
    const good = await customerWithCard(fixture);
    await fault(fixture, { effect: 'decline', code: 'insufficient_funds', match: { customer: good.customer } });
    const id = await intent(good.customer, good.method);
    await expect(confirm(id)).rejects.toMatchObject({ decline_code: 'insufficient_funds' });
    expect(await confirm(id, { off_session: true, payment_method: good.method })).toMatchObject({
      status: 'succeeded',
    });
    await moveClock(fixture, 'P2200D');
    await expect(confirm(await intent(good.customer, good.method))).rejects.toMatchObject({ code: 'expired_card' });
  });

  test('is forgotten by detaching, and cannot be charged after that or by another customer', async () => {
    const { customer, method } = await customerWithCard(fixture);
    const id = await intent(customer, method);
    const other = await fixture.stripe.customers.create({}, freshKey());
    await expect(confirm(await intent(other.id, method))).rejects.toMatchObject({ param: 'payment_method' });
    await fixture.stripe.paymentMethods.detach(method, {}, freshKey());
    await expect(confirm(id)).rejects.toMatchObject({ param: 'payment_method' });
    await expect(fixture.stripe.paymentMethods.detach(method, {}, freshKey())).rejects.toMatchObject({
      statusCode: 400,
    });
    await webhookOfType(fixture.receiver, 'payment_method.detached');
    const canceled = await fixture.stripe.paymentIntents.cancel(id, { cancellation_reason: 'abandoned' }, freshKey());
    expect(canceled).toMatchObject({ status: 'canceled', cancellation_reason: 'abandoned' });
  });
});

describe('refunds and disputes', () => {
  async function paidIntent(order: string): Promise<string> {
    const session = await openSession(fixture, order);
    await pay(fixture, session.id);
    const read = await fixture.stripe.checkout.sessions.retrieve(session.id);
    return typeof read.payment_intent === 'string' ? read.payment_intent : '';
  }

  test('give back parts up to the whole and never more', async () => {
    const id = await paidIntent('o-refund');
    const refund = (amount?: number): Promise<{ id: string; status: string | null }> =>
      fixture.stripe.refunds.create(
        { payment_intent: id, ...(amount !== undefined && { amount }), metadata: { refund_id: 'r1' } },
        freshKey()
      );
    const first = await refund(4000);
    expect(first.status).toBe('succeeded');
    await expect(refund(6000)).rejects.toMatchObject({ statusCode: 400, param: 'amount' });
    await refund();
    await expect(refund()).rejects.toMatchObject({ code: 'charge_already_refunded' });
    const { data } = await fixture.stripe.refunds.list({ payment_intent: id });
    expect(data.map(({ amount, metadata }) => [amount, metadata])).toEqual([
      [5995, { refund_id: 'r1' }],
      [4000, { refund_id: 'r1' }],
    ]);
    const [charge] = (await fixture.stripe.charges.list({ payment_intent: id })).data;
    expect(charge).toMatchObject({ refunded: true, amount_refunded: 9995 });
    await webhookOfType(fixture.receiver, 'charge.refunded');
    const failed = await callJson(`${fixture.sandbox.urls.stripe}/_sandbox/refunds/${first.id}/fail`, 'POST');
    expect(failed.body['status']).toBe('failed');
    await webhookOfType(fixture.receiver, 'refund.failed');
    expect(await receivedFor(id)).toMatchObject({ refundedMinor: 5995 });
  });

  test('open, close and block refunds', async () => {
    const id = await paidIntent('o-dispute');
    const url = fixture.sandbox.urls.stripe;
    const opened = await callJson(`${url}/_sandbox/disputes`, 'POST', { paymentIntent: id });
    const dispute = await fixture.stripe.disputes.retrieve(String(opened.body['id']));
    expect(dispute).toMatchObject({ status: 'needs_response', amount: 9995, payment_intent: id });
    await expect(fixture.stripe.refunds.create({ payment_intent: id }, freshKey())).rejects.toMatchObject({
      code: 'charge_disputed',
    });
    await callJson(`${url}/_sandbox/disputes/${dispute.id}/close`, 'POST', { status: 'lost' });
    expect((await fixture.stripe.disputes.list({ payment_intent: id })).data).toMatchObject([{ status: 'lost' }]);
    await webhookOfType(fixture.receiver, 'charge.dispute.created');
    await webhookOfType(fixture.receiver, 'charge.dispute.closed');
  });
});

describe('lists', () => {
  test('come newest first in pages', async () => {
    const { customer } = await customerWithCard(fixture);
    const ids: string[] = [];
    for (let index = 0; index < 5; index += 1) {
      const { id } = await fixture.stripe.paymentIntents.create(
        { amount: 5000 + index, currency: 'usd', customer },
        freshKey()
      );
      ids.unshift(id);
    }
    const first = await fixture.stripe.paymentIntents.list({ customer, limit: 2 });
    expect([first.data.map(({ id }) => id), first.has_more]).toEqual([ids.slice(0, 2), true]);
    const all: string[] = [];
    for await (const { id } of fixture.stripe.paymentIntents.list({ customer, limit: 2 })) all.push(id);
    expect(all).toEqual(ids);
    const before = await fixture.stripe.paymentIntents.list({ customer, ending_before: ids[4] ?? '', limit: 2 });
    expect(before.data.map(({ id }) => id)).toEqual(ids.slice(2, 4));
    const events = await fixture.stripe.events.list({ type: 'setup_intent.succeeded', limit: 1 });
    const event = await fixture.stripe.events.retrieve(events.data[0]?.id ?? '');
    expect(event).toMatchObject({ type: 'setup_intent.succeeded', data: { object: { customer } } });
  });
});
