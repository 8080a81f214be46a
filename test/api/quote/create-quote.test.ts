import { uuidv7 } from 'uuidv7';
import { BILLING, auditOf, insertTwoPartners, type TwoPartners } from '../../support/api/two-partners';
import { startTestApi, type TestApi } from '../../support/api/start-test-api';

let api: TestApi;
let people: TwoPartners;

beforeAll(async () => {
  api = await startTestApi();
  people = await insertTwoPartners(api);
});
afterAll(() => api.stop());
afterEach(() => api.workplace.back());

const expansion = (changes: object = {}) => ({
  kind: 'purchase_service',
  companyId: 'A-1',
  services: [{ service: 'meeting_room', quantity: 5 }],
  billing: { data: BILLING },
  ...changes,
});
const ask = (body: unknown, token = people.aurora.ada.token) => api.send('POST', '/v1/quotes', { body, token });
const fieldsOf = (json: { errors: { field: string; code: string }[] }) =>
  json.errors.map(({ field, code }) => [field, code]);

describe('201', () => {
  it('charges the days that are left, says so in words, and stores it', async () => {
    const { status, json } = await ask(expansion());
    expect(status).toBe(201);
    expect(json.lines[0]).toMatchObject({ quantity: 5, resultingTotal: 15, daysCharged: 190, daysInTerm: 365 });
    expect(json.lines[0].arithmetic).toMatch(/190/);
    const { net, tax, gross } = json.totals;
    expect(gross.amountMinor).toBe(Number(net.amountMinor) + Number(tax.amountMinor));
    expect(json.expiresAt).toBe('2026-11-23T08:30:00.000Z');
    expect(json.methods.map(({ method }: { method: string }) => method)).toContain('card');
    const read = await api.send('GET', `/v1/quotes/${json.quoteId}`, { token: people.aurora.ada.token });
    expect(read.json).toEqual(json);
    expect(await auditOf(api.deps.db, json.quoteId)).toEqual(['quote.created']);
  });

  it('quotes a first purchase with "if paid today" as its term', async () => {
    const { status, json } = await ask({
      kind: 'purchase_plan',
      companyId: 'A-none',
      plan: 'pro',
      cycle: 'annually',
      years: 2,
      services: [{ service: 'desk', quantity: 10 }],
      billing: { data: BILLING },
    });
    expect(status).toBe(201);
    expect(json.term).toEqual({ from: '2026-11-23', until: '2028-11-23' });
    expect(json.target.capacities.desk).toBe(10);
  });

  it('takes billing data from a contact of one’s own', async () => {
    const contact = await api.send('POST', '/v1/contacts', { body: { data: BILLING }, token: people.aurora.ada.token });
    const { json } = await ask(expansion({ billing: { contactId: contact.json.contactId } }));
    expect([json.billingContactId, json.billing]).toEqual([contact.json.contactId, BILLING]);
  });

  it('keeps names in Chinese, Arabic and with emoji', async () => {
    const names = { firstName: '小明 🎈', lastName: 'محمد', company: '上海云杉科技有限公司 🏢' };
    const { json } = await ask(expansion({ billing: { data: { ...BILLING, ...names } } }));
    expect(json.billing).toMatchObject(names);
  });

  it('asks Workplace only on first contact', async () => {
    await ask(expansion());
    api.workplace.away();
    expect((await ask(expansion())).status).toBe(201);
  });
});

describe('400', () => {
  it('tells broken JSON from JSON of the wrong shape', async () => {
    expect((await ask('{"kind": ')).json.code).toBe('malformed_json');
    expect((await ask('null')).status).toBe(422);
    expect((await ask('[]')).status).toBe(422);
  });
});

describe('401', () => {
  it('wants a sign-in before it reads the body', async () => {
    expect((await api.send('POST', '/v1/quotes', { body: '{broken' })).status).toBe(401);
  });
});

describe('403', () => {
  it('refuses a colleague who may only look', async () => {
    const { status, json } = await ask(expansion(), people.aurora.viewer.token);
    expect([status, json.code, json.capability]).toEqual([403, 'not_allowed', 'quote.create']);
  });
});

describe('404', () => {
  it('knows no company of another partner', async () => {
    const { status, json } = await ask(expansion({ companyId: 'B-1' }));
    expect([status, json.code]).toEqual([404, 'company_not_found']);
  });
});

