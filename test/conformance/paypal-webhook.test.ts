import type { ServerResponse } from 'node:http';
import { createPayPalProvider } from '../../gateways/paypal/create-paypal-provider';
import type { ReceivedWebhook } from '../../gateways/shared/payment-provider';
import { failureOf } from './support/failure-of';
import {
  CAPTURE_ID,
  ORDER_ID,
  type PayPalScript,
  REFUND_ID,
  startPayPalScript,
  WEBHOOK_ID,
} from './support/paypal-script';
import { createPayPalSigner, type PayPalSigner, type Signed } from './support/paypal-signer';

const CERTIFICATE = '/v1/notifications/certs/CERT-360caa42-fca2a594';
let paypal: PayPalScript;
let signer: PayPalSigner;

beforeAll(() => {
  signer = createPayPalSigner(WEBHOOK_ID);
});
beforeEach(async () => {
  paypal = await startPayPalScript();
  serve(signer.certificate);
});
afterEach(() => paypal.server.stop());

function serve(certificate: string): void {
  paypal.answer({ [`GET ${CERTIFICATE}`]: (response) => response.writeHead(200).end(certificate) });
}

function event(event_type: string, resource: object, over: object = {}): string {
  return JSON.stringify({ id: 'WH-2WR32451HC0233532-67976317FL4543714', event_type, resource, ...over });
}

const approved = event('CHECKOUT.ORDER.APPROVED', { id: ORDER_ID, purchase_units: [{ custom_id: 'o-1.2' }] });
const deliver = (body: string | Buffer, over: Partial<Signed> = {}, by = signer) =>
  by.delivery(body, { certificateUrl: `${paypal.server.url}${CERTIFICATE}`, ...over });
const verify = (received: ReceivedWebhook) => paypal.provider.verifyWebhook(received);
const codeOf = async (received: ReceivedWebhook): Promise<string> => {
  const { kind, code } = await failureOf(verify(received));
  return `${kind} ${code}`;
};

describe('a webhook of PayPal', () => {
  it('is a hint that names the checkout and the order', async () => {
    expect(await verify(deliver(approved))).toEqual({
      eventId: 'WH-2WR32451HC0233532-67976317FL4543714',
      eventType: 'CHECKOUT.ORDER.APPROVED',
      about: 'page',
      objectId: ORDER_ID,
      orderId: 'o-1',
    });
  });

  it.each(['COMPLETED', 'PENDING', 'DENIED'])(
    'about a capture that is %s names its order rather than itself',
    async (what) => {
      const related = { supplementary_data: { related_ids: { order_id: ORDER_ID } } };
      const whole = event(`PAYMENT.CAPTURE.${what}`, { id: CAPTURE_ID, custom_id: 'o-1.2', ...related });
      expect(await verify(deliver(whole))).toMatchObject({ objectId: ORDER_ID, orderId: 'o-1' });
      const short = event(`PAYMENT.CAPTURE.${what}`, { id: CAPTURE_ID });
      expect(await verify(deliver(short))).toMatchObject({ objectId: CAPTURE_ID, orderId: null });
    }
  );

  it.each(['REFUNDED', 'REVERSED'])('about a payment that was %s names the payment, or the refund', async (what) => {
    const links = [{ rel: 'up', method: 'GET', href: `https://api.paypal.com/v2/payments/captures/${CAPTURE_ID}` }];
    const about = { about: 'payment', orderId: null };
    const whole = event(`PAYMENT.CAPTURE.${what}`, { id: REFUND_ID, custom_id: 'r-1', links });
    expect(await verify(deliver(whole))).toMatchObject({ ...about, objectId: CAPTURE_ID });
    const short = event(`PAYMENT.CAPTURE.${what}`, { id: REFUND_ID });
    expect(await verify(deliver(short))).toMatchObject({ ...about, objectId: REFUND_ID });
  });

  it.each(['CREATED', 'UPDATED', 'RESOLVED'])('about a dispute that is %s names its payment', async (what) => {
    const disputed = [{ seller_transaction_id: CAPTURE_ID }, { seller_transaction_id: REFUND_ID }];
    const told = event(`CUSTOMER.DISPUTE.${what}`, { dispute_id: 'PP-R-1', disputed_transactions: disputed });
    expect(await verify(deliver(told))).toMatchObject({ about: 'payment', objectId: CAPTURE_ID });
    const nameless = event(`CUSTOMER.DISPUTE.${what}`, { dispute_id: 'PP-R-1', disputed_transactions: [] });
    expect(await codeOf(deliver(nameless))).toBe('refused webhook_malformed');
  });

  it('is nothing to us when its type starts nothing', async () => {
    for (const type of ['BILLING.PLAN.CREATED', 'A.TYPE.OF.2031']) {
      expect(await verify(deliver(event(type, { id: CAPTURE_ID })))).toBeNull();
    }
  });

  it('is verified on its bytes, whatever is written in them, and however old it is', async () => {
    const odd = event('CHECKOUT.ORDER.APPROVED', { id: ORDER_ID, note: '会议室 🦊' }, { note: 'x' });
    expect(await verify(deliver(odd, { time: '2020-01-01T00:00:00Z' }))).not.toBeNull();
    const notText = Buffer.concat([Buffer.from(odd.slice(0, -2)), Buffer.from([0xff]), Buffer.from(odd.slice(-2))]);
    expect(await verify(deliver(notText))).toMatchObject({ objectId: ORDER_ID });
  });

  it('needs its certificate once', async () => {
    await Promise.all([1, 2, 3].map(() => verify(deliver(approved))));
    await verify(deliver(approved));
    expect(paypal.server.seen.map(({ path }) => path)).toEqual([CERTIFICATE]);
  });
});

