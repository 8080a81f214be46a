import { callJson, fault, moveClock, type JsonAnswer } from './support/calls';
import { startFixture, WORKPLACE_KEY, type Fixture } from './support/sandbox-fixture';
import { requestErrors, responseErrors } from './support/workplace-contract';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.stop());

const AUTH = { authorization: `Bearer ${WORKPLACE_KEY}` };
let keys = 0;

async function read(companyId: string, headers: Record<string, string> = AUTH): Promise<JsonAnswer> {
  const answer = await callJson(
    `${fixture.sandbox.urls.workplace}/v1/companies/${companyId}`,
    'GET',
    undefined,
    headers
  );
  expect(responseErrors({ request: { operation: 'findCompany' }, ...answer })).toEqual([]);
  return answer;
}

async function put(companyId: string, body: unknown, key: string | null = `key-${++keys}`): Promise<JsonAnswer> {
  const url = `${fixture.sandbox.urls.workplace}/v1/companies/${companyId}/entitlement`;
  const answer = await callJson(url, 'PUT', body, { ...AUTH, ...(key !== null && { 'idempotency-key': key }) });
  expect(responseErrors({ request: { operation: 'setEntitlement', body }, ...answer })).toEqual([]);
  return answer;
}

const target = (version: number, desk = 45, more: object = {}): object => ({
  plan: 'standard',
  cycle: 'annually',
  years: 1,
  termStart: '2026-06-01',
  expiresOn: '2027-06-01',
  trial: false,
  capacities: { meeting_room: 10, location: 3, desk, visitor: 1 },
  version,
  ...more,
});

async function historyOf(companyId: string): Promise<Record<string, unknown>> {
  return (await callJson(`${fixture.sandbox.urls.workplace}/_sandbox/history/${companyId}`)).body;
}

