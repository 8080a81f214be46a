import { hashPassword } from '../../../api/account/passwords';
import { insertPartner, insertUser } from '../../support/api/api-rows';
import { START, startTestApi, type TestApi } from '../../support/api/start-test-api';

const PASSWORD = 'correct horse battery staple';
let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
  const partnerId = await insertPartner(api.deps.db, START);
  const passwordHash = await hashPassword(PASSWORD);
  for (const name of ['ada', 'bob', 'cleo', 'dan']) {
    await insertUser(api.deps.db, START, { role: 'partner', partnerId, email: `${name}@example.com`, passwordHash });
  }
});

afterAll(() => api.stop());

const signIn = (email: string, password: string, headers: Record<string, string> = {}) =>
  api.send('POST', '/v1/sessions', { body: { email, password }, headers });

describe('201', () => {
  it('gives a token that works as a bearer token', async () => {
    const answer = await signIn('ada@example.com', PASSWORD);
    expect(answer.status).toBe(201);
    expect(answer.json.user).toMatchObject({ email: 'ada@example.com', role: 'partner' });
    const me = await api.send('GET', '/v1/me', { token: answer.json.token });
    expect(me.status).toBe(200);
    expect(me.json.capabilities['order.place']).toBe('own_partner');
  });

  it('sets a cookie that no script reads and no other site sends', async () => {
    const answer = await signIn('ADA@example.com ', PASSWORD);
    const cookie = answer.headers['set-cookie']?.[0] ?? '';
    expect(cookie).toMatch(/^purser_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=2592000$/);
    const me = await api.send('GET', '/v1/me', { headers: { cookie: cookie.split(';')[0] ?? '' } });
    expect(me.json.user.email).toBe('ada@example.com');
  });

  it('stores only a hash of the token, and writes who came from where into the audit log', async () => {
    const answer = await signIn('ada@example.com', PASSWORD);
    const stored = JSON.stringify(await api.deps.db('sessions'));
    expect(stored).not.toContain(answer.json.token);
    const rows: unknown = await api.deps.db('audit_log').where({ actor_id: answer.json.user.userId });
    expect(rows).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          what: 'session.opened',
          ip: '127.0.0.1',
          request_id: answer.headers['x-request-id'],
        }),
      ])
    );
  });
});

describe('401', () => {
  it('answers a wrong password and an unknown person alike', async () => {
    const wrong = await signIn('bob@example.com', 'not it');
    const unknown = await signIn('nobody@example.com', 'not it');
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect({ ...wrong.json, requestId: '' }).toEqual({ ...unknown.json, requestId: '' });
    expect(wrong.json).toMatchObject({ code: 'wrong_credentials', requestId: wrong.headers['x-request-id'] });
  });

  it('spends the work of a password check on an unknown person', async () => {
    const times = { known: [] as number[], unknown: [] as number[] };
    await signIn('warm-up@example.com', 'not it');
    for (let round = 0; round < 4; round += 1) {
      for (const [who, email] of [
        ['known', 'cleo@example.com'],
        ['unknown', 'stranger@example.com'],
      ] as const) {
        const startedAt = performance.now();
        await signIn(email, 'not it');
        times[who].push(performance.now() - startedAt);
      }
    }
    expect(Math.min(...times.unknown)).toBeGreaterThan(Math.min(...times.known) / 2);
  });
});

describe('403', () => {
  it('refuses a sign-in that another site sends', async () => {
    const answer = await signIn('ada@example.com', PASSWORD, { 'sec-fetch-site': 'cross-site' });
    expect(answer.status).toBe(403);
    expect(answer.json.code).toBe('cross_site_request');
  });
});

describe('422', () => {
  it('names each field', async () => {
    const answer = await api.send('POST', '/v1/sessions', { body: { email: 7, admin: true } });
    expect(answer.status).toBe(422);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.json.errors.map((entry: { field: string; code: string }) => [entry.field, entry.code])).toEqual([
      ['email', 'wrong_type'],
      ['password', 'required'],
      ['admin', 'unknown_field'],
    ]);
  });
});

describe('429', () => {
  it('stops guessing after five failures, even when a hundred come at once', async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, () => signIn('dan@example.com', 'guess')));
    const checked = answers.filter(({ status }) => status === 401).length;
    expect(checked).toBeLessThanOrEqual(5);
    const locked = await signIn('dan@example.com', PASSWORD);
    expect(locked.status).toBe(429);
    expect(Number(locked.headers['retry-after'])).toBeGreaterThan(0);
  });

  it('lets the person in from another address, and from the same one a quarter of an hour later', async () => {
    const elsewhere = await startTestApi({ settings: { trustedProxies: 1 }, deps: { db: api.deps.db } });
    const body = { email: 'dan@example.com', password: PASSWORD };
    const other = await elsewhere.send('POST', '/v1/sessions', {
      body,
      headers: { 'x-forwarded-for': '198.51.100.7' },
    });
    await elsewhere.stop();
    expect(other.status).toBe(201);
    api.clock.setOffset(16 * 60_000);
    expect((await signIn('dan@example.com', PASSWORD)).status).toBe(201);
  });
});
