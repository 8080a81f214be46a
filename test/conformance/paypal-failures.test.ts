import type { ServerResponse } from 'node:http';
import { createPayPalProvider } from '../../gateways/paypal/create-paypal-provider';
import { PayPalSession } from '../../gateways/paypal/paypal-session';
import type { GatewayFailure } from '../../gateways/shared/provider-failure';
import { failureOf } from './support/failure-of';
import {
  capture,
  CAPTURE_ID,
  order,
  ORDER_ID,
  type PayPalScript,
  refusal,
  startPayPalScript,
  WEBHOOK_ID,
} from './support/paypal-script';
import { json } from './support/scripted-server';

let paypal: PayPalScript;

beforeEach(async () => {
  paypal = await startPayPalScript();
});
afterEach(() => paypal.server.stop());

type Handler = (response: ServerResponse) => void;
const paid = order('COMPLETED', { payments: { captures: [capture()] } });
const read = (answer: Handler): Promise<GatewayFailure> => {
  paypal.answer({ 'GET /v2/checkout/orders/': answer });
  return failureOf(paypal.provider.lookUp(ORDER_ID));
};
const write = (answer: Handler): Promise<GatewayFailure> => {
  paypal.answer({ 'POST /v2/checkout/orders/': answer, 'POST /v2/payments/': answer });
  return failureOf(paypal.provider.captureCheckout({ checkoutId: ORDER_ID, idempotencyKey: 'k' }));
};
const textOf = ({ message, options, cause }: GatewayFailure): string =>
  `${message}${JSON.stringify(options)}${String(cause)}`;

