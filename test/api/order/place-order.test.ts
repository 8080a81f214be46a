import { uuidv7 } from 'uuidv7';
import { AppError } from '../../../api/http/app-error';
import { CONSENT_TEXT_VERSION } from '../../../api/http/terms';
import type { OrderInput, PlaceRefusal } from '../../../workflows/contracts/order-contract';
import { createParty, orderBody, type OrderParty } from '../../support/api/order-fixture';
import type { TestAnswer } from '../../support/api/send';
import { startTestApi, type TestApi } from '../../support/api/start-test-api';
import { BILLING, insertAttempt, insertOrder, insertQuote } from '../../support/rows/order-rows';

let api: TestApi;
let party: OrderParty;

beforeAll(async () => {
  api = await startTestApi();
  party = await createParty(api);
});
afterAll(() => api.stop());
beforeEach(() => {
  api.workflows.back();
  recordsOrders();
});

/** What `recordOrder` does in the worker: order row, quote used, request placed. */
async function record({ orderId }: OrderInput): Promise<void> {
  const { db } = api.deps;
  const { quoteId } = (await db('order_requests').where({ order_id: orderId }).first('body')).body as {
    quoteId: string;
  };
  await insertOrder(db, party.rows, { orderId, quoteId });
  await db('quotes').where({ quote_id: quoteId }).update({ consumed_by_order_id: orderId });
  await db('order_requests').where({ order_id: orderId }).update({ state: 'placed' });
}

function recordsOrders(): void {
  api.workflows.on('place', async (input) => {
    await record(input);
    await insertAttempt(api.deps.db, input.orderId, { checkoutId: `cs_${input.orderId}` });
    return { outcome: 'placed', orderNo: 'ORD-2026-000001', checkout: 'open' };
  });
}

const quote = (): Promise<string> => insertQuote(api.deps.db, party.rows);

function place(body: unknown, key: string | null = uuidv7(), token = party.buyer.token): Promise<TestAnswer> {
  const headers: Record<string, string> = key === null ? {} : { 'idempotency-key': key };
  return api.send('POST', '/v1/orders', { token, body, headers });
}

const requestOf = (key: string) => api.deps.db('order_requests').where({ idempotency_key: key }).first();
const rowsFor = async (key: string) => {
  const request = await requestOf(key);
  return api.deps
    .db('orders')
    .where({ order_id: request?.order_id ?? '' })
    .select('order_id');
};

describe('201', () => {
  test('the order is answered with its payment page', async () => {
    const key = uuidv7();
    const answer = await place({ ...orderBody(await quote()), remarks: { poNumber: 'PO 1', comment: '你好 🎉' } }, key);
    expect(answer.status).toBe(201);
    expect(answer.json).toMatchObject({
      state: 'awaiting_payment',
      checkout: { state: 'open', url: expect.stringContaining('/pay/cs_') },
      totals: { gross: { amountMinor: 11_900, currency: 'USD' } },
      whoActs: 'buyer',
    });
    expect(answer.headers['location']).toBe(`/v1/orders/${answer.json.orderId}`);
    const request = await requestOf(key);
    expect(request).toMatchObject({ state: 'placed', body: { method: 'card', remarks: { comment: '你好 🎉' } } });
    const audit = await api.deps
      .db('audit_log')
      .where({ what: 'order.requested', subject_id: answer.json.orderId })
      .first();
    expect(audit).toMatchObject({ actor_id: party.buyer.userId, ip: '127.0.0.1' });
  });

  test('a repeated key and body get the same order without another start', async () => {
    const [key, body] = [uuidv7(), orderBody(await quote())];
    const first = await place(body, key);
    const calls = api.workflows.calls.length;
    const second = await place(body, key);
    expect(second.status).toBe(201);
    expect(second.json.orderId).toBe(first.json.orderId);
    expect(second.headers['idempotent-replayed']).toBe('true');
    expect(api.workflows.calls).toHaveLength(calls);
  });

  test('ten parallel posts of one key make one order', async () => {
    let recorded: Promise<void> | null = null;
    api.workflows.on('place', async (input) => {
      recorded ??= record(input);
      await recorded;
      return { outcome: 'placed', orderNo: 'ORD-2026-000002', checkout: 'open' };
    });
    const [key, body] = [uuidv7(), orderBody(await quote())];
    const answers = await Promise.all(Array.from({ length: 10 }, () => place(body, key)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 201));
    expect(new Set(answers.map(({ json }) => json.orderId)).size).toBe(1);
  });

  test('an order that is recorded while its page takes long is answered as opening', async () => {
    let finish: () => void = () => undefined;
    api.workflows.on('place', async (input) => {
      await record(input);
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      return { outcome: 'placed', orderNo: 'ORD-2026-000003', checkout: 'open' };
    });
    const answer = await place(orderBody(await quote()));
    expect(answer.status).toBe(201);
    expect(answer.json.checkout).toEqual({ state: 'opening', url: null, expiresAt: null, lastProblem: null });
    finish();
  }, 15_000);

  test('an order that was recorded before the answer got lost is given, and nothing is withdrawn', async () => {
    api.workflows.on('place', async (input) => {
      await record(input);
      throw new AppError('workflows_unavailable', { retryAfterSeconds: 5 });
    });
    const key = uuidv7();
    expect((await place(orderBody(await quote()), key)).status).toBe(201);
    expect(await requestOf(key)).toMatchObject({ state: 'placed' });
  });

  test('billing that equals the quote’s and consent with Auto Renew are accepted', async () => {
    const consent = { textVersion: CONSENT_TEXT_VERSION, accepted: true };
    const answer = await place({ ...orderBody(await quote()), billing: BILLING, autoRenew: 'enable', consent });
    expect(answer.status).toBe(201);
  });
});

