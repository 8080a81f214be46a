import { uuidv7 } from 'uuidv7';
import { insertSession } from '../../support/api/api-rows';
import { insertTwoPartners, type TwoPartners } from '../../support/api/two-partners';
import { START, startTestApi, type TestApi } from '../../support/api/start-test-api';

let api: TestApi;
let people: TwoPartners;

beforeAll(async () => {
  api = await startTestApi();
  people = await insertTwoPartners(api);
});
afterAll(() => api.stop());

const open = () => insertSession(api.deps.db, START, people.aurora.ada.userId);
const cookie = (token: string) => ({ cookie: `other=1; purser_session=${token}` });

describe('GET /v1/sessions', () => {
  it('200: lists one’s own open sessions and marks the one that asks', async () => {
    const token = await open();
    const { status, json } = await api.send('GET', '/v1/sessions', { token });
    expect(status).toBe(200);
    expect(json.items.filter(({ current }: { current: boolean }) => current)).toHaveLength(1);
    const others = await api.send('GET', '/v1/sessions', { token: people.birch.bai.token });
    expect(others.json.items).toHaveLength(1);
  });

  it('401: after the session has run out, or the person was disabled', async () => {
    const token = await open();
    api.clock.setOffset(31 * 86_400_000);
    expect((await api.send('GET', '/v1/sessions', { token })).status).toBe(401);
    api.clock.setOffset(0);
    await api.deps.db('users').where({ user_id: people.ops.userId }).update({ disabled_at: START });
    expect((await api.send('GET', '/v1/sessions', { token: people.ops.token })).status).toBe(401);
  });

  it.each(['', 'x', 'Bearer', 'Bearer ', 'Bearer a b', `Bearer ${'a'.repeat(5_000)}`, 'Basic YTpi', "Bearer ' or 1=1"])(
    '401: the header %p',
    async (authorization) => {
      expect((await api.send('GET', '/v1/sessions', { headers: { authorization } })).status).toBe(401);
    }
  );
});

describe('DELETE /v1/sessions/current', () => {
  it('204: signs out and clears the cookie', async () => {
    const token = await open();
    const headers = { ...cookie(token), 'sec-fetch-site': 'same-origin' };
    const answer = await api.send('DELETE', '/v1/sessions/current', { headers });
    expect(answer.status).toBe(204);
    expect(answer.headers['set-cookie']?.[0]).toMatch(/^purser_session=; .*Max-Age=0/);
    expect((await api.send('GET', '/v1/me', { token })).status).toBe(401);
  });

  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['a sibling site', { 'sec-fetch-site': 'same-site' }],
    ['another origin', { origin: 'https://evil.example' }],
    ['nowhere', {}],
  ])('403: a cookie that comes from %s', async (_name, headers) => {
    const token = await open();
    const answer = await api.send('DELETE', '/v1/sessions/current', { headers: { ...cookie(token), ...headers } });
    expect([answer.status, answer.json.code]).toEqual([403, 'cross_site_request']);
    expect((await api.send('GET', '/v1/me', { token })).status).toBe(200);
  });

  it('204: a cookie from our own origin by an older browser', async () => {
    const headers = { ...cookie(await open()), origin: 'http://portal.example' };
    expect((await api.send('DELETE', '/v1/sessions/current', { headers })).status).toBe(204);
  });
});

describe('DELETE /v1/sessions/:sessionId', () => {
  it('204: ends one elsewhere; 404 for a stranger’s and for none', async () => {
    const [token, other] = [await open(), await open()];
    const { json } = await api.send('GET', '/v1/sessions', { token: other });
    const mine = json.items.find(({ current }: { current: boolean }) => current).sessionId;
    const stranger = await api.send('DELETE', `/v1/sessions/${mine}`, { token: people.birch.bai.token });
    expect([stranger.status, stranger.json.code]).toEqual([404, 'session_not_found']);
    expect((await api.send('DELETE', `/v1/sessions/${mine}`, { token })).status).toBe(204);
    expect((await api.send('GET', '/v1/me', { token: other })).status).toBe(401);
    expect((await api.send('DELETE', `/v1/sessions/${uuidv7()}`, { token })).status).toBe(404);
  });
});

describe('GET /v1/me', () => {
  it('200: tells what the person may do', async () => {
    const partner = (await api.send('GET', '/v1/me', { token: people.aurora.ada.token })).json;
    const viewer = (await api.send('GET', '/v1/me', { token: people.aurora.viewer.token })).json;
    expect(partner.capabilities).toMatchObject({ 'order.place': 'own_partner', 'contact.edit': 'own_partner' });
    expect(viewer.capabilities['order.view']).toBe('own_partner');
    expect(viewer.capabilities['order.place']).toBeUndefined();
  });
});
