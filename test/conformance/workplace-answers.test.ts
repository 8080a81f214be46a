import type { ServerResponse } from 'node:http';
import { createWorkplace } from '../../gateways/workplace/create-workplace';
import { failureOf } from './support/failure-of';
import { json, type ScriptedServer, startScriptedServer } from './support/scripted-server';

const target = {
  plan: 'standard' as const,
  cycle: 'annually' as const,
  years: 1,
  termStart: '2026-06-01',
  expiresOn: '2027-06-01',
  trial: false,
  capacities: { meeting_room: 10, location: 2, desk: 0, visitor: 0 },
};
const company = {
  ...target,
  companyId: 'WP-1001',
  name: '北京公司 🏢',
  partnerId: 'partner-aurora',
  timeZone: 'Europe/Berlin',
  version: 7,
  active: true,
  addedLater: { by: 'the vendor' },
};
const put = { companyId: 'WP-1001', version: 8, target, idempotencyKey: 'order:o-1:activate' };

let server: ScriptedServer;
/** Where a redirect would lead. */
let thief: ScriptedServer;
const workplace = () => createWorkplace({ baseUrl: server.url, apiKey: 'wp-key', timeoutMs: 300 });
const cut = (response: ServerResponse): void => {
  response.socket?.destroy();
};

beforeEach(async () => {
  [server, thief] = await Promise.all([startScriptedServer(), startScriptedServer()]);
});
afterEach(() => Promise.all([server.stop(), thief.stop()]));

describe('findCompany', () => {
  it('reads the company, the partner under our name for it, and ignores what is new', async () => {
    server.answerWith(json(200, company));
    const found = await workplace().findCompany('WP-1001');
    expect(found).toEqual({
      ...target,
      companyId: 'WP-1001',
      name: '北京公司 🏢',
      partnerCode: 'partner-aurora',
      timeZone: 'Europe/Berlin',
      version: 7,
    });
    expect(server.seen[0]).toMatchObject({
      method: 'GET',
      path: '/v1/companies/WP-1001',
      headers: { authorization: 'Bearer wp-key' },
    });
  });

  it('finds nothing under an id that cannot be one, without asking', async () => {
    for (const id of ['', '../admin', 'WP 1', 'WP-1001/entitlement', 'WP-1001?x=1', 'ä', 'x'.repeat(65), 'a\r\nb']) {
      expect(await workplace().findCompany(id)).toBeNull();
    }
    expect(server.seen).toHaveLength(0);
  });

  it.each([
    ['another company', { ...company, companyId: 'WP-9999' }],
    ['a negative capacity', { ...company, capacities: { ...company.capacities, desk: -1 } }],
    ['a day that does not exist', { ...company, expiresOn: '2027-02-30' }],
    ['an unknown time zone', { ...company, timeZone: 'Mars/Base' }],
    ['an unknown plan', { ...company, plan: 'platinum' }],
    ['no object', [company]],
  ])('takes an answer with %s for no answer', async (_what, body) => {
    server.answerWith(json(200, body));
    expect(await failureOf(workplace().findCompany('WP-1001'))).toMatchObject({
      kind: 'unavailable',
      code: 'workplace_bad_answer',
    });
  });

  it('reads no more than 64 kB', async () => {
    server.answerWith(json(200, { ...company, filler: 'x'.repeat(70_000) }));
    expect(await failureOf(workplace().findCompany('WP-1001'))).toMatchObject({ kind: 'unavailable' });
  });

  it('follows no redirect, so that the key stays with whom it was given for', async () => {
    thief.answerWith(json(200, company));
    server.answerWith((response) => response.writeHead(302, { location: `${thief.url}/v1/companies/WP-1001` }).end());
    expect(await failureOf(workplace().findCompany('WP-1001'))).toMatchObject({
      kind: 'refused',
      code: 'workplace_redirects',
    });
    expect(thief.seen).toHaveLength(0);
  });

  it('waits for a bounded time, also for a body that never ends', async () => {
    server.answerWith(() => undefined);
    expect(await failureOf(workplace().findCompany('WP-1001'))).toMatchObject({ kind: 'unavailable' });
    server.answerWith((response) => response.writeHead(200).write('{'));
    expect(await failureOf(workplace().findCompany('WP-1001'))).toMatchObject({ kind: 'unavailable' });
  });
});

describe('setEntitlement', () => {
  it('sends the whole target with version and key', async () => {
    server.answerWith(json(200, { ...company, version: 8 }));
    expect(await workplace().setEntitlement(put)).toMatchObject({ outcome: 'set', company: { version: 8 } });
    const [request] = server.seen;
    expect(request).toMatchObject({
      method: 'PUT',
      path: '/v1/companies/WP-1001/entitlement',
      headers: { 'idempotency-key': 'order:o-1:activate' },
    });
    expect(JSON.parse(request?.body ?? '')).toEqual({ ...target, version: 8 });
  });

  it('tells a late order from a conflict', async () => {
    server.answerWith(json(409, { title: 'newer', currentVersion: 9 }));
    expect(await workplace().setEntitlement(put)).toEqual({ outcome: 'superseded', currentVersion: 9 });
    for (const body of [{ currentVersion: 8 }, { currentVersion: 7 }, {}, 'text']) {
      server.answerWith(json(409, body));
      expect(await workplace().setEntitlement(put)).toEqual({ outcome: 'refused', code: 'workplace_version_conflict' });
    }
  });

  it.each([
    [404, 'workplace_company_unknown'],
    [422, 'workplace_target_refused'],
    [400, 'workplace_request_refused'],
    [401, 'workplace_key_refused'],
    [403, 'workplace_key_refused'],
  ])('is refused for good by %i', async (status, code) => {
    server.answerWith(json(status, { title: 'no' }));
    expect(await workplace().setEntitlement(put)).toEqual({ outcome: 'refused', code });
  });

  it.each([
    [429, { 'retry-after': '7' }, 'unavailable', 7_000],
    [429, { 'retry-after': '99999999' }, 'unavailable', 3_600_000],
    [429, { 'retry-after': 'Mon, 23 Nov 2026 09:00:00 GMT' }, 'unavailable', undefined],
    [503, { 'retry-after': '3' }, 'unknown_outcome', 3_000],
    [500, {}, 'unknown_outcome', undefined],
    [502, {}, 'unknown_outcome', undefined],
  ])('of status %i with %j is tried again', async (status, headers, kind, retryAfterMs) => {
    server.answerWith(json(status, {}, headers));
    const failure = await failureOf(workplace().setEntitlement(put));
    expect([failure.kind, failure.options.retryAfterMs]).toEqual([kind, retryAfterMs]);
  });

  it('has an unknown outcome when the connection is cut, times out, or the answer cannot be read', async () => {
    server.answerWith(cut);
    expect((await failureOf(workplace().setEntitlement(put))).kind).toBe('unknown_outcome');
    server.answerWith(() => undefined);
    expect((await failureOf(workplace().setEntitlement(put))).kind).toBe('unknown_outcome');
    server.answerWith(json(200, { fine: true }));
    expect((await failureOf(workplace().setEntitlement(put))).kind).toBe('unknown_outcome');
  });
});