describe('the Workplace stand-in', () => {
  test('knows the sample companies of both partners, with terms around today', async () => {
    const ids = ['WP-1001', 'WP-1002', 'WP-1003', 'WP-1004', 'WP-1005', 'WP-1006', 'WP-2001', 'WP-2002'];
    const companies = await Promise.all(ids.map(async (id) => (await read(id)).body));
    const today = new Date().toISOString().slice(0, 10);
    for (const company of companies.filter(({ plan }) => plan !== null)) {
      expect(String(company['termStart']) <= today && String(company['expiresOn']) > today).toBe(true);
    }
    expect(companies.map(({ plan, cycle, years, trial, active }) => [plan, cycle, years, trial, active])).toEqual([
      ['standard', 'annually', 1, false, true],
      [null, null, null, false, false],
      ['standard', null, null, true, true],
      ['basic', 'monthly', null, false, true],
      ['pro', 'annually', 3, false, true],
      ['standard', 'annually', 1, false, true],
      ['pro', 'annually', 1, false, true],
      [null, null, null, false, false],
    ]);
    expect(new Set(companies.map(({ partnerId }) => partnerId))).toEqual(new Set(['partner-aurora', 'partner-birch']));
  });

  test('applies a newer version, repeats the same one, and refuses an older or different one', async () => {
    expect((await put('WP-1001', target(3), 'order-1')).body).toMatchObject({ version: 3, capacities: { desk: 45 } });
    expect((await put('WP-1001', target(3), 'order-1')).status).toBe(200);
    expect((await put('WP-1001', target(3), 'other-key')).status).toBe(200);
    const older = await put('WP-1001', target(2, 99));
    expect([older.status, older.body['code'], older.body['currentVersion']]).toEqual([409, 'older_version', 3]);
    const other = await put('WP-1001', target(3, 46));
    expect([other.status, other.body['code'], other.body['currentVersion']]).toEqual([409, 'version_conflict', 3]);
    const reused = await put('WP-1001', target(4, 50), 'order-1');
    expect([reused.status, reused.body['code']]).toEqual([422, 'idempotency_key_reused']);
    expect((await read('WP-1001')).body).toMatchObject({ version: 3, capacities: { desk: 45 } });
    expect(await historyOf('WP-1001')).toMatchObject({
      changes: [{ version: 3, idempotencyKey: 'order-1', repeats: 2, before: { capacities: { desk: 40 } } }],
      refusals: 3,
    });
  });

  test.each([
    [
      'desks on the basic plan',
      { plan: 'basic', capacities: { meeting_room: 1, location: 1, desk: 1, visitor: 0 } },
      'service_not_in_plan',
    ],
    [
      'capacity without a plan',
      { plan: null, cycle: null, years: null, termStart: null, expiresOn: null },
      'service_not_in_plan',
    ],
    ['an annual plan without years', { years: null }, 'missing_years'],
    ['a term that ends before it starts', { expiresOn: '2026-05-01' }, 'empty_term'],
    [
      'a negative capacity',
      { capacities: { meeting_room: 1, location: 1, desk: -1, visitor: 0 } },
      'invalid_entitlement',
    ],
    ['half a desk', { capacities: { meeting_room: 1, location: 1, desk: 0.5, visitor: 0 } }, 'invalid_entitlement'],
    ['a missing service', { capacities: { meeting_room: 1, location: 1, desk: 1 } }, 'invalid_entitlement'],
    ['six years', { years: 6 }, 'invalid_entitlement'],
    ['the thirtieth of February', { expiresOn: '2027-02-30' }, 'invalid_entitlement'],
    ['an unknown plan', { plan: 'gold' }, 'invalid_entitlement'],
    ['an unknown field', { seats: 3 }, 'invalid_entitlement'],
    ['version 0', { version: 0 }, 'invalid_entitlement'],
  ])('refuses %s', async (_what, more, code) => {
    const body = target(50, 1, more);
    const answer = await put('WP-1005', body);
    expect([answer.status, answer.body['code']]).toEqual([422, code]);
    // What breaks the contract's schema is refused as such; what only breaks a rule between fields passes the schema.
    expect(requestErrors(body).length > 0).toBe(code === 'invalid_entitlement');
    expect((await read('WP-1005')).body['version']).toBe(0);
  });

  test('takes every target that its contract and rules allow', async () => {
    const trial = target(1, 5, { cycle: null, years: null, trial: true });
    const ended = {
      ...target(2),
      ...{ plan: null, cycle: null, years: null, termStart: null, expiresOn: null },
      capacities: { meeting_room: 0, location: 0, desk: 0, visitor: 0 },
    };
    const monthly = target(3, 0, {
      plan: 'basic',
      cycle: 'monthly',
      years: null,
      capacities: { meeting_room: 4, location: 1, desk: 0, visitor: 0 },
    });
    for (const body of [trial, ended, monthly]) {
      expect(requestErrors(body)).toEqual([]);
      expect((await put('WP-2002', body)).status).toBe(200);
    }
  });

  test('names what is wrong with the request itself', async () => {
    expect((await read('WP-9999')).body).toMatchObject({ status: 404, code: 'unknown_company' });
    expect((await read('WP-1001', {})).status).toBe(401);
    expect((await put('WP-1001', target(9), null)).body).toMatchObject({
      status: 400,
      code: 'missing_idempotency_key',
    });
    expect((await put('WP-9999', target(9))).status).toBe(404);
  });

  test('can be changed by hand and keeps the change over a restart', async () => {
    const url = `${fixture.sandbox.urls.workplace}/_sandbox/companies`;
    const made = await callJson(url, 'POST', {
      companyId: 'WP-7777',
      partnerId: 'partner-birch',
      timeZone: 'Asia/Tokyo',
    });
    expect(made.body).toMatchObject({ companyId: 'WP-7777', plan: null, active: false });
    await callJson(url, 'POST', { companyId: 'WP-7777', capacities: { desk: 0 }, version: 12 });
    fixture = await fixture.restart();
    expect((await read('WP-7777')).body).toMatchObject({ partnerId: 'partner-birch', version: 12 });
    expect(await historyOf('WP-1001')).toMatchObject({ changes: [{ version: 3 }] });
  });

  test('does not end a term by itself when the clock passes its end', async () => {
    const before = (await read('WP-1006')).body;
    await moveClock(fixture, 'P30D');
    expect((await read('WP-1006')).body).toEqual(before);
  });

  test('cuts the connection before or after the change, and the repeat is harmless', async () => {
    await fault(fixture, { match: { method: 'PUT' }, effect: 'cut-after' }, 'workplace');
    await expect(put('WP-2001', target(1), 'cut')).rejects.toThrow();
    await fault(fixture, { match: { method: 'PUT' }, effect: 'cut-before' }, 'workplace');
    await expect(put('WP-2001', target(1), 'cut')).rejects.toThrow();
    expect((await put('WP-2001', target(1), 'cut')).status).toBe(200);
    expect(await historyOf('WP-2001')).toMatchObject({ changes: [{ version: 1, repeats: 1 }] });
  });

  test('fails on order with 500 and 429', async () => {
    await fault(fixture, { effect: 'status', status: 500 }, 'workplace');
    expect((await read('WP-1001')).status).toBe(500);
    await fault(fixture, { effect: 'status', status: 429, retryAfterSeconds: 7 }, 'workplace');
    const busy = await read('WP-1001');
    expect([busy.status, busy.headers.get('retry-after')]).toEqual([429, '7']);
  });
});
