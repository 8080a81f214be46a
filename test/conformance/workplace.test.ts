import type { Entitlement } from '../../domain/company/entitlement';
import type { Workplace } from '../../gateways/shared/workplace';
import { createWorkplace } from '../../gateways/workplace/create-workplace';
import { callJson, fault } from './sandbox/support/calls';
import { type Fixture, startFixture, WORKPLACE_KEY } from './sandbox/support/sandbox-fixture';
import { requestErrors, responseErrors } from './sandbox/support/workplace-contract';
import { failureOf } from './support/failure-of';
import { json, startScriptedServer } from './support/scripted-server';

let fixture: Fixture;
let workplace: Workplace;

beforeEach(async () => {
  fixture = await startFixture();
  workplace = createWorkplace({ baseUrl: fixture.sandbox.urls.workplace, apiKey: WORKPLACE_KEY, timeoutMs: 500 });
});
afterEach(() => fixture.stop());

const annual: Entitlement = {
  plan: 'standard',
  cycle: 'annually',
  years: 1,
  termStart: '2026-11-23',
  expiresOn: '2027-11-23',
  trial: false,
  capacities: { meeting_room: 15, location: 2, desk: 40, visitor: 0 },
};
const monthly: Entitlement = { ...annual, cycle: 'monthly', years: null, expiresOn: '2026-12-23' };
const none: Entitlement = {
  plan: null,
  cycle: null,
  years: null,
  termStart: null,
  expiresOn: null,
  trial: false,
  capacities: { meeting_room: 0, location: 0, desk: 0, visitor: 0 },
};

const set = (version: number, target: Entitlement = annual, companyId = 'WP-1001') =>
  workplace.setEntitlement({
    companyId,
    version,
    target,
    idempotencyKey: `order:${version}:${JSON.stringify(target).length}`,
  });

async function changes(companyId = 'WP-1001'): Promise<readonly { version: number; repeats: number }[]> {
  const { body } = await callJson(`${fixture.sandbox.urls.workplace}/_sandbox/history/${companyId}`);
  return body['changes'] as readonly { version: number; repeats: number }[];
}

describe('findCompany', () => {
  it('reads a company with a plan, one without, one on trial, and none', async () => {
    expect(await workplace.findCompany('WP-1001')).toMatchObject({
      plan: 'standard',
      partnerCode: 'partner-aurora',
      trial: false,
    });
    expect(await workplace.findCompany('WP-1002')).toMatchObject({ plan: null, cycle: null, expiresOn: null });
    expect(await workplace.findCompany('WP-1003')).toMatchObject({ trial: true });
    expect(await workplace.findCompany('WP-2001')).toMatchObject({
      partnerCode: 'partner-birch',
      timeZone: 'Asia/Shanghai',
    });
    expect(await workplace.findCompany('WP-9999')).toBeNull();
  });

  it.each([
    { effect: 'status', status: 500 },
    { effect: 'status', status: 429, retryAfterSeconds: 3 },
    { effect: 'cut-before' },
    { effect: 'cut-after' },
    { effect: 'slow', ms: 900 },
  ])('cannot be answered with %j, and can be asked again', async (body) => {
    await fault(fixture, body, 'workplace');
    expect((await failureOf(workplace.findCompany('WP-1001'))).kind).toBe('unavailable');
    expect(await workplace.findCompany('WP-1001')).not.toBeNull();
  });

  it('with a wrong key is refused, and the key is in no message', async () => {
    const stranger = createWorkplace({ baseUrl: fixture.sandbox.urls.workplace, apiKey: 'wrong-key' });
    const failure = await failureOf(stranger.findCompany('WP-1001'));
    expect([failure.kind, failure.code]).toEqual(['refused', 'workplace_key_refused']);
    expect(failure.message).not.toContain('wrong-key');
  });
});

describe('setEntitlement', () => {
  it('puts the whole target in force, which is then read back', async () => {
    for (const [version, target] of [annual, monthly, none].entries()) {
      expect(await set(version + 10, target)).toMatchObject({
        outcome: 'set',
        company: { ...target, version: version + 10 },
      });
      expect(await workplace.findCompany('WP-1001')).toMatchObject(target);
    }
  });

  it('twice with one key, and again with another, is one change', async () => {
    await set(10);
    await set(10);
    await workplace.setEntitlement({ companyId: 'WP-1001', version: 10, target: annual, idempotencyKey: 'other' });
    expect(await changes()).toEqual([expect.objectContaining({ version: 10, repeats: 2 })]);
  });

  it('late is superseded, and the same version with another target is refused', async () => {
    await set(10);
    expect(await set(9, monthly)).toEqual({ outcome: 'superseded', currentVersion: 10 });
    expect(await set(10, monthly)).toEqual({ outcome: 'refused', code: 'workplace_version_conflict' });
    expect(await workplace.findCompany('WP-1001')).toMatchObject({ ...annual, version: 10 });
  });

  it('of services that the plan does not have, or of nobody, is refused for good', async () => {
    expect(await set(10, { ...annual, plan: 'basic' })).toEqual({
      outcome: 'refused',
      code: 'workplace_target_refused',
    });
    expect(await set(10, annual, 'WP-9999')).toEqual({ outcome: 'refused', code: 'workplace_company_unknown' });
    expect(await changes()).toEqual([]);
  });

  it.each([
    [{ effect: 'cut-before' }, 'unknown_outcome'],
    [{ effect: 'cut-after' }, 'unknown_outcome'],
    [{ effect: 'slow', ms: 900, when: 'after' }, 'unknown_outcome'],
    [{ effect: 'status', status: 500, when: 'after' }, 'unknown_outcome'],
    [{ effect: 'status', status: 503, when: 'before' }, 'unknown_outcome'],
    [{ effect: 'status', status: 429, retryAfterSeconds: 4 }, 'unavailable'],
  ])('with %j is tried again, and takes effect once', async (body, kind) => {
    await fault(fixture, body, 'workplace');
    expect((await failureOf(set(10))).kind).toBe(kind);
    expect(await set(10)).toMatchObject({ outcome: 'set' });
    expect(await changes()).toHaveLength(1);
  });

  it('in parallel leaves the newest version in force', async () => {
    const versions = [14, 11, 13, 10, 12];
    const results = await Promise.all(versions.map((version) => set(version, { ...annual, years: version - 9 })));
    expect(results.filter(({ outcome }) => outcome === 'refused')).toEqual([]);
    expect(await workplace.findCompany('WP-1001')).toMatchObject({ version: 14, years: 5 });
  });
});

describe('both sides keep to the published contract', () => {
  it('the requests that we send', async () => {
    const server = await startScriptedServer();
    server.answerWith(json(404, {}));
    const asked = createWorkplace({ baseUrl: server.url, apiKey: 'k' });
    for (const target of [annual, monthly, none]) {
      const withMore = { ...target, name: 'not part of a target' };
      await asked.setEntitlement({ companyId: 'WP-1001', version: 3, target: withMore, idempotencyKey: 'key' });
    }
    await server.stop();
    expect(server.seen.map(({ body }) => requestErrors(JSON.parse(body)))).toEqual([[], [], []]);
  });

  it('the answers that we read', async () => {
    const { status, body } = await callJson(
      `${fixture.sandbox.urls.workplace}/v1/companies/WP-1001`,
      'GET',
      undefined,
      {
        authorization: `Bearer ${WORKPLACE_KEY}`,
      }
    );
    expect(responseErrors({ request: { operation: 'findCompany' }, status, body })).toEqual([]);
  });
});
