import { workplaceCompany } from '../../support/api/fake-workplace';
import { auditOf, insertTwoPartners, type TwoPartners } from '../../support/api/two-partners';
import { startTestApi, type TestApi } from '../../support/api/start-test-api';

let api: TestApi;
let people: TwoPartners;

beforeAll(async () => {
  api = await startTestApi();
  people = await insertTwoPartners(api);
});
afterAll(() => api.stop());
afterEach(() => api.workplace.back());

const lookUp = (companyId: string, token = people.aurora.ada.token) =>
  api.send('GET', `/v1/companies/${companyId}`, { token });

describe('200', () => {
  it('shows plan, term, expiry and the capacity of every service', async () => {
    const { status, json } = await lookUp('A-1');
    expect(status).toBe(200);
    expect(json.subscription).toMatchObject({
      status: 'active',
      plan: 'standard',
      term: { from: '2026-06-01', until: '2027-06-01' },
      capacities: { meeting_room: 10, location: 1, desk: 0, visitor: 0 },
    });
    expect(json.offer.kind).toBe('expansion');
    expect(json.offer.services[0]).toMatchObject({
      service: 'meeting_room',
      current: 10,
      mayAdd: 490,
      available: true,
    });
  });

  it('takes the company over once, however many ask at the same time, and arms its reminders', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => lookUp('A-2')));
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
    const outbox = await api.deps.db('outbox').where({ topic: 'subscription_changed' }).select('payload');
    expect(outbox.filter(({ payload }) => payload.companyId === 'A-2')).toHaveLength(1);
    expect(await auditOf(api.deps.db, 'A-2')).toEqual(['company.taken_over']);
  });

  it.each([
    ['A-none', 'none', 'first_purchase'],
    ['A-trial', 'trial', 'trial_conversion'],
    ['A-grace', 'grace', 'renewal_only'],
    ['A-lapsed', 'lapsed', 'win_back'],
  ])('points %s from %s to %s', async (companyId, status, offer) => {
    const { json } = await lookUp(companyId);
    expect([json.subscription.status, json.offer.kind]).toEqual([status, offer]);
    expect(json.offer.services.every((service: { available: boolean }) => !service.available)).toBe(true);
  });

  it('keeps services that the plan lacks off sale', async () => {
    const { json } = await lookUp('A-basic');
    const available = json.offer.services.filter((service: { available: boolean }) => service.available);
    expect(available.map((service: { service: string }) => service.service)).toEqual(['meeting_room', 'location']);
  });

  it('lets the account manager of the partner look too', async () => {
    expect((await lookUp('A-1', people.manager.token)).status).toBe(200);
    expect((await lookUp('A-1', people.otherManager.token)).status).toBe(404);
  });
});

describe('401', () => {
  it('wants a sign-in', async () => {
    const answer = await api.send('GET', '/v1/companies/A-1');
    expect([answer.status, answer.json.code]).toEqual([401, 'not_signed_in']);
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer/);
  });
});

describe('403', () => {
  it('refuses a role without the right', async () => {
    expect((await lookUp('A-1', people.distributor.token)).status).toBe(403);
  });
});

describe('404', () => {
  it('answers an unknown company and another partner’s with the same words, whether taken over or not', async () => {
    const unknown = await lookUp('NOBODY-1');
    const before = await lookUp('B-1');
    expect((await lookUp('B-1', people.birch.bai.token)).status).toBe(200);
    const after = await lookUp('B-1');
    const malformed = await lookUp('no%20such%20id');
    for (const { status, json } of [unknown, before, after, malformed]) {
      expect({ status, ...json, requestId: '' }).toEqual({ ...unknown.json, status: 404, requestId: '' });
    }
    expect(unknown.json.detail).toBe('no company with this ID is assigned to you');
  });

  it('takes nothing over for a stranger', async () => {
    api.workplace.put(workplaceCompany('B-2', { partnerCode: 'P-BIRCH' }));
    await lookUp('B-2');
    expect(await api.deps.db('companies').where({ company_id: 'B-2' })).toEqual([]);
  });
});

describe('503', () => {
  it('says when Workplace is away, and leaves nothing half-written', async () => {
    api.workplace.away();
    const answer = await lookUp('A-3');
    expect([answer.status, answer.json.code]).toEqual([503, 'workplace_unavailable']);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(await api.deps.db('companies').where({ company_id: 'A-3' })).toEqual([]);
  });
});
