import { uuidv7 } from 'uuidv7';
import type { TestUser } from '../../support/api/api-rows';
import { createParty, type OrderParty } from '../../support/api/order-fixture';
import { startTestApi, type TestApi } from '../../support/api/start-test-api';
import { insertTwoPartners, type TwoPartners } from '../../support/api/two-partners';
import { insertDispute, insertPayment, insertRefundByOthers } from '../../support/rows/dispute-rows';

let api: TestApi;
let people: TwoPartners;
let party: OrderParty;

beforeAll(async () => {
  api = await startTestApi();
  people = await insertTwoPartners(api);
});
afterAll(() => api.stop());
beforeEach(async () => {
  party = await createParty(api, people.manager.userId);
});

const get = (path: string, { token }: TestUser = people.ops) => api.send('GET', path, { token });
const idsOf = ({ json }: { json: { items: { disputeId: string }[] } }) => json.items.map(({ disputeId }) => disputeId);

async function disputed(change: Parameters<typeof insertDispute>[2] = {}) {
  const orderId = await party.order({ state: 'completed' });
  const { partnerId } = party.rows;
  return { orderId, disputeId: await insertDispute(api.deps.db, { orderId, partnerId }, change) };
}

describe('GET /v1/disputes', () => {
  test('200: newest first, by pages, by state and by order', async () => {
    const old = await disputed({ openedAt: '2026-01-01T00:00:00.000Z', state: 'lost' });
    const newer = await disputed({ openedAt: '2026-01-02T00:00:00.000Z' });
    const first = await get('/v1/disputes?limit=1');
    expect(idsOf(first)).toEqual([newer.disputeId]);
    expect(idsOf(await get(`/v1/disputes?limit=1&cursor=${first.json.nextCursor as string}`))).toEqual([old.disputeId]);
    expect(idsOf(await get('/v1/disputes?state=lost'))).toEqual([old.disputeId]);
    expect(idsOf(await get(`/v1/disputes?orderId=${newer.orderId}`))).toEqual([newer.disputeId]);
    expect(idsOf(await get('/v1/disputes', people.manager))).toEqual([newer.disputeId, old.disputeId]);
    expect(idsOf(await get('/v1/disputes', people.otherManager))).toEqual([]);
  });

  test('403 for partners and admins, 422 for a state or a page that there is not', async () => {
    expect((await get('/v1/disputes', party.buyer)).status).toBe(403);
    expect((await get('/v1/disputes?state=angry')).status).toBe(422);
    expect((await get('/v1/disputes?cursor=x')).status).toBe(422);
  });
});

describe('GET /v1/disputes/:dispute', () => {
  test('200: what is needed to find it at the provider and to answer in time', async () => {
    const { orderId, disputeId } = await disputed({ providerDisputeId: 'dp_known' });
    const { status, json } = await get(`/v1/disputes/${disputeId}`);
    expect(status).toBe(200);
    expect(json).toMatchObject({
      disputeId,
      provider: 'stripe',
      providerDisputeId: 'dp_known',
      amount: { amountMinor: 11_900, currency: 'USD' },
      state: 'open',
      respondBy: '2026-12-01T00:00:00.000Z',
      decidedAt: null,
      order: { orderId, state: 'completed' },
      partner: { partnerId: party.rows.partnerId },
      companyId: party.rows.companyId,
    });
  });

  test('403 and 404', async () => {
    const { disputeId } = await disputed();
    expect((await get(`/v1/disputes/${disputeId}`, party.buyer)).status).toBe(403);
    expect((await get(`/v1/disputes/${disputeId}`, people.otherManager)).json.code).toBe('dispute_not_found');
    expect((await get(`/v1/disputes/${uuidv7()}`)).json).toMatchObject({ status: 404, code: 'dispute_not_found' });
  });
});

describe('an order whose money was taken back', () => {
  test('tells staff how, and its partner only what went back', async () => {
    const { db } = api.deps;
    const orderId = await party.order({ state: 'completed' });
    const { partnerId } = party.rows;
    const captureId = await insertPayment(db, orderId);
    const disputeId = await insertDispute(db, { orderId, partnerId }, { captureId });
    const refundId = await insertRefundByOthers(db, { orderId, captureId }, 'done');
    await insertRefundByOthers(db, { orderId, captureId }, 'pending', 200);
    const amount = { amountMinor: 100, currency: 'USD' };
    const madeAt = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);

    const { json } = await get(`/v1/orders/${orderId}`);
    expect(json.disputes).toMatchObject([{ disputeId, state: 'open', openedAt: madeAt, respondBy: madeAt }]);
    expect(json.refundsAtProvider).toMatchObject([
      { refundId, amount, madeAt, state: 'done', provider: 'stripe', disputeId: null },
      { state: 'pending' },
    ]);
    const partner = (await get(`/v1/orders/${orderId}`, party.buyer)).json;
    expect(partner.disputes).toBeNull();
    const inside = { refundId: null, provider: null, state: null, disputeId: null };
    expect(partner.refundsAtProvider).toEqual([{ amount, madeAt, ...inside }]);
  });

  test('shows its partner nothing of a dispute on the timeline', async () => {
    const orderId = await party.order({ state: 'completed' });
    for (const what of ['dispute_opened', 'dispute_lost', 'refunded_at_provider']) {
      await api.deps.db('order_events').insert({ order_id: orderId, at: api.deps.clock.now(), what, data: '{}' });
    }
    const whats = ({ json }: { json: { items: { what: string }[] } }) => json.items.map(({ what }) => what);
    expect(whats(await get(`/v1/orders/${orderId}/timeline`)).slice(-3)).toContain('dispute_lost');
    const seen = whats(await get(`/v1/orders/${orderId}/timeline`, party.buyer));
    expect(seen).toEqual(['placed', 'refunded_at_provider']);
  });
});