describe('an answer of PayPal that is no answer', () => {
  it.each<[string, Handler]>([
    ['a page of a proxy', (response) => response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad</h1>')],
    ['no JSON', (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":')],
    ['half of one', (response) => response.writeHead(200, { 'content-length': '900' }).end('{"id":"5O1"')],
    ['nothing', (response) => response.writeHead(200).end()],
    ['an end', (response) => response.destroy()],
    ['silence', () => undefined],
    ['a redirect', (response) => response.writeHead(302, { location: `${paypal.server.url}/v2/elsewhere` }).end()],
    ['another form', json(201, { id: 5, status: ['COMPLETED'], purchase_units: 'none' })],
    ['an error of its own', json(500, { name: 'INTERNAL_SERVER_ERROR', details: [] })],
    ['a pause', json(503, { name: 'SERVICE_UNAVAILABLE' })],
    ['a request that still runs', json(409, refusal('PREVIOUS_REQUEST_IN_PROGRESS'))],
  ])('(%s) leaves a read unavailable and a write unknown', async (_what, answer) => {
    const reading = await read(answer);
    expect([reading.kind, reading.code]).toEqual(['unavailable', 'paypal_unavailable']);
    const writing = await write(answer);
    expect([writing.kind, writing.code]).toEqual(['unknown_outcome', 'paypal_no_answer']);
    expect(`${textOf(reading)}${textOf(writing)}`).not.toMatch(/token-|secret-of|127\.0\.0\.1/);
    expect(paypal.server.seen.some(({ path }) => path === '/v2/elsewhere')).toBe(false);
  });

  it('that trickles is cut off in time', async () => {
    const timers: NodeJS.Timeout[] = [];
    const failure = await read((response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      timers.push(setInterval(() => response.write(' '), 50));
    });
    timers.forEach(clearInterval);
    expect(failure.code).toBe('paypal_unavailable');
  });

  it('of megabytes is not read to its end', async () => {
    const failure = await read(json(200, { ...paid, filler: 'x'.repeat(3 * 1024 * 1024) }));
    expect(failure.code).toBe('paypal_unavailable');
  });
});

describe('a refusal of PayPal', () => {
  it.each([
    [400, 'INVALID_PARAMETER_SYNTAX', 'paypal_invalid_request'],
    [422, 'AMOUNT_MISMATCH', 'paypal_invalid_request'],
    [422, 'DUPLICATE_REQUEST_ID', 'paypal_key_reused'],
    [400, 'PAYPAL_REQUEST_ID_PREVIOUSLY_USED', 'paypal_key_reused'],
    [403, 'PERMISSION_DENIED', 'paypal_not_permitted'],
    [404, 'INVALID_RESOURCE_ID', 'paypal_not_found'],
    [401, 'INVALID_TOKEN', 'paypal_key_refused'],
  ])('(%i %s) has its code, and nothing of the text in it', async (status, issue, code) => {
    const failure = await write(json(status, refusal(issue), { 'paypal-debug-id': 'f0e1d2c3b4a5' }));
    expect([failure.kind, failure.code]).toEqual(['refused', code]);
    expect(textOf(failure)).not.toContain('ada@');
    expect(failure.message).toContain('f0e1d2c3b4a5');
  });

  it('whose words are none of the API leaves them behind', async () => {
    const odd = { ...refusal('ada@aurora.example'), name: 'Ada’s order' };
    const failure = await write(json(422, odd, { 'paypal-debug-id': 'x y' }));
    expect([failure.code, failure.message]).toEqual(['paypal_invalid_request', 'PayPal: 422']);
  });

  it('because of too many calls passes on the wait that it names', async () => {
    const answer = json(429, { name: 'RATE_LIMIT_REACHED' }, { 'retry-after': '7' });
    for (const failure of [await read(answer), await write(answer)]) {
      expect([failure.kind, failure.code, failure.options.retryAfterMs]).toEqual([
        'unavailable',
        'paypal_rate_limited',
        7_000,
      ]);
    }
  });
});

describe('the token', () => {
  const answerAll = (routes: Record<string, Handler> = {}): void => {
    paypal.answer({ [`GET /v2/checkout/orders/${ORDER_ID}`]: json(200, paid), ...routes });
  };

  it('is fetched once for calls that begin together, and kept', async () => {
    answerAll();
    await Promise.all(Array.from({ length: 8 }, () => paypal.provider.lookUp(ORDER_ID)));
    await paypal.provider.lookUp(ORDER_ID);
    expect([paypal.tokens(), paypal.calls().length]).toEqual([1, 9]);
  });

  it('is renewed five minutes before its end', async () => {
    answerAll();
    let nowMs = 1_000;
    const config = { clientId: 'c', clientSecret: 's', webhookId: WEBHOOK_ID, environment: 'sandbox' as const };
    const session = new PayPalSession({ ...config, apiBase: paypal.server.url }, () => nowMs);
    const tokensAfter = async (ms: number): Promise<number> => {
      nowMs += ms;
      const idle = () => session.run(() => Promise.resolve());
      await Promise.all([idle(), idle(), idle()]);
      return paypal.tokens();
    };
    expect(await tokensAfter(0)).toBe(1);
    expect(await tokensAfter(32_400_000 - 300_001)).toBe(1);
    expect(await tokensAfter(1)).toBe(2);
    expect(await tokensAfter(1)).toBe(2);
  });

  it('that PayPal no longer takes is renewed once for all, and the call made again under the same key', async () => {
    answerAll();
    await paypal.provider.lookUp(ORDER_ID);
    const renewed: Handler = (response) => {
      const authorization = paypal.calls().at(-1)?.headers.authorization;
      if (authorization === 'Bearer token-2') return json(201, paid)(response);
      return json(401, { error: 'invalid_token' })(response);
    };
    answerAll({ [`POST /v2/checkout/orders/${ORDER_ID}/capture`]: renewed });
    const capturing = { checkoutId: ORDER_ID, idempotencyKey: 'k-1' };
    expect(await paypal.provider.captureCheckout(capturing)).toMatchObject({ state: 'paid', captureId: CAPTURE_ID });
    const keys = paypal.calls().map(({ headers }) => headers['paypal-request-id']);
    expect(keys).toEqual([undefined, 'k-1', 'k-1']);
    expect(paypal.tokens()).toBe(2);
  });

  it('that cannot be had leaves even a write untouched, and is asked for again by the next call', async () => {
    answerAll({ 'POST /v1/oauth2/token': json(503, {}) });
    const capturing = { checkoutId: ORDER_ID, idempotencyKey: 'k-1' };
    const failure = await failureOf(paypal.provider.captureCheckout(capturing));
    expect([failure.kind, failure.code]).toEqual(['unavailable', 'paypal_unavailable']);
    answerAll();
    expect(await paypal.provider.lookUp(ORDER_ID)).toMatchObject({ state: 'paid' });
  });

  it.each([
    [401, { error: 'invalid_client', error_description: 'Client Authentication failed for secret-of-tests' }],
    [400, { error: 'invalid_request', error_description: 'secret-of-tests' }],
  ])('(%i) that is refused is final, and the secret is in no message', async (status, body) => {
    answerAll({ 'POST /v1/oauth2/token': json(status, body) });
    const failure = await failureOf(paypal.provider.lookUp(ORDER_ID));
    expect([failure.kind, failure.code]).toEqual(['refused', 'paypal_key_refused']);
    expect(textOf(failure)).not.toContain('secret-of');
  });
});

describe('the start-up guard', () => {
  const right = {
    clientId: 'client',
    clientSecret: 'secret',
    webhookId: WEBHOOK_ID,
    environment: 'sandbox' as const,
    apiBase: 'http://127.0.0.1:24611',
  };

  it('takes PayPal itself, and a stand-in on this machine', () => {
    expect(() => createPayPalProvider(right)).not.toThrow();
    expect(() => createPayPalProvider({ ...right, apiBase: null })).not.toThrow();
    expect(() => createPayPalProvider({ ...right, apiBase: null, environment: 'live' })).not.toThrow();
  });

  it.each([
    [{ environment: 'live' as const }, /live key and with the address of a stand-in \(127\.0\.0\.1\)/],
    [{ apiBase: 'https://paypal.test' }, /must be on this machine/],
    [{ apiBase: 'http://paypal.test' }, /must begin with https/],
    [{ clientId: ' ' }, /PAYPAL_CLIENT_ID/],
    [{ clientSecret: '' }, /PAYPAL_CLIENT_SECRET/],
    [{ webhookId: '' }, /PAYPAL_WEBHOOK_ID/],
    [{ webhookId: 'WEBHOOK_ID' }, /PAYPAL_WEBHOOK_ID/],
  ])('stops %j', (over, sentence) => {
    expect(() => createPayPalProvider({ ...right, ...over })).toThrow(sentence);
  });
});