describe('409', () => {
  it.each([
    ['A-none', 'no_active_plan', 'none'],
    ['A-trial', 'on_trial', 'trial'],
    ['A-lapsed', 'plan_expired', 'lapsed'],
  ])('tells the state of %s with the way on', async (companyId, reason, state) => {
    const { status, json } = await ask(expansion({ companyId }));
    expect([status, json.reason, json.currentState.status]).toEqual([409, reason, state]);
  });
});

describe('413 and 415', () => {
  it('reads at most 256 kB of JSON and nothing else', async () => {
    const body = JSON.stringify(expansion({ note: 'x'.repeat(257 * 1024) }));
    expect((await ask(body)).status).toBe(413);
    const headers = { 'content-type': 'text/plain' };
    const token = people.aurora.ada.token;
    expect((await api.send('POST', '/v1/quotes', { body: '{}', headers, token })).status).toBe(415);
    const latin = { 'content-type': 'application/json; charset=latin1' };
    expect((await api.send('POST', '/v1/quotes', { body: '{}', headers: latin, token })).status).toBe(415);
  });
});

describe('422', () => {
  it.each([-1, 0, 1.5, 1e9, 1e300, 9_007_199_254_740_993])(
    'refuses a quantity of %d at its field',
    async (quantity) => {
      const { status, json } = await ask(expansion({ services: [{ service: 'meeting_room', quantity }] }));
      expect(status).toBe(422);
      expect(json.errors.map(({ field }: { field: string }) => field)).toEqual(['services[0].quantity']);
    }
  );

  it('refuses a number that JSON allows and nobody can count', async () => {
    const body = JSON.stringify(expansion()).replace('"quantity":5', '"quantity":1e999');
    expect(fieldsOf((await ask(body)).json)[0]?.[0]).toBe('services[0].quantity');
  });

  it('names unknown services, a service twice, and one that the plan lacks', async () => {
    const services = (...names: string[]) => names.map((service) => ({ service, quantity: 5 }));
    expect(fieldsOf((await ask(expansion({ services: services('sauna') }))).json)).toEqual([
      ['services[0].service', 'service_unknown'],
    ]);
    expect(fieldsOf((await ask(expansion({ services: services('desk', 'desk') }))).json)).toEqual([
      ['services[1].service', 'service_duplicate'],
    ]);
    expect(fieldsOf((await ask(expansion({ companyId: 'A-basic', services: services('desk') }))).json)).toEqual([
      ['services[0].service', 'service_not_in_plan'],
    ]);
    expect((await ask(expansion({ services: [] }))).status).toBe(422);
  });

  it('treats another partner’s contact like one that does not exist', async () => {
    const theirs = await api.send('POST', '/v1/contacts', { body: { data: BILLING }, token: people.birch.bai.token });
    const answers = [theirs.json.contactId, uuidv7()].map((contactId) => ask(expansion({ billing: { contactId } })));
    for (const { status, json } of await Promise.all(answers)) {
      expect([status, fieldsOf(json)]).toEqual([422, [['billing.contactId', 'contact_not_found']]]);
    }
  });

  it('refuses a tax number of the wrong shape and an unknown country', async () => {
    const withTax = { ...BILLING, taxNumberType: 'vat_number', taxNumber: 'DE12' };
    expect(fieldsOf((await ask(expansion({ billing: { data: withTax } }))).json)).toEqual([
      ['billing.taxNumber', 'tax_number_wrong_shape'],
    ]);
    const nowhere = { ...BILLING, country: 'QQ' };
    expect(fieldsOf((await ask(expansion({ billing: { data: nowhere } }))).json)).toEqual([
      ['billing.country', 'country_unknown'],
    ]);
  });

  it('lets no line break into what becomes a mail header', async () => {
    const injected = { ...BILLING, email: 'a@b.example\r\nBcc: all@b.example', firstName: 'Ada\nBcc: x' };
    const { status, json } = await ask(expansion({ billing: { data: injected } }));
    expect(status).toBe(422);
    expect(json.errors.map(({ field }: { field: string }) => field).sort()).toEqual([
      'billing.data.email',
      'billing.data.firstName',
    ]);
  });

  it('wants billing data from a person who has none', async () => {
    expect(fieldsOf((await ask(expansion({ billing: undefined }))).json)).toEqual([['billing', 'required']]);
  });
});

describe('503', () => {
  it('leaves nothing half-written when Workplace is away', async () => {
    api.workplace.away();
    expect((await ask(expansion({ companyId: 'A-3' }))).status).toBe(503);
    expect(await api.deps.db('quotes').where({ company_id: 'A-3' })).toEqual([]);
  });
});