describe('a webhook is refused', () => {
  it.each([
    ['changed', () => ({ ...deliver(approved), rawBody: Buffer.from(`${approved} `) })],
    ['of another listener', () => deliver(approved, { webhookId: '8PT597110X687430L' })],
    ['of the simulator', () => deliver(approved, { webhookId: 'WEBHOOK_ID' })],
  ])('when it is %s', async (_what, make) => {
    expect(await codeOf(make())).toBe('refused webhook_signature');
  });

  it('when somebody else signed it', async () => {
    const stranger = createPayPalSigner(WEBHOOK_ID);
    expect(await codeOf(deliver(approved, {}, stranger))).toBe('refused webhook_signature');
  });

  it.each([
    ['paypal-transmission-id', [undefined, '', 'a|b', 'x'.repeat(101)]],
    ['paypal-transmission-time', [undefined, '', '2026-11-23T09:00:00Z|x']],
    ['paypal-transmission-sig', [undefined, '', '!!!', 'AAAA']],
    ['paypal-auth-algo', [undefined, '', 'SHA1withRSA', 'none']],
  ])('with another %s, without asking anybody', async (name, values) => {
    for (const value of values) {
      const received = deliver(approved);
      const headers = { ...received.headers, [name]: value };
      expect(await codeOf({ ...received, headers })).toBe('refused webhook_signature');
    }
    expect(paypal.server.seen.length).toBeLessThanOrEqual(1);
  });

  it.each([
    'http://127.0.0.1:1/v1/notifications/certs/CERT-1',
    'https://api.paypal.com/v1/notifications/certs/CERT-1',
    'https://api.paypal.com.evil.test/v1/notifications/certs/CERT-1',
    'file:///etc/passwd',
    'nonsense',
    '',
  ])('with a certificate of %s, without fetching it', async (certificateUrl) => {
    expect(await codeOf(deliver(approved, { certificateUrl }))).toBe('refused webhook_certificate');
    expect(paypal.server.seen).toHaveLength(0);
  });

  it.each([
    '/v1/notifications/certs/',
    '/v1/notifications/certs/../../x',
    '/v1/notifications/certs/a/b',
    '/v1/oauth2/token',
    `${CERTIFICATE}?x=1`,
    `${CERTIFICATE}#x`,
  ])('with a certificate at %s of the right host', async (path) => {
    const certificateUrl = `${paypal.server.url}${path}`;
    expect(await codeOf(deliver(approved, { certificateUrl }))).toBe('refused webhook_certificate');
    expect(paypal.server.seen).toHaveLength(0);
  });

  it('above 256 kB, and when it names nothing', async () => {
    const large = event('CHECKOUT.ORDER.APPROVED', { id: ORDER_ID, filler: 'x'.repeat(256 * 1024) });
    expect(await codeOf(deliver(large))).toBe('refused webhook_too_large');
    for (const odd of [
      '{',
      'null',
      event('CHECKOUT.ORDER.APPROVED', {}),
      event('CHECKOUT.ORDER.APPROVED', { id: '../x' }),
    ]) {
      expect(await codeOf(deliver(odd))).toBe('refused webhook_malformed');
    }
    expect(await codeOf(deliver(event('A', {}, { id: 'a b' })))).toBe('refused webhook_malformed');
  });

  it('and leaves nothing of body, headers or id in the failure', async () => {
    const { message, options } = await failureOf(verify(deliver(approved, { webhookId: 'other' })));
    expect(`${message}${JSON.stringify(options)}`).not.toMatch(/o-1|WH-|69cd13f0|1JE4291016473214C/);
  });
});

