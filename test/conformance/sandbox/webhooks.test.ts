import { callJson, fault, listIn, moveClock, openSession, pay } from './support/calls';
import { eventually, startFixture, type Fixture, type ReceivedWebhook } from './support/sandbox-fixture';

let fixture: Fixture;
beforeEach(async () => {
  fixture = await startFixture();
});
afterEach(() => fixture.stop());

async function paidSession(order: string): Promise<string> {
  const session = await openSession(fixture, order);
  await pay(fixture, session.id);
  return session.id;
}

function completed(): ReceivedWebhook[] {
  return fixture.receiver.received.filter(({ event }) => event.type === 'checkout.session.completed');
}

function delivery(type: string, state: string): Promise<Record<string, unknown>> {
  return eventually(`${type} ${state}`, async () => {
    const { body } = await callJson(`${fixture.sandbox.urls.stripe}/_sandbox/webhooks`);
    return listIn(body, 'deliveries').find((row) => row['type'] === type && row['state'] === state);
  });
}

describe('webhooks', () => {
  test('are signed with real time even when the clock is far ahead', async () => {
    await moveClock(fixture, 'P400D');
    await paidSession('o-ahead');
    const [webhook] = await eventually('completed', () => (completed().length > 0 ? completed() : undefined));
    expect(fixture.receiver.invalid).toEqual([]);
    // The SDK takes a time ahead of its own, so the time of the signature is looked at here.
    const signedAt = Number(/^t=(\d+),/.exec(webhook?.signature ?? '')?.[1]);
    expect(Math.abs(signedAt - Date.now() / 1000)).toBeLessThan(60);
    const ahead = (webhook?.event.created ?? 0) - Date.now() / 1000;
    expect(Math.round(ahead / 86_400)).toBe(400);
  });

  test('are tried again until the endpoint takes them', async () => {
    fixture.receiver.status = 500;
    await paidSession('o-retry');
    await eventually('three attempts', () => (completed().length >= 3 ? true : undefined));
    fixture.receiver.status = 200;
    const row = await delivery('checkout.session.completed', 'delivered');
    expect(row['last']).toBe('200');
    expect(Number(row['attempts'])).toBeGreaterThanOrEqual(3);
    expect(new Set(completed().map(({ event }) => event.id)).size).toBe(1);
  });

  test('are lost on order', async () => {
    await fault(fixture, { effect: 'webhook-lost', match: { type: 'checkout.session.' } });
    await paidSession('o-lost');
    await delivery('checkout.session.completed', 'lost');
    await delivery('payment_intent.succeeded', 'delivered');
    expect(completed()).toEqual([]);
  });

  test('come as often as ordered', async () => {
    await fault(fixture, { effect: 'webhook-duplicate', match: { type: 'checkout.session.completed' }, copies: 4 });
    await paidSession('o-copies');
    await eventually('five copies', () => (completed().length === 5 ? true : undefined));
    expect(new Set(completed().map(({ payload }) => payload)).size).toBe(1);
  });

  test('are overtaken on order', async () => {
    await fault(fixture, { effect: 'webhook-reordered', match: { type: 'payment_intent.succeeded' } });
    await paidSession('o-order');
    await delivery('payment_intent.succeeded', 'delivered');
    expect(fixture.receiver.received.map(({ event }) => event.type)).toEqual([
      'checkout.session.completed',
      'payment_intent.succeeded',
    ]);
  });

  test('wait for a release, over a restart too', async () => {
    await fault(fixture, { effect: 'webhook-delayed', match: { type: 'checkout.session.completed' } });
    await paidSession('o-late');
    await delivery('checkout.session.completed', 'held');
    fixture = await fixture.restart();
    await delivery('payment_intent.succeeded', 'delivered');
    expect(completed()).toEqual([]);
    const released = await callJson(`${fixture.sandbox.urls.stripe}/_sandbox/webhooks/release`, 'POST');
    expect(released.body).toEqual({ released: 1 });
    await delivery('checkout.session.completed', 'delivered');
    expect(completed()).toHaveLength(1);
  });

  test('can be sent twenty times at once by hand', async () => {
    await paidSession('o-twenty');
    const row = await delivery('checkout.session.completed', 'delivered');
    const sent = await callJson(`${fixture.sandbox.urls.stripe}/_sandbox/webhooks/redeliver`, 'POST', {
      event: row['id'],
      copies: 20,
    });
    expect(sent.body['answers']).toEqual(Array.from({ length: 20 }, () => 200));
    expect(completed()).toHaveLength(21);
  });

  test('arrive before the answer of the call that caused them, on order', async () => {
    const session = await openSession(fixture, 'o-early');
    await fault(fixture, { effect: 'slow', ms: 1500, when: 'after', match: { path: 'expire$' } });
    let answered = false;
    const expiring = fixture.stripe.checkout.sessions.expire(session.id, {}, { idempotencyKey: 'early' }).then(() => {
      answered = true;
    });
    await eventually('expired', () =>
      fixture.receiver.received.find(({ event }) => event.type === 'checkout.session.expired')
    );
    expect(answered).toBe(false);
    await expiring;
  });

  test('faults are listed, cleared and refused when malformed', async () => {
    await fault(fixture, { effect: 'webhook-lost', times: 3 });
    await fault(fixture, { effect: 'status', status: 500 });
    await fault(fixture, { effect: 'decline' });
    const url = `${fixture.sandbox.urls.stripe}/_sandbox/faults`;
    expect((await callJson(url)).body['faults']).toHaveLength(3);
    for (const wrong of [
      {},
      { effect: 'explode' },
      { effect: 'webhook-duplicate', copies: 0 },
      { effect: 'status' },
      null,
    ]) {
      expect((await fault(fixture, wrong ?? [])).status).toBe(422);
    }
    expect((await callJson(url, 'DELETE')).body).toEqual({ faults: [] });
  });
});
