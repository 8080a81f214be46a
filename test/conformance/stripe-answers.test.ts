import type { ServerResponse } from 'node:http';
import type { PaymentProvider } from '../../gateways/shared/payment-provider';
import { createStripeProvider } from '../../gateways/stripe/create-stripe-provider';
import { failureOf } from './support/failure-of';
import { json, type ScriptedServer, startScriptedServer } from './support/scripted-server';

let server: ScriptedServer;
let provider: PaymentProvider;

beforeEach(async () => {
  server = await startScriptedServer();
  provider = createStripeProvider({
    secretKey: 'sk_test_abc',
    apiBase: server.url,
    webhookSecrets: ['whsec_x'],
    timeoutMs: 500,
  });
});
afterEach(() => server.stop());

const intent = {
  id: 'pi_1',
  object: 'payment_intent',
  status: 'succeeded',
  amount: 5_000,
  amount_received: 5_000,
  currency: 'usd',
  customer: null,
  metadata: { order_id: 'o-1', attempt_no: '2' },
  payment_method: null,
  setup_future_usage: null,
  last_payment_error: null,
};
const session = {
  id: 'cs_test_1',
  object: 'checkout.session',
  status: 'open',
  metadata: {},
  payment_intent: null,
  url: 'https://checkout.stripe.test/1',
  cancel_url: null,
  success_url: null,
  expires_at: 1_800_000_000,
};
const view = (over: object) => {
  server.answerWith(json(200, { ...session, ...over }));
  return provider.lookUp('cs_test_1');
};

describe('a session as Stripe may describe it', () => {
  it('with money is paid, whatever the session itself says', async () => {
    for (const status of ['open', 'complete', 'expired', 'a_word_of_2031', null]) {
      expect(await view({ status, payment_intent: intent })).toMatchObject({ state: 'paid', captureId: 'pi_1' });
    }
  });

  it.each([
    ['open', null, { state: 'open', lastProblem: null }],
    ['open', 'requires_action', { state: 'open', lastProblem: null }],
    ['open', 'processing', { state: 'processing' }],
    ['complete', 'processing', { state: 'processing' }],
    ['complete', 'requires_capture', { state: 'processing' }],
    ['complete', 'canceled', { state: 'expired', lastProblem: null }],
    ['expired', 'canceled', { state: 'expired', lastProblem: null }],
    ['expired', 'requires_payment_method', { state: 'expired', lastProblem: null }],
    ['a_word_of_2031', null, { state: 'processing' }],
  ])('%s with an intent that is %s', async (status, of, expected) => {
    expect(await view({ status, payment_intent: of === null ? null : { ...intent, status: of } })).toEqual(expected);
  });

  it('tells what was really received, in a currency that we may not even sell in', async () => {
    const paid = { ...intent, amount_received: 4_999, currency: 'jpy' };
    expect(await view({ payment_intent: paid })).toMatchObject({ amount: { amountMinor: 4_999, currency: 'JPY' } });
  });

  it('points to no order and no attempt when its metadata do not', async () => {
    for (const metadata of [{}, { attempt_no: 'two' }, { attempt_no: '1e9' }, { attempt_no: '-1' }]) {
      expect(await view({ payment_intent: { ...intent, metadata } })).toMatchObject({ orderId: null, attemptNo: null });
    }
  });

  it.each([
    [{ decline_code: 'lost_card', code: 'card_declined' }, 'lost_card'],
    [{ code: 'expired_card' }, 'expired_card'],
    [{ code: 'Ada’s card said NO <b>' }, 'payment_failed'],
    [{}, null],
  ])('with the last error %j', async (error, lastProblem) => {
    const failed = { ...intent, status: 'requires_payment_method', last_payment_error: error };
    expect(await view({ payment_intent: failed })).toEqual({ state: 'open', lastProblem });
  });

  it('names a saved method only with consent, a customer and the method at hand', async () => {
    const saved = {
      ...intent,
      setup_future_usage: 'off_session',
      customer: 'cus_1',
      payment_method: {
        id: 'pm_1',
        customer: 'cus_1',
        card: { brand: 'visa', last4: '4242', exp_month: 4, exp_year: 2031 },
      },
    };
    expect(await view({ payment_intent: saved })).toMatchObject({
      savedMethod: { providerCustomerId: 'cus_1', providerMethodId: 'pm_1', last4: '4242', expiryYear: 2_031 },
    });
    const detached = { ...saved.payment_method, customer: null };
    const lacking = [
      { setup_future_usage: null },
      { customer: null },
      { payment_method: null },
      { payment_method: detached },
    ];
    for (const over of lacking) {
      expect(await view({ payment_intent: { ...saved, ...over } })).toMatchObject({ savedMethod: null });
    }
  });
});

