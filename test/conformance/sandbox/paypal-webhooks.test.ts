import { callJson, listIn, moveClock } from './support/calls';
import {
  approve,
  capture,
  control,
  openOrder,
  paidOrder,
  paypalWebhook,
  signatureFits,
  startPayPalFixture,
  type PayPalFixture,
  type ReceivedPayPalWebhook,
} from './support/paypal-fixture';
import { eventually, PAYPAL_WEBHOOK_ID } from './support/sandbox-fixture';

let fixture: PayPalFixture;
beforeEach(async () => {
  fixture = await startPayPalFixture();
});
afterEach(() => fixture.stop());

function ofType(type: string): ReceivedPayPalWebhook[] {
  return fixture.receiver.received.filter(({ event }) => event.event_type === type);
}

function certificateOf(headers: ReceivedPayPalWebhook['headers']): string {
  return new URL(String(headers['paypal-cert-url'])).pathname;
}

function delivery(type: string, state: string): Promise<Record<string, unknown>> {
  return eventually(`${type} ${state}`, async () => {
    const { body } = await callJson(`${fixture.base}/_sandbox/webhooks`);
    return listIn(body, 'deliveries').find((row) => row['type'] === type && row['state'] === state);
  });
}

describe("PayPal's webhooks", () => {
  test('tell the way of an order, signed over the exact bytes', async () => {
    const { orderId, captureId } = await paidOrder(fixture, 'o-told €', { saves: true });
    const approved = await paypalWebhook(fixture.receiver, 'CHECKOUT.ORDER.APPROVED', orderId);
    const completed = await paypalWebhook(fixture.receiver, 'PAYMENT.CAPTURE.COMPLETED', captureId);
    expect(approved.event).toMatchObject({ resource_type: 'checkout-order', resource: { status: 'APPROVED' } });
    expect(completed.event).toMatchObject({
      id: expect.stringMatching(/^WH-/),
      event_version: '1.0',
      resource_type: 'capture',
      resource_version: '2.0',
      summary: expect.any(String),
      resource: {
        status: 'COMPLETED',
        custom_id: 'o-told €',
        supplementary_data: { related_ids: { order_id: orderId } },
      },
    });
    await delivery('VAULT.PAYMENT-TOKEN.CREATED', 'delivered');
    expect(fixture.receiver.received.map(({ isGenuine }) => isGenuine)).not.toContain(false);
    const changed = Buffer.from(completed.payload.toString('utf8').replace('680.16', '080.16'));
    expect(await signatureFits(completed.headers, changed)).toBe(false);
    expect(await signatureFits(completed.headers, completed.payload)).toBe(true);
  });

  test('are signed with real time and the same certificate, over a restart and with the clock far ahead', async () => {
    const first = await paidOrder(fixture, 'o-now');
    const before = await paypalWebhook(fixture.receiver, 'PAYMENT.CAPTURE.COMPLETED', first.captureId);
    await moveClock(fixture, 'P400D');
    fixture = await fixture.restart();
    const { captureId } = await paidOrder(fixture, 'o-ahead');
    const { headers, event, isGenuine } = await paypalWebhook(fixture.receiver, 'PAYMENT.CAPTURE.COMPLETED', captureId);
    expect(isGenuine).toBe(true);
    expect(certificateOf(headers)).toBe(certificateOf(before.headers));
    const signedAt = Date.parse(String(headers['paypal-transmission-time']));
    expect(Math.abs(signedAt - Date.now())).toBeLessThan(60_000);
    expect(Math.round((Date.parse(event.create_time) - Date.now()) / 86_400_000)).toBe(400);
    const unknown = await fetch(String(headers['paypal-cert-url']).replace(/CERT-\w+/, 'CERT-OTHER'));
    expect(unknown.status).toBe(404);
  });

  test('can be verified by a call', async () => {
    const { captureId } = await paidOrder(fixture, 'o-verify');
    const { headers, event } = await paypalWebhook(fixture.receiver, 'PAYMENT.CAPTURE.COMPLETED', captureId);
    const { request } = await fixture.sdk.payments.getCapturedPayment({ captureId });
    const verify = async (change: object): Promise<unknown> => {
      const body = {
        auth_algo: headers['paypal-auth-algo'],
        cert_url: headers['paypal-cert-url'],
        transmission_id: headers['paypal-transmission-id'],
        transmission_sig: headers['paypal-transmission-sig'],
        transmission_time: headers['paypal-transmission-time'],
        webhook_id: PAYPAL_WEBHOOK_ID,
        webhook_event: event,
        ...change,
      };
      const url = `${fixture.base}/v1/notifications/verify-webhook-signature`;
      const authorization = String(request.headers?.['authorization']);
      return (await callJson(url, 'POST', body, { authorization })).body['verification_status'];
    };
    expect(await verify({})).toBe('SUCCESS');
    const changes = [
      { webhook_event: { ...event, summary: 'Other' } },
      { webhook_id: 'OTHER' },
      { transmission_time: '2026-01-01T00:00:00Z' },
      { cert_url: 'http://127.0.0.1:9/cert' },
      { auth_algo: 'SHA1withRSA' },
    ];
    for (const change of changes) expect([change, await verify(change)]).toEqual([change, 'FAILURE']);
  });

  test('are tried again until the endpoint takes them, signed anew each time', async () => {
    fixture.receiver.status = 500;
    const id = await openOrder(fixture, 'o-retry');
    await approve(fixture, id);
    await eventually('three attempts', () => (ofType('CHECKOUT.ORDER.APPROVED').length >= 3 ? true : undefined));
    fixture.receiver.status = 200;
    await delivery('CHECKOUT.ORDER.APPROVED', 'delivered');
    const attempts = ofType('CHECKOUT.ORDER.APPROVED');
    expect(new Set(attempts.map(({ event }) => event.id)).size).toBe(1);
    expect(new Set(attempts.map(({ headers }) => headers['paypal-transmission-id'])).size).toBe(attempts.length);
    expect(attempts.map(({ isGenuine }) => isGenuine)).not.toContain(false);
  });

  test('are lost, repeated and overtaken on order', async () => {
    await control(fixture, 'faults', { effect: 'webhook-lost', match: { type: 'CHECKOUT.ORDER.' } });
    await control(fixture, 'faults', { effect: 'webhook-duplicate', match: { type: 'PAYMENT.CAPTURE.' }, copies: 2 });
    await control(fixture, 'faults', { effect: 'webhook-reordered', match: { type: 'VAULT.' } });
    await paidOrder(fixture, 'o-faults', { saves: true });
    await delivery('VAULT.PAYMENT-TOKEN.CREATED', 'delivered');
    await delivery('CHECKOUT.ORDER.APPROVED', 'lost');
    await eventually('three copies', () => (ofType('PAYMENT.CAPTURE.COMPLETED').length === 3 ? true : undefined));
    expect(ofType('CHECKOUT.ORDER.APPROVED')).toEqual([]);
    const types = fixture.receiver.received.map(({ event }) => event.event_type);
    expect(types.indexOf('PAYMENT.CAPTURE.COMPLETED')).toBeLessThan(types.indexOf('VAULT.PAYMENT-TOKEN.CREATED'));
  });

  test('wait for a release, and are sent again by hand', async () => {
    await control(fixture, 'faults', { effect: 'webhook-delayed', match: { type: 'PAYMENT.' } });
    const id = await openOrder(fixture, 'o-held');
    await approve(fixture, id);
    await capture(fixture, id);
    const row = await delivery('PAYMENT.CAPTURE.COMPLETED', 'held');
    expect((await control(fixture, 'webhooks/release')).body).toEqual({ released: 1 });
    await delivery('PAYMENT.CAPTURE.COMPLETED', 'delivered');
    const sent = await control(fixture, 'webhooks/redeliver', { event: row['id'], copies: 2 });
    expect(sent.body['answers']).toEqual([200, 200]);
    expect(ofType('PAYMENT.CAPTURE.COMPLETED')).toHaveLength(3);
  });
});