describe('400', () => {
  test('broken JSON', async () => {
    const answer = await place('{"quoteId":');
    expect(answer).toMatchObject({ status: 400, json: { code: 'malformed_json' } });
  });
});

describe('401', () => {
  test('without a sign-in', async () => {
    const answer = await api.send('POST', '/v1/orders', { body: orderBody(uuidv7()) });
    expect(answer).toMatchObject({ status: 401, json: { code: 'not_signed_in' } });
  });
});

describe('403', () => {
  test('a colleague who may only view', async () => {
    const { token } = await party.user('colleague', ['view']);
    expect(await place(orderBody(await quote()), uuidv7(), token)).toMatchObject({ status: 403 });
  });
});

describe('404', () => {
  test('another partner’s quote and one that never was get the same answer', async () => {
    const stranger = await createParty(api);
    const foreign = await place(orderBody(await insertQuote(api.deps.db, stranger.rows)));
    const unknown = await place(orderBody(uuidv7()));
    expect(foreign).toMatchObject({ status: 404, json: { code: 'quote_not_found' } });
    expect({ ...unknown.json, requestId: '' }).toEqual({ ...foreign.json, requestId: '' });
  });
});

describe('409', () => {
  test('an expired quote, with the way to a fresh one', async () => {
    const quoteId = await quote();
    await api.deps
      .db('quotes')
      .where({ quote_id: quoteId })
      .update({
        body: api.deps.db.raw(`jsonb_set(body, '{expiresAt}', '"2026-11-23T07:00:00.000Z"')`),
      });
    const answer = await place(orderBody(quoteId));
    expect(answer).toMatchObject({ status: 409, json: { code: 'quote_expired' } });
    expect(answer.json.freshQuote).toMatchObject({
      path: '/v1/quotes',
      body: { companyId: party.rows.companyId, services: [{ service: 'meeting_room', quantity: 10 }] },
    });
  });

  test('a used quote', async () => {
    const quoteId = await quote();
    await place(orderBody(quoteId));
    expect(await place(orderBody(quoteId))).toMatchObject({ status: 409, json: { code: 'quote_used' } });
  });

  test('other billing data than quoted', async () => {
    const billing = { ...BILLING, country: 'FR' };
    const answer = await place({ ...orderBody(await quote()), billing });
    expect(answer).toMatchObject({ status: 409, json: { code: 'billing_differs' } });
  });

  test.each<[PlaceRefusal, number]>([
    ['quote_outdated', 409],
    ['open_order_changes_term', 409],
    ['quote_used', 409],
    ['company_not_yours', 404],
    ['method_not_offered', 422],
  ])('what the workflow refuses as %s is answered %i, and again for a repeat', async (code, status) => {
    api.workflows.on('place', () => ({ outcome: 'refused', code }));
    const [key, body] = [uuidv7(), orderBody(await quote())];
    expect((await place(body, key)).status).toBe(status);
    const calls = api.workflows.calls.length;
    expect((await place(body, key)).status).toBe(status);
    expect(api.workflows.calls).toHaveLength(calls);
    expect(await requestOf(key)).toMatchObject({ state: 'refused', refusal: { code } });
  });
});

describe('413', () => {
  test('a body over 256 kB', async () => {
    const answer = await place({ ...orderBody(uuidv7()), remarks: { comment: 'x'.repeat(300_000) } });
    expect(answer).toMatchObject({ status: 413, json: { code: 'payload_too_large' } });
  });
});

describe('415', () => {
  test('a form instead of JSON', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'idempotency-key': uuidv7() };
    const answer = await api.send('POST', '/v1/orders', { token: party.buyer.token, body: 'a=b', headers });
    expect(answer.status).toBe(415);
  });
});