describe('where PayPal itself is asked', () => {
  const provider = createPayPalProvider({
    clientId: 'client',
    clientSecret: 'secret',
    webhookId: WEBHOOK_ID,
    environment: 'live',
    apiBase: null,
  });

  it.each([
    'http://api.paypal.com/v1/notifications/certs/CERT-1',
    'https://api.paypal.com:8443/v1/notifications/certs/CERT-1',
    'https://user@api.paypal.com/v1/notifications/certs/CERT-1',
    'https://evil.test/v1/notifications/certs/CERT-1',
    'https://api.paypal.com@evil.test/v1/notifications/certs/CERT-1',
    'https://www.paypal.com/v1/notifications/certs/CERT-1',
    'https://api.paypal.com/v1/notifications/CERT-1',
    'http://127.0.0.1:1/v1/notifications/certs/CERT-1',
  ])('a certificate at %s is refused before it is fetched', async (certificateUrl) => {
    const failure = await failureOf(provider.verifyWebhook(deliver(approved, { certificateUrl })));
    expect(failure.code).toBe('webhook_certificate');
  });
});

describe('a certificate that cannot be had', () => {
  it.each([404, 410])('because there is none (%d) is a refusal, and no trouble of ours', async (status) => {
    paypal.answer({ [`GET ${CERTIFICATE}`]: (response) => response.writeHead(status).end() });
    expect(await codeOf(deliver(approved))).toBe('refused webhook_certificate');
  });

  it.each<[string, Parameters<PayPalScript['answer']>[0][string]]>([
    ['out of order', (response) => response.writeHead(500).end()],
    ['somewhere else', (response) => response.writeHead(302, { location: '/elsewhere' }).end(signer.certificate)],
    ['no certificate', (response) => response.writeHead(200).end('-----BEGIN CERTIFICATE-----')],
    ['huge', (response) => response.writeHead(200).end(`${signer.certificate}${' '.repeat(65 * 1024)}`)],
    ['silent', () => undefined],
  ])('(%s) is no refusal: the event comes again, and then it is asked for again', async (_what, answer) => {
    const elsewhere = (response: ServerResponse) => response.writeHead(200).end(signer.certificate);
    paypal.answer({ [`GET ${CERTIFICATE}`]: answer, 'GET /elsewhere': elsewhere });
    expect(await codeOf(deliver(approved))).toBe('unavailable webhook_certificate_unavailable');
    serve(signer.certificate);
    expect(await verify(deliver(approved))).not.toBeNull();
  });
});
