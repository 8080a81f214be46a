import Stripe from 'stripe';
import { GatewayFailure } from '../../gateways/shared/provider-failure';
import { createStripeProvider } from '../../gateways/stripe/create-stripe-provider';

const signer = new Stripe('sk_test_signer');
const nowMs = Date.UTC(2026, 10, 23, 9, 0, 0);
const provider = createStripeProvider({
  secretKey: 'sk_test_abc',
  apiBase: 'http://127.0.0.1:9',
  webhookSecrets: ['whsec_new', 'whsec_old'],
});

function event(type: string, object: object, livemode = false): string {
  return JSON.stringify({ id: 'evt_1', object: 'event', type, livemode, data: { object } });
}

const session = { id: 'cs_test_1', object: 'checkout.session', metadata: { order_id: 'order-1' } };
const completed = event('checkout.session.completed', session);

function signed(payload: string, secret = 'whsec_new', atMs = nowMs): string {
  return signer.webhooks.generateTestHeaderString({ payload, secret, timestamp: Math.floor(atMs / 1_000) });
}

function verify(payload: string | Buffer, signature: string, receivedAtMs = nowMs) {
  const headers = { 'stripe-signature': signature };
  return provider.verifyWebhook({ rawBody: Buffer.from(payload), headers, receivedAtMs });
}

async function refusalOf(run: () => Promise<unknown>): Promise<string> {
  try {
    await run();
  } catch (error) {
    if (error instanceof GatewayFailure && error.kind === 'refused') return error.code;
    throw error;
  }
  return 'accepted';
}

describe('a webhook of Stripe', () => {
  it('is a hint that names the session and the order', async () => {
    expect(await verify(completed, signed(completed))).toEqual({
      eventId: 'evt_1',
      eventType: 'checkout.session.completed',
      about: 'page',
      objectId: 'cs_test_1',
      orderId: 'order-1',
    });
  });

  it('passes with either secret while one is rolled, and with a mix of signatures', async () => {
    expect(await verify(completed, signed(completed, 'whsec_old'))).not.toBeNull();
    const both = `${signed(completed, 'whsec_gone')},${signed(completed, 'whsec_old').split(',')[1] ?? ''}`;
    expect(await verify(completed, both)).not.toBeNull();
  });

  it('names a payment whose try failed, and an object without an order', async () => {
    const failed = event('payment_intent.payment_failed', { id: 'pi_1', object: 'payment_intent', metadata: {} });
    expect(await verify(failed, signed(failed))).toMatchObject({ objectId: 'pi_1', orderId: null });
  });

  it.each([
    ['charge.refunded', { id: 'ch_1', payment_intent: 'pi_1', metadata: { order_id: 'order-1' } }],
    ['refund.updated', { id: 're_1', payment_intent: 'pi_1', charge: 'ch_1' }],
    ['refund.failed', { id: 're_1', payment_intent: { id: 'pi_1' }, charge: 'ch_1' }],
    ['charge.dispute.created', { id: 'dp_1', payment_intent: 'pi_1', charge: 'ch_1' }],
    ['charge.dispute.updated', { id: 'dp_1', payment_intent: 'pi_1', charge: 'ch_1' }],
    ['charge.dispute.closed', { id: 'dp_1', payment_intent: 'pi_1', charge: 'ch_1' }],
    ['charge.dispute.funds_withdrawn', { id: 'dp_1', payment_intent: 'pi_1', charge: 'ch_1' }],
    ['charge.dispute.funds_reinstated', { id: 'dp_1', payment_intent: 'pi_1', charge: 'ch_1' }],
  ])('(%s) about money that was taken names its payment', async (type, object) => {
    const told = event(type, object);
    expect(await verify(told, signed(told))).toMatchObject({ about: 'payment', objectId: 'pi_1' });
    const withoutIntent = event(type, { ...object, payment_intent: null });
    expect(await verify(withoutIntent, signed(withoutIntent))).toMatchObject({ about: 'payment', objectId: 'ch_1' });
  });

  it('is nothing to us when its type starts nothing', async () => {
    for (const type of ['customer.created', 'payment_intent.succeeded', 'refund.created', 'a.type.of.2031']) {
      const other = event(type, { id: 'x_1' });
      expect(await verify(other, signed(other))).toBeNull();
    }
  });

  it('is refused when forged, changed, unsigned or signed for somebody else', async () => {
    const changed = completed.replace('order-1', 'order-2');
    expect(await refusalOf(() => verify(completed, signed(completed, 'whsec_other')))).toBe('webhook_signature');
    expect(await refusalOf(() => verify(changed, signed(completed)))).toBe('webhook_signature');
    expect(await refusalOf(() => verify(`${completed} `, signed(completed)))).toBe('webhook_signature');
    for (const header of ['', 'nonsense', 't=1,v1=', 'v1=00', `t=${Math.floor(nowMs / 1_000)},v0=00`]) {
      expect(await refusalOf(() => verify(completed, header))).toBe('webhook_signature');
    }
  });

  it('is refused 301 seconds late or 301 seconds early, and taken at 300', async () => {
    expect(await refusalOf(() => verify(completed, signed(completed, 'whsec_new', nowMs - 301_000)))).toBe(
      'webhook_signature'
    );
    expect(await refusalOf(() => verify(completed, signed(completed, 'whsec_new', nowMs + 301_000)))).toBe(
      'webhook_signature'
    );
    expect(await verify(completed, signed(completed, 'whsec_new', nowMs - 300_000))).not.toBeNull();
    expect(await verify(completed, signed(completed, 'whsec_new', nowMs + 300_000))).not.toBeNull();
  });

  it('is refused when a second date stands in its header', async () => {
    const ahead = signed(completed, 'whsec_new', nowMs + 86_400_000);
    expect(await refusalOf(() => verify(completed, `t=${Math.floor(nowMs / 1_000)},${ahead}`))).toBe(
      'webhook_signature'
    );
    expect(await refusalOf(() => verify(completed, `${ahead},t=${Math.floor(nowMs / 1_000)}`))).toBe(
      'webhook_signature'
    );
  });

  it('is refused in the other mode, above 256 kB, and when it is no JSON', async () => {
    const live = event('checkout.session.completed', session, true);
    expect(await refusalOf(() => verify(live, signed(live)))).toBe('webhook_wrong_mode');
    const large = event('checkout.session.completed', { ...session, filler: 'x'.repeat(256 * 1024) });
    expect(await refusalOf(() => verify(large, signed(large)))).toBe('webhook_too_large');
    expect(await refusalOf(() => verify('{', signed('{')))).toBe('webhook_signature');
  });

  it.each(['null', '7', '"event"', '[]', '{}', '{"type":"checkout.session.completed"}'])(
    'is refused when it is signed and no event: %s',
    async (body) => {
      expect(await refusalOf(() => verify(body, signed(body)))).toBe('webhook_malformed');
    }
  );

  it('leaves nothing of body, signature or secret in the failure', async () => {
    try {
      await verify(completed, signed(completed, 'whsec_other'));
      throw new Error('must not get here');
    } catch (error) {
      const text =
        error instanceof GatewayFailure ? `${error.message} ${error.code} ${String(error.options.cause)}` : '?';
      expect(text).not.toMatch(/whsec|v1=|order-1|evt_1/);
    }
  });
});