describe('422', () => {
  const fieldsOf = (answer: TestAnswer): string[] =>
    (answer.json.errors as { field: string }[]).map(({ field }) => field);

  test('a missing Idempotency-Key is named', async () => {
    const answer = await place(orderBody(await quote()), null);
    expect(answer.status).toBe(422);
    expect(fieldsOf(answer)).toEqual(['header.idempotency-key']);
  });

  test('a key that was used with another body', async () => {
    const key = uuidv7();
    const body = orderBody(await quote());
    await place(body, key);
    const answer = await place({ ...body, autoRenew: 'disable' }, key);
    expect(answer).toMatchObject({ status: 422, json: { code: 'idempotency_key_reused' } });
  });

  test.each([
    ['an unknown method', { method: 'cash' }, 'method'],
    ['a method that only the house uses', { method: 'saved' }, 'method'],
    ['nothing to pay claimed for a total above zero', { method: 'none' }, 'method'],
    ['Auto Renew with an offline order', { method: 'offline', autoRenew: 'enable' }, 'autoRenew'],
    ['Auto Renew without consent', { autoRenew: 'enable' }, 'consent'],
    [
      'consent that was not given',
      { autoRenew: 'enable', consent: { textVersion: 'x', accepted: false } },
      'consent.accepted',
    ],
    ['old terms of sale', { termsVersion: '1999-01-01' }, 'termsVersion'],
    ['a comment of 10,000 characters', { remarks: { comment: 'x'.repeat(10_000) } }, 'remarks.comment'],
    ['a line break in a PO number', { remarks: { poNumber: 'a\r\nBcc: b' } }, 'remarks.poNumber'],
    ['a NUL character', { remarks: { comment: 'a\u0000b' } }, 'remarks.comment'],
    ['half a surrogate pair', { remarks: { comment: '\ud83d' } }, 'remarks.comment'],
    ['an unknown field', { price: 1 }, 'price'],
    ['a quote id of another form', { quoteId: '1' }, 'quoteId'],
  ])('%s is refused at its field', async (_name, changes, field) => {
    const key = uuidv7();
    const answer = await place({ ...orderBody(await quote()), ...changes }, key);
    expect(answer.status).toBe(422);
    expect(fieldsOf(answer)).toContain(field);
    expect(await requestOf(key)).toBeUndefined();
  });

  test('keys of Object.prototype and deep nesting are refused, not followed', async () => {
    const deep = `${'['.repeat(60)}${']'.repeat(60)}`;
    for (const body of ['{"__proto__":{"quoteId":"x"}}', `{"remarks":${deep}}`, 'null', '[]', '1e999']) {
      expect((await place(body)).status).toBe(422);
    }
  });
});

describe('503', () => {
  test('Temporal is away: nothing is half-written, and the same key succeeds later under a new order id', async () => {
    const [key, body] = [uuidv7(), orderBody(await quote())];
    api.workflows.away();
    const answer = await place(body, key);
    expect(answer).toMatchObject({ status: 503, json: { code: 'workflows_unavailable' } });
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(await rowsFor(key)).toEqual([]);
    const withdrawn = await requestOf(key);
    expect(withdrawn).toMatchObject({ state: 'withdrawn' });
    api.workflows.back();
    const again = await place(body, key);
    expect(again.status).toBe(201);
    expect(again.json.orderId).not.toBe(withdrawn?.order_id);
  });

  test('a request that was recorded too late is withdrawn and may be tried again', async () => {
    const [key, body] = [uuidv7(), orderBody(await quote())];
    api.workflows.on('place', () => ({ outcome: 'refused', code: 'request_too_old' }));
    expect((await place(body, key)).status).toBe(503);
    recordsOrders();
    expect((await place(body, key)).status).toBe(201);
  });

  test('a request whose process died is withdrawn once it is too old, and the key tries again', async () => {
    const [key, body] = [uuidv7(), orderBody(await quote())];
    api.workflows.on('place', () => new Promise(() => undefined));
    void place(body, key).catch(() => undefined);
    await untilReceived(key);
    await api.deps
      .db('order_requests')
      .where({ idempotency_key: key })
      .update({ created_at: '2026-11-23T07:00:00.000Z' });
    recordsOrders();
    expect((await place(body, key)).status).toBe(201);
  }, 15_000);

  test('Postgres is away', async () => {
    const other = await startTestApi();
    await other.deps.db.destroy();
    const answer = await other.send('POST', '/v1/orders', { token: party.buyer.token, body: {} });
    expect(answer.status).toBe(503);
    await other.stop();
  });
});

async function untilReceived(key: string): Promise<void> {
  for (let n = 0; n < 200; n += 1) {
    if ((await requestOf(key))?.state === 'received') return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('the request was not stored in time');
}
