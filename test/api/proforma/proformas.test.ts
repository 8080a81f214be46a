import { uuidv7 } from 'uuidv7';
import { hashBody } from '../../../api/http/hash-body';
import type { TestUser } from '../../support/api/api-rows';
import { createParty, type OrderParty } from '../../support/api/order-fixture';
import { START, startTestApi, type TestApi } from '../../support/api/start-test-api';
import { auditOf, insertTwoPartners, type TwoPartners } from '../../support/api/two-partners';

let api: TestApi;
let people: TwoPartners;
let party: OrderParty;

beforeAll(async () => {
  api = await startTestApi();
  people = await insertTwoPartners(api);
  party = await createParty(api, people.manager.userId);
});
afterAll(() => api.stop());

let count = 0;
const typed = (change: object = {}) => {
  count += 1;
  const amount = { amountMinor: 11_900, currency: 'USD' };
  return { partnerId: party.rows.partnerId, piNumber: `PI-${count}`, amount, validUntil: '2026-12-31', ...change };
};
const register = (change: object = {}, { token }: TestUser = people.manager) =>
  api.send('POST', '/v1/proformas', { token, body: typed(change), headers: { 'idempotency-key': uuidv7() } });
const withdraw = (piId: string, { token }: TestUser = people.manager) =>
  api.send('POST', `/v1/proformas/${piId}/withdraw`, { token });
const hold = (orderId: string, piId: string, piNumber: string) =>
  api.deps.db('orders').where({ order_id: orderId }).update({ pi_id: piId, pi_number: piNumber, pi_key: piNumber });

describe('POST /v1/proformas', () => {
  test('201: for a partner that the account manager looks after', async () => {
    const answer = await register({ piNumber: '  PI 2026/7 ' });
    expect(answer).toMatchObject({ status: 201, json: { piNumber: 'PI 2026/7', state: 'free', order: null } });
    expect(await auditOf(api.deps.db, answer.json.piId)).toEqual(['proforma.registered']);
  });

  test('403 for finance and partners, 404 for a partner of somebody else', async () => {
    expect((await register({}, people.finance)).status).toBe(403);
    expect((await register({}, party.buyer)).status).toBe(403);
    expect((await register({}, people.otherManager)).json).toMatchObject({ status: 404, code: 'partner_not_found' });
  });

  test('409: the same key while its first request still runs', async () => {
    const { manager } = people;
    const [key, body] = [uuidv7(), typed()];
    await api.deps.db('idempotency_keys').insert({
      caller_id: manager.userId,
      idempotency_key: key,
      route: 'POST /v1/proformas',
      body_hash: hashBody({ params: undefined, body }),
      created_at: START,
    });
    const headers = { 'idempotency-key': key };
    const answer = await api.send('POST', '/v1/proformas', { token: manager.token, body, headers });
    expect(answer.json).toMatchObject({ status: 409, code: 'idempotency_in_flight' });
  });

  test.each([
    ['validUntil', 'in_past', { validUntil: '2026-11-22' }],
    ['amount.amountMinor', 'too_small', { amount: { amountMinor: 0, currency: 'USD' } }],
    ['piNumber', 'invalid_format', { piNumber: '---' }],
    ['piNumber', 'too_short', { piNumber: '' }],
  ])('422: %s is %s', async (field, code, change) => {
    expect((await register(change)).json.errors).toContainEqual(expect.objectContaining({ field, code }));
  });

  test('422: the same number twice, however it is typed; another partner may have it too', async () => {
    await register({ piNumber: 'PI 77-a' });
    const again = await register({ piNumber: 'pi77A' });
    expect(again.json.errors).toMatchObject([{ field: 'piNumber', code: 'pi_registered' }]);
    expect((await register({ piNumber: 'PI 77-a', partnerId: people.aurora.partnerId })).status).toBe(201);
  });
});

describe('GET /v1/proformas and GET /v1/proformas/:pi', () => {
  test('200: newest first, by state, partner and text, each role’s own', async () => {
    const mark = uuidv7().slice(-8);
    const ids: string[] = [];
    for (const n of [1, 2, 3]) ids.push((await register({ piNumber: `${mark}-${n}` })).json.piId);
    await hold(await party.order({ method: 'offline' }), ids[1] ?? '', `${mark}-2`);
    await withdraw(ids[2] ?? '');
    const idsOf = async (query: string, { token }: TestUser = people.manager): Promise<unknown> => {
      const { json } = await api.send('GET', `/v1/proformas?text=${mark}${query}`, { token });
      return json.items.map(({ piId }: { piId: string }) => piId);
    };
    expect(await idsOf('')).toEqual([...ids].reverse());
    expect([await idsOf('&state=free'), await idsOf('&state=used'), await idsOf('&state=withdrawn')]).toEqual([
      [ids[0]],
      [ids[1]],
      [ids[2]],
    ]);
    const first = await api.send('GET', `/v1/proformas?text=${mark}&limit=2`, { token: people.manager.token });
    expect(await idsOf(`&limit=2&cursor=${first.json.nextCursor}`)).toEqual([ids[0]]);
    expect(await idsOf('', people.otherManager)).toEqual([]);
    expect(await idsOf('', people.finance)).toHaveLength(3);
  });

  test('200, 403 and 404: one of them', async () => {
    const { piId } = (await register()).json;
    const statuses = [];
    for (const { token } of [people.manager, people.ops, people.otherManager, party.buyer]) {
      statuses.push((await api.send('GET', `/v1/proformas/${piId}`, { token })).status);
    }
    expect(statuses).toEqual([200, 200, 404, 403]);
  });
});

describe('POST /v1/proformas/:pi/withdraw', () => {
  test('200: once and again; its number can be registered anew', async () => {
    const { piId, piNumber } = (await register()).json;
    expect((await withdraw(piId)).json.state).toBe('withdrawn');
    expect((await withdraw(piId)).status).toBe(200);
    expect(await auditOf(api.deps.db, piId)).toEqual(['proforma.registered', 'proforma.withdrawn']);
    expect((await register({ piNumber })).status).toBe(201);
  });

  test('409: while an order has it; 200 once that has let it go', async () => {
    const { piId, piNumber } = (await register()).json;
    const orderId = await party.order({ method: 'offline' });
    await hold(orderId, piId, piNumber);
    expect((await withdraw(piId)).json).toMatchObject({ status: 409, code: 'proforma_used' });
    await api.deps.db('orders').where({ order_id: orderId }).update({ pi_id: null, pi_key: null });
    expect((await withdraw(piId)).status).toBe(200);
  });

  test('403 and 404', async () => {
    const { piId } = (await register()).json;
    expect((await withdraw(piId, people.finance)).status).toBe(403);
    expect((await withdraw(piId, people.otherManager)).status).toBe(404);
  });
});
