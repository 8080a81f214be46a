import { z } from 'zod';
import { defineRoute, type Route } from '../../../api/http/route';
import { connect } from '../../../db/shared/connection';
import { insertTwoPartners, type TwoPartners } from '../../support/api/two-partners';
import { startTestApi, type TestApi } from '../../support/api/start-test-api';

let api: TestApi;
let people: TwoPartners;
let runs = 0;
let hold: Promise<void> = Promise.resolve();

const pay = defineRoute({
  method: 'POST',
  path: '/v1/pay/:what',
  access: 'order.pay',
  tag: 'Test',
  summary: 'Moves money',
  idempotent: true,
  request: { params: z.strictObject({ what: z.string() }), body: z.strictObject({ amount: z.int(), tag: z.string() }) },
  responses: { 201: { description: 'Moved', body: z.strictObject({ run: z.int() }) } },
  async handler({ body }) {
    runs += 1;
    const run = runs;
    await hold;
    if (body.tag === 'fails') throw new TypeError('secret detail of the failure');
    return { status: 201, body: { run } };
  },
});
const ROUTES: readonly Route[] = [
  pay,
  defineRoute({
    method: 'GET',
    path: '/v1/broken',
    access: 'public',
    tag: 'Test',
    summary: 'Fails',
    responses: { 200: { description: 'Never', body: z.strictObject({}) } },
    handler: () => Promise.reject(new Error('password=hunter2')),
  }),
  defineRoute({
    method: 'GET',
    path: '/v1/only-sandbox',
    access: 'public',
    sandboxOnly: true,
    tag: 'Test',
    summary: 'Sandbox',
    responses: { 204: { description: 'There' } },
    handler: () => ({ status: 204 }),
  }),
];

beforeAll(async () => {
  api = await startTestApi({ routes: ROUTES });
  people = await insertTwoPartners(api);
});
afterAll(() => api.stop());

const send = (key: string | undefined, body: object = { amount: 1, tag: 'a' }, token = people.aurora.ada.token) =>
  api.send('POST', '/v1/pay/x', { token, body, headers: key === undefined ? {} : { 'idempotency-key': key } });

describe('Idempotency-Key', () => {
  it('is demanded by name', async () => {
    for (const key of [undefined, '', 'short', 'with space in it', 'x'.repeat(129)]) {
      const { status, json } = await send(key);
      expect([status, json.errors[0].field]).toEqual([422, 'header.idempotency-key']);
    }
  });

  it('gives a repeat the first answer, whatever the order of the fields', async () => {
    const first = await send('repeat-0001', { amount: 1, tag: 'b' });
    const second = await send('repeat-0001', { tag: 'b', amount: 1 });
    expect([second.status, second.json]).toEqual([first.status, first.json]);
    expect(second.headers['idempotent-replayed']).toBe('true');
  });

  it('refuses another body, another address, and keeps callers apart', async () => {
    await send('reuse-00001');
    const other = await send('reuse-00001', { amount: 2, tag: 'a' });
    expect([other.status, other.json.code]).toEqual([422, 'idempotency_key_reused']);
    const headers = { 'idempotency-key': 'reuse-00001' };
    const body = { amount: 1, tag: 'a' };
    const elsewhere = await api.send('POST', '/v1/pay/y', { token: people.aurora.ada.token, body, headers });
    expect(elsewhere.json.code).toBe('idempotency_key_reused');
    expect((await send('reuse-00001', body, people.birch.bai.token)).status).toBe(201);
  });

  it('runs once for twenty at the same time; those that come meanwhile are told to wait', async () => {
    let release = (): void => undefined;
    hold = new Promise((resolve) => {
      release = resolve;
    });
    const before = runs;
    const answers = Array.from({ length: 20 }, () => send('parallel-01'));
    const waiting = await Promise.race(answers);
    expect([waiting.status, waiting.json.code]).toEqual([409, 'idempotency_in_flight']);
    release();
    const statuses = (await Promise.all(answers)).map(({ status }) => status);
    expect(runs - before).toBe(1);
    expect(statuses.filter((status) => status === 409 || status === 201)).toHaveLength(20);
    expect((await send('parallel-01')).status).toBe(201);
    expect(runs - before).toBe(1);
  });

  it('frees the key of a request that failed, and of a process that died a minute ago', async () => {
    expect((await send('failing-001', { amount: 1, tag: 'fails' })).status).toBe(500);
    expect((await send('failing-001', { amount: 2, tag: 'ok' })).status).toBe(201);
    await api.deps.db('idempotency_keys').where({ idempotency_key: 'failing-001' }).update({ status: null });
    expect((await send('failing-001', { amount: 2, tag: 'ok' })).status).toBe(409);
    api.clock.setOffset(61_000);
    expect((await send('failing-001', { amount: 2, tag: 'ok' })).status).toBe(201);
    api.clock.setOffset(0);
  });
});

