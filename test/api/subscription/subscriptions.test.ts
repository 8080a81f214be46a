import { auditOf, insertTwoPartners, type TwoPartners } from '../../support/api/two-partners';
import { startTestApi, type TestApi } from '../../support/api/start-test-api';

let api: TestApi;
let people: TwoPartners;

beforeAll(async () => {
  api = await startTestApi();
  people = await insertTwoPartners(api);
  for (const companyId of ['A-1', 'A-2', 'A-none']) {
    await api.send('GET', `/v1/companies/${companyId}`, { token: people.aurora.ada.token });
  }
});
afterAll(() => api.stop());
afterEach(() => api.workflows.back());

const ada = () => ({ token: people.aurora.ada.token });
const put = (companyId: string, on: unknown, token = people.aurora.ada.token) =>
  api.send('PUT', `/v1/subscriptions/${companyId}/auto-renew`, { token, body: { on } });

describe('GET /v1/subscriptions', () => {
  it('200: pages by Company ID within one’s own scope', async () => {
    const first = await api.send('GET', '/v1/subscriptions?limit=2', ada());
    const rest = await api.send('GET', `/v1/subscriptions?limit=2&cursor=${first.json.nextCursor}`, ada());
    const ids = [...first.json.items, ...rest.json.items].map(({ companyId }: { companyId: string }) => companyId);
    expect([ids, rest.json.nextCursor]).toEqual([['A-1', 'A-2', 'A-none'], null]);
    const theirs = await api.send('GET', '/v1/subscriptions', { token: people.birch.bai.token });
    expect(theirs.json.items).toEqual([]);
  });
});

describe('GET /v1/subscriptions/:companyId', () => {
  it('200: tells the status by the dates, also before the workflow has woken', async () => {
    const before = await api.send('GET', '/v1/subscriptions/A-1', ada());
    expect([before.json.status, before.json.autoRenew]).toEqual(['active', false]);
    api.clock.setOffset(Date.parse('2027-06-02T00:00:00Z') - Date.parse('2026-11-23T08:00:00Z'));
    const token = await renewedToken();
    expect((await api.send('GET', '/v1/subscriptions/A-1', { token })).json.status).toBe('grace');
    api.clock.setOffset(0);
  });

  it('404: for a stranger and for a company that was never looked up', async () => {
    const stranger = await api.send('GET', '/v1/subscriptions/A-1', { token: people.birch.bai.token });
    const never = await api.send('GET', '/v1/subscriptions/A-3', ada());
    expect([stranger.status, never.status, never.json.code]).toEqual([404, 404, 'subscription_not_found']);
  });
});

describe('PUT /v1/subscriptions/:companyId/auto-renew', () => {
  it('200: sends the id of a stored wish and nothing else', async () => {
    api.workflows.on('setAutoRenew', () => ({ outcome: 'off' }));
    const { status } = await put('A-1', false);
    expect(status).toBe(200);
    const call = api.workflows.calls.at(-1);
    const [row] = await api.deps.db('person_requests').where({ subject_id: 'A-1' });
    expect(call).toEqual({ name: 'setAutoRenew', args: ['A-1', { requestId: row.request_id }] });
    expect(row).toMatchObject({ kind: 'set_auto_renew', actor_id: people.aurora.ada.userId, body: { on: false } });
    expect(await auditOf(api.deps.db, 'A-1')).toContain('subscription.auto_renew_off_asked');
  });

  it('403: a colleague without the right to pay', async () => {
    expect((await put('A-1', true, people.aurora.viewer.token)).status).toBe(403);
  });

  it('404: a stranger’s company, and nothing is stored', async () => {
    const before = await api.deps.db('person_requests');
    expect((await put('A-1', true, people.birch.bai.token)).status).toBe(404);
    expect(await api.deps.db('person_requests')).toHaveLength(before.length);
  });

  it('409: says why not, with the state', async () => {
    api.workflows.on('setAutoRenew', () => ({ outcome: 'refused', code: 'no_saved_method' }));
    const { status, json } = await put('A-1', true);
    expect([status, json.reason, json.currentState.autoRenew]).toEqual([409, 'no_saved_method', false]);
    api.workflows.on('setAutoRenew', () => ({ outcome: 'no_workflow' }));
    expect((await put('A-none', true)).json.reason).toBe('not_active');
  });

  it('422: wants true or false', async () => {
    expect((await put('A-1', 'yes')).json.errors[0]).toMatchObject({ field: 'on', code: 'wrong_type' });
  });

  it('503: while workflows are away', async () => {
    api.workflows.away();
    const { status, headers, json } = await put('A-1', true);
    expect([status, json.code]).toEqual([503, 'workflows_unavailable']);
    expect(headers['retry-after']).toBe('5');
  });
});

/** The session of the start has run out by then. */
async function renewedToken(): Promise<string> {
  await api.deps.db('sessions').update({ expires_at: '2030-01-01T00:00:00Z' });
  return people.aurora.ada.token;
}
