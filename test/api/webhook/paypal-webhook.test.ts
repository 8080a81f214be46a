import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createPayPalProvider } from '../../../gateways/paypal/create-paypal-provider';
import { createPayPalSigner, type PayPalSigner, type Signed } from '../../conformance/support/paypal-signer';
import type { TestAnswer } from '../../support/api/send';
import { START, startTestApi, type TestApi } from '../../support/api/start-test-api';

const WEBHOOK_ID = '1JE4291016473214C';
const PATH = '/v1/notifications/certs/CERT-1';
let api: TestApi;
let signer: PayPalSigner;
let certificates: Server;
let base: string;

beforeAll(async () => {
  signer = createPayPalSigner(WEBHOOK_ID);
  certificates = createServer((request, response) =>
    request.url === PATH
      ? response.end(signer.certificate)
      : response.writeHead(request.url === `${PATH}-away` ? 500 : 404).end()
  );
  await new Promise<void>((resolve) => certificates.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(certificates.address() as AddressInfo).port}`;
  const paypal = createPayPalProvider({
    clientId: 'client',
    clientSecret: 'secret',
    webhookId: WEBHOOK_ID,
    environment: 'sandbox',
    apiBase: base,
  });
  api = await startTestApi({ deps: { webhookVerifiers: { paypal } } });
});
afterAll(async () => {
  await api.stop();
  await new Promise((resolve) => certificates.close(resolve));
});

function eventBody(id: string, over: object = {}): string {
  const resource = { id: '5O190127TN364715T', purchase_units: [{ custom_id: 'order-1.1' }] };
  return JSON.stringify({ id, event_type: 'CHECKOUT.ORDER.APPROVED', resource, ...over });
}

function deliver(body: string, over: Partial<Signed> = {}, to: TestApi = api): Promise<TestAnswer> {
  const { headers } = signer.delivery(body, { certificateUrl: `${base}${PATH}`, ...over });
  return send(body, headers, to);
}

function send(body: string, headers: Record<string, string | undefined>, to: TestApi = api): Promise<TestAnswer> {
  const present = Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return to.send('POST', '/webhooks/paypal', { body, headers: Object.fromEntries(present) });
}
const stored = (id: string) => api.deps.db('inbox_events').where({ event_id: id });

describe('200', () => {
  test('a signed event is stored with what to look at', async () => {
    expect(await deliver(eventBody('WH-1'))).toMatchObject({ status: 200, json: { received: true } });
    expect(await stored('WH-1')).toMatchObject([
      { provider: 'paypal', object_id: '5O190127TN364715T', handled_at: null, next_try_at: START },
    ]);
  });

  test('twenty parallel deliveries of one event leave one row', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => deliver(eventBody('WH-20'))));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(await stored('WH-20')).toHaveLength(1);
  });

  test('an event of a kind that starts nothing here is taken and not stored', async () => {
    const body = eventBody('WH-other', { event_type: 'BILLING.PLAN.CREATED' });
    expect((await deliver(body)).status).toBe(200);
    expect(await stored('WH-other')).toEqual([]);
  });

  test('the same event with another body changes nothing and leaves an audit row', async () => {
    await deliver(eventBody('WH-twice'));
    const before = await stored('WH-twice');
    expect((await deliver(eventBody('WH-twice', { summary: 'else' }))).status).toBe(200);
    expect(await stored('WH-twice')).toEqual(before);
    expect(await api.deps.db('audit_log').where({ what: 'webhook.repeated_with_other_body' })).toMatchObject([
      { actor_kind: 'provider', subject_id: 'paypal:WH-twice' },
    ]);
  });
});

describe('400: refused, and nothing is changed', () => {
  const body = eventBody('WH-forged');
  test.each([
    ['without headers', () => send(body, {})],
    ['with the signature of another body', () => send(body, signed(eventBody('WH-else')))],
    ['meant for another listener', () => deliver(body, { webhookId: '8PT597110X687430L' })],
    ['of the simulator', () => deliver(body, { webhookId: 'WEBHOOK_ID' })],
    ['with a certificate from elsewhere', () => deliver(body, { certificateUrl: `https://evil.test${PATH}` })],
    ['with a certificate that PayPal does not have', () => deliver(body, { certificateUrl: `${base}${PATH}-made-up` })],
    ['that names nothing', () => deliver(eventBody('WH-forged', { resource: {} }))],
    ['that is empty', () => deliver('')],
  ])('an event %s', async (_name, sent) => {
    const answer = await sent();
    expect(answer).toMatchObject({ status: 400, json: { code: 'malformed_webhook' } });
    expect(answer.text).not.toContain(WEBHOOK_ID);
    expect(await stored('WH-forged')).toEqual([]);
  });
  const signed = (other: string) => signer.delivery(other, { certificateUrl: `${base}${PATH}` }).headers;
});

describe('404', () => {
  test('where PayPal is not configured', async () => {
    const other = await startTestApi();
    expect((await deliver(eventBody('WH-none'), {}, other)).status).toBe(404);
    await other.stop();
  });
});

describe('413', () => {
  test('a body over 256 kB', async () => {
    expect((await deliver(eventBody('x'.repeat(300_000)))).status).toBe(413);
  });
});

describe('422', () => {
  test('a header longer than any that PayPal sends', async () => {
    const headers = { 'paypal-cert-url': `${base}/${'x'.repeat(2_001)}` };
    expect((await send(eventBody('WH-long'), headers)).status).toBe(422);
  });
});

describe('503', () => {
  test('the certificate cannot be had: the provider will send it again', async () => {
    const answer = await deliver(eventBody('WH-503'), { certificateUrl: `${base}${PATH}-away` });
    expect(answer).toMatchObject({ status: 503, json: { code: 'webhook_unverified' } });
    expect(await stored('WH-503')).toEqual([]);
  });

  test('Postgres is away: the provider will send it again', async () => {
    const other = await startTestApi({ deps: { webhookVerifiers: api.deps.webhookVerifiers } });
    await other.deps.db.destroy();
    expect((await deliver(eventBody('WH-503b'), {}, other)).status).toBe(503);
    await other.stop();
  });
});