describe('an answer of Stripe that is no answer', () => {
  it.each<[string, (response: ServerResponse) => void]>([
    ['a page of a proxy', (response) => response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad</h1>')],
    ['no JSON', (response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":')],
    ['half of one', (response) => response.writeHead(200, { 'content-length': '900' }).end('{"id":"cs_1"')],
    ['a redirect', (response) => response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end()],
  ])('(%s) is no reason to believe anything', async (_what, handler) => {
    server.answerWith(handler);
    expect((await failureOf(provider.lookUp('cs_test_1'))).kind).toBe('unavailable');
    expect((await failureOf(provider.voidCheckout('cs_test_1', 'void:1'))).kind).toBe('unknown_outcome');
  });

  it.each([
    [400, 'invalid_request_error', 'refused', 'stripe_invalid_request'],
    [400, 'idempotency_error', 'refused', 'stripe_key_reused'],
    [401, 'invalid_request_error', 'refused', 'stripe_key_refused'],
    [402, 'card_error', 'refused', 'stripe_card_refused'],
    [403, 'invalid_request_error', 'refused', 'stripe_not_permitted'],
    [404, 'invalid_request_error', 'refused', 'stripe_not_found'],
    [409, 'invalid_request_error', 'unavailable', 'stripe_unavailable'],
    [429, 'invalid_request_error', 'unavailable', 'stripe_rate_limited'],
    [503, 'api_error', 'unavailable', 'stripe_unavailable'],
  ])('(%i %s) has its kind, and nothing of the text in it', async (status, type, kind, code) => {
    server.answerWith(json(status, { error: { type, message: 'No such customer: ada@aurora.test' } }));
    const failure = await failureOf(provider.lookUp('cs_test_1'));
    expect([failure.kind, failure.code]).toEqual([kind, code]);
    expect(`${failure.message}${JSON.stringify(failure.options)}`).not.toContain('ada@');
  });

  it('ends a search at its bound: not found so far is not "not there"', async () => {
    server.answerWith(json(200, { object: 'list', has_more: true, data: [session] }));
    const times = { createdAt: '2026-11-23T09:00:00.000Z', expiresAt: '2026-11-23T10:00:00.000Z' };
    const search = provider.findCheckout({ orderId: 'o-1', attemptNo: 1, ...times });
    expect(await failureOf(search)).toMatchObject({ kind: 'unknown_outcome', code: 'stripe_search_too_long' });
    expect(server.seen).toHaveLength(20);
    const path = decodeURIComponent(server.seen[0]?.path ?? '');
    expect(path).toContain(`created[gte]=${Date.UTC(2026, 10, 23, 8, 55) / 1_000}`);
    expect(path).toContain(`created[lte]=${Date.UTC(2026, 10, 23, 10, 5) / 1_000}`);
  });

  it('ends a list of refunds at its bound: part of it would hide a refund', async () => {
    const refund = {
      id: 're_1',
      object: 'refund',
      amount: 1,
      currency: 'usd',
      status: 'pending',
      metadata: {},
      created: 1,
    };
    server.answerWith(json(200, { object: 'list', has_more: true, data: [refund] }));
    const failure = await failureOf(provider.listRefunds('pi_1'));
    expect([failure.kind, failure.code]).toEqual(['unknown_outcome', 'stripe_search_too_long']);
    expect(server.seen).toHaveLength(10);
  });

  it.each([
    ['succeeded', 'done'],
    ['pending', 'pending'],
    ['requires_action', 'pending'],
    ['a_word_of_2031', 'pending'],
    ['failed', 'failed'],
    ['canceled', 'failed'],
  ])('calls a refund that is %s %s', async (status, state) => {
    const refund = { id: 're_1', object: 'refund', amount: 1, currency: 'usd', status, metadata: null, created: 1 };
    server.answerWith(json(200, { object: 'list', has_more: false, data: [refund] }));
    expect(await provider.listRefunds('pi_1')).toMatchObject([{ state, refundId: null }]);
  });

  it.each([
    ['warning_needs_response', 'inquiry', true],
    ['warning_under_review', 'inquiry', false],
    ['warning_closed', 'closed', false],
    ['needs_response', 'open', true],
    ['under_review', 'open', false],
    ['appeal_needs_response', 'open', true],
    ['appeal_under_review', 'open', false],
    ['won', 'won', false],
    ['lost', 'lost', false],
    ['prevented', 'closed', false],
    ['a_word_of_2031', 'open', false],
  ])('calls a dispute that is %s %s', async (status, state, isAnswerable) => {
    const dispute = { id: 'dp_1', amount: 1, currency: 'usd', status, reason: 'Ada says no', created: 1 };
    const data = [{ ...dispute, evidence_details: { due_by: 86_400 } }];
    server.answerWith(json(200, { object: 'list', has_more: false, data }));
    const respondBy = isAnswerable ? '1970-01-02T00:00:00.000Z' : null;
    expect(await provider.listDisputes('pi_1')).toMatchObject([{ state, respondBy, reason: 'other' }]);
  });

  it('knows no last day of a dispute that cannot be answered', async () => {
    const dispute = {
      id: 'dp_1',
      amount: 1,
      currency: 'usd',
      status: 'needs_response',
      reason: 'fraudulent',
      created: 1,
    };
    for (const due_by of [0, null]) {
      const data = [{ ...dispute, evidence_details: { due_by } }];
      server.answerWith(json(200, { object: 'list', has_more: false, data }));
      expect(await provider.listDisputes('pi_1')).toMatchObject([{ respondBy: null, reason: 'fraudulent' }]);
    }
  });

  it.each([
    [{ code: 'charge_already_refunded' }, 'already_refunded'],
    [{ code: 'charge_disputed' }, 'payment_disputed'],
    [{ code: 'insufficient_funds' }, 'balance_too_low'],
    [{ code: 'amount_too_large', param: 'amount' }, 'refund_exceeds_payment'],
    [{ param: 'amount' }, 'refund_exceeds_payment'],
  ])('refuses a refund with %j under a code of ours', async (error, code) => {
    server.answerWith(json(400, { error: { type: 'invalid_request_error', message: 'Ada', ...error } }));
    const amount = { amountMinor: 1, currency: 'USD' };
    const refunded = provider.refund({ captureId: 'pi_1', refundId: 'r-1', amount, idempotencyKey: 'refund:r-1' });
    expect(await refunded).toEqual({ outcome: 'refused', code });
  });

  it('never makes a write without a usable key', async () => {
    server.answerWith(json(200, session));
    for (const key of ['', ' ', 'x'.repeat(256)]) {
      await expect(provider.voidCheckout('cs_test_1', key)).rejects.toThrow(/idempotency key/);
    }
    expect(server.seen).toHaveLength(0);
  });
});
