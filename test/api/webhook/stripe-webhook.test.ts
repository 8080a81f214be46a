import Stripe from 'stripe';
import { createStripeProvider } from '../../../gateways/stripe/create-stripe-provider';
import type { TestAnswer } from '../../support/api/send';
import { START, startTestApi, type TestApi } from '../../support/api/start-test-api';

const SECRET = 'whsec_of_tests';
const signer = new Stripe('sk_test_webhooks');
let api: TestApi;

beforeAll(async () => {
  const stripe = createStripeProvider({
    secretKey: 'sk_test_webhooks',
    apiBase: 'http://127.0.0.1:1',
    webhookSecrets: [SECRET],
  });
  api = await startTestApi({ deps: { webhookVerifiers: { stripe } } });
});
afterAll(() => api.stop());

interface EventOptions {
  readonly id: string;
  readonly type?: string;
  readonly amount?: number;
}

function eventBody({ id, type = 'checkout.session.completed', amount = 1 }: EventOptions): string {
  const object = { id: 'cs_test_1', object: 'checkout.session', amount_total: amount, metadata: { order_id: 'x' } };
  return JSON.stringify({ id, object: 'event', type, livemode: false, data: { object } });
}

const START_S = Date.parse(START) / 1_000;
const sign = (payload: string, secret = SECRET, timestamp = START_S): string =>
  signer.webhooks.generateTestHeaderString({ payload, secret, timestamp });

function deliver(body: string, signature: string | null = sign(body)): Promise<TestAnswer> {
  const headers: Record<string, string> = signature === null ? {} : { 'stripe-signature': signature };
  return api.send('POST', '/webhooks/stripe', { body, headers });
}
const stored = () => api.deps.db('inbox_events').orderBy('event_id');

describe('200', () => {
  test('a signed event is stored with what to look at', async () => {
    const answer = await deliver(eventBody({ id: 'evt_1' }));
    expect(answer).toMatchObject({ status: 200, json: { received: true } });
    expect(await stored()).toMatchObject([
      { provider: 'stripe', event_id: 'evt_1', object_id: 'cs_test_1', handled_at: null, next_try_at: START },
    ]);
  });

  test('twenty parallel deliveries of one event leave one row', async () => {
    const body = eventBody({ id: 'evt_20' });
    const answers = await Promise.all(Array.from({ length: 20 }, () => deliver(body)));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(await stored().clone().where({ event_id: 'evt_20' })).toHaveLength(1);
  });

  test('an event of a kind that starts nothing here is taken and not stored', async () => {
    expect((await deliver(eventBody({ id: 'evt_other', type: 'customer.created' }))).status).toBe(200);
    expect(await stored().clone().where({ event_id: 'evt_other' })).toEqual([]);
  });

  test('the same event with another body changes nothing and leaves an audit row', async () => {
    await deliver(eventBody({ id: 'evt_twice', amount: 100 }));
    const [before] = await stored().clone().where({ event_id: 'evt_twice' });
    expect((await deliver(eventBody({ id: 'evt_twice', amount: 1 }))).status).toBe(200);
    expect(await stored().clone().where({ event_id: 'evt_twice' })).toEqual([before]);
    expect(await api.deps.db('audit_log').where({ what: 'webhook.repeated_with_other_body' })).toMatchObject([
      { actor_kind: 'provider', subject_id: 'stripe:evt_twice' },
    ]);
  });

  test('a moved business clock does not make real signatures old', async () => {
    api.clock.setOffset(40 * 86_400_000);
    expect((await deliver(eventBody({ id: 'evt_moved' }))).status).toBe(200);
    api.clock.setOffset(0);
  });
});

describe('400: refused, and nothing is changed', () => {
  const body = eventBody({ id: 'evt_forged' });
  test.each([
    ['without a signature', null],
    ['with a signature of another secret', sign(body, 'whsec_of_somebody')],
    ['with the signature of another body', sign(eventBody({ id: 'evt_else' }))],
    ['with an old signature', sign(body, SECRET, START_S - 301)],
    ['with a signature from the future', sign(body, SECRET, START_S + 3_600)],
    ['with rubbish', 't=,v1=,,,'],
  ])('%s', async (_name, signature) => {
    const answer = await deliver(body, signature);
    expect(answer).toMatchObject({ status: 400, json: { code: 'malformed_webhook' } });
    expect(answer.text).not.toContain('whsec');
    expect(await stored().clone().where({ event_id: 'evt_forged' })).toEqual([]);
  });

  test('an empty body and one that is no JSON', async () => {
    expect((await deliver('', sign(''))).status).toBe(400);
    expect((await deliver('{"id":', sign('{"id":'))).status).toBe(400);
  });
});

describe('404', () => {
  test('where Stripe is not configured', async () => {
    const other = await startTestApi();
    const body = eventBody({ id: 'evt_none' });
    const headers = { 'stripe-signature': sign(body) };
    expect((await other.send('POST', '/webhooks/stripe', { body, headers })).status).toBe(404);
    await other.stop();
  });
});

describe('413', () => {
  test('a body over 256 kB', async () => {
    const body = eventBody({ id: 'x'.repeat(300_000) });
    expect((await deliver(body)).status).toBe(413);
  });
});

describe('503', () => {
  test('Postgres is away: the provider will send it again', async () => {
    const other = await startTestApi({ deps: { webhookVerifiers: api.deps.webhookVerifiers } });
    await other.deps.db.destroy();
    const body = eventBody({ id: 'evt_503' });
    const headers = { 'stripe-signature': sign(body) };
    expect((await other.send('POST', '/webhooks/stripe', { body, headers })).status).toBe(503);
    await other.stop();
  });
});