describe('errors', () => {
  it('404 for what is not there, 405 with Allow for the wrong method', async () => {
    const none = await api.send('GET', '/v1/nothing');
    expect([none.status, none.json.code, none.headers['content-type']]).toEqual([
      404,
      'not_found',
      'application/problem+json; charset=utf-8',
    ]);
    const wrong = await api.send('DELETE', '/v1/pay/x');
    expect([wrong.status, wrong.headers['allow']]).toEqual([405, 'POST']);
  });

  it.each(['/v1/pay/%', '/v1/%E0%A4%A', '/v1/%00', '//', '/v1/..%2f..%2f', '/%c0%ae%c0%ae/', '/v1/broken/%ff'])(
    '4xx and never 500 for the address %s',
    async (path) => {
      const { status, json } = await api.send('POST', path, { token: people.aurora.ada.token, body: {} });
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
      expect(json.requestId).toBeDefined();
    }
  );

  it('400 for a body that lies about its encoding, 415 for an unknown one', async () => {
    const options = { token: people.aurora.ada.token, body: Buffer.from('no gzip') };
    const headers = { 'idempotency-key': 'encoding-01', 'content-type': 'application/json' };
    const lies = await api.send('POST', '/v1/pay/x', {
      ...options,
      headers: { ...headers, 'content-encoding': 'gzip' },
    });
    const unknown = await api.send('POST', '/v1/pay/x', {
      ...options,
      headers: { ...headers, 'content-encoding': 'lzw' },
    });
    expect([lies.status, unknown.status]).toEqual([400, 415]);
  });

  it('500 tells nothing but the requestId', async () => {
    const { status, text, headers } = await api.send('GET', '/v1/broken', {
      headers: { 'x-request-id': 'mine-12345' },
    });
    expect(status).toBe(500);
    expect(text).not.toMatch(/hunter2|at .*\.ts/);
    expect([headers['x-request-id'], JSON.parse(text).requestId]).toEqual(['mine-12345', 'mine-12345']);
  });

  it('replaces a request id that could forge log lines', async () => {
    const { headers } = await api.send('GET', '/v1/nothing', { headers: { 'x-request-id': 'a b{"level":60}' } });
    expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('429 with the standard headers', async () => {
    const small = { perAddress: 3, signIn: 3, publicPages: 3 };
    const limited = await startTestApi({ settings: { rateLimits: small }, routes: ROUTES });
    const answers = [];
    for (let count = 0; count < 4; count += 1) answers.push(await limited.send('GET', '/v1/nothing'));
    await limited.stop();
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 429]);
    const last = answers[3];
    expect(last?.json.code).toBe('too_many_requests');
    expect(last?.headers['ratelimit']).toMatch(/r=0/);
    expect(Number(last?.headers['retry-after'])).toBeGreaterThan(0);
  });

  it('503 with Retry-After while Postgres is away', async () => {
    const nowhere = connect('postgres://nobody@127.0.0.1:1/none', { max: 1, applicationName: 'test' });
    const broken = await startTestApi({ deps: { db: nowhere } });
    const token = people.aurora.ada.token;
    const { status, headers, json } = await broken.send('GET', '/v1/me', { token });
    const ready = await broken.send('GET', '/health/ready');
    await nowhere.destroy();
    await broken.stop();
    expect([ready.status, ready.json.checks.database]).toEqual([503, 'unreachable']);
    expect([status, json.code]).toEqual([503, 'database_unavailable']);
    expect(headers['retry-after']).toBeDefined();
  });

  it('a route of the sandbox does not exist in live mode', async () => {
    const live = await startTestApi({ settings: { mode: 'live' }, routes: ROUTES });
    const there = await api.send('GET', '/v1/only-sandbox');
    const away = await live.send('GET', '/v1/only-sandbox');
    await live.stop();
    expect([there.status, away.status]).toEqual([204, 404]);
  });
});

describe('headers', () => {
  it('forbid framing, sniffing and caching', async () => {
    const { headers } = await api.send('GET', '/v1/nothing');
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['x-powered-by']).toBeUndefined();
  });
});
