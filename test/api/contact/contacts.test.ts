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

const ada = () => ({ token: people.aurora.ada.token });
const create = async (changes: object = {}, token = people.aurora.ada.token) =>
  api.send('POST', '/v1/contacts', { token, body: { data: { ...BILLING, ...changes }, remark: 'head office' } });

describe('POST /v1/contacts 201', () => {
  it('adds to the list of one’s own account, audited', async () => {
    const { status, json } = await create();
    expect(status).toBe(201);
    expect(json).toMatchObject({ partnerId: people.aurora.partnerId, version: 1, remark: 'head office' });
    expect(await auditOf(api.deps.db, json.contactId)).toEqual(['contact.created']);
  });

  it('keeps Chinese, Arabic and emoji', async () => {
    const names = { firstName: '敏', lastName: 'عائشة', company: '🌲 Birch' };
    expect((await create(names)).json.data).toMatchObject(names);
  });
});

describe('POST /v1/contacts 403', () => {
  it('refuses those without the right to edit', async () => {
    for (const person of [people.aurora.viewer, people.manager, people.ops, people.admin]) {
      expect((await create({}, person.token)).status).toBe(403);
    }
  });
});

describe('POST /v1/contacts 422', () => {
  it.each([
    ['data.email', { email: 'a@b.example\r\nBcc: c@d.example' }],
    ['data.email', { email: 'no address' }],
    ['data.firstName', { firstName: 'Ada\nBcc: x@y.example' }],
    ['data.company', { company: 'Aurora\u2028Evil' }],
    ['data.lastName', { lastName: 'a\u0000b' }],
    ['data.city', { city: '   ' }],
    ['data.street', { street: 'x'.repeat(201) }],
    ['data.country', { country: 'Germany' }],
    ['data.country', { country: 'QQ' }],
    ['data.taxNumber', { taxNumberType: 'vat_number', taxNumber: 'DE1' }],
    ['data.taxNumber', { taxNumberType: 'vat_number', taxNumber: null }],
    ['data.locale', { locale: 'xx' }],
    ['data.isAdmin', { isAdmin: true }],
  ])('names %s', async (field, changes) => {
    const { status, json } = await create(changes);
    expect(status).toBe(422);
    expect(json.errors.map((entry: { field: string }) => entry.field)).toContain(field);
  });

  it('refuses a lone surrogate, keys of Object.prototype and bottomless nesting', async () => {
    const good = JSON.stringify({ data: BILLING, remark: '' });
    const bodies = [
      good.replace('"remark":""', '"remark":"\\ud800"'),
      good.replace('"remark":""', '"__proto__":{"admin":true}'),
      good.replace('"remark":""', '"constructor":{"prototype":{"admin":true}}'),
      good.replace('"remark":""', `"remark":${'['.repeat(50_000)}${']'.repeat(50_000)}`),
    ];
    for (const body of bodies) {
      const { status } = await api.send('POST', '/v1/contacts', { ...ada(), body });
      expect(status).toBe(422);
    }
  });

  it('names the limit of a remark that is too long', async () => {
    const body = { data: BILLING, remark: 'x'.repeat(10_000) };
    const { status, json } = await api.send('POST', '/v1/contacts', { ...ada(), body });
    expect([status, json.errors]).toEqual([
      422,
      [{ field: 'remark', code: 'too_long', message: 'must have at most 1000 characters' }],
    ]);
  });
});

describe('PUT /v1/contacts/:contactId', () => {
  it('200: changes it and raises the version', async () => {
    const { json } = await create();
    const body = { data: { ...BILLING, city: 'Hamburg' }, remark: 'moved', version: 1 };
    const answer = await api.send('PUT', `/v1/contacts/${json.contactId}`, { ...ada(), body });
    expect([answer.status, answer.json.version, answer.json.data.city]).toEqual([200, 2, 'Hamburg']);
    expect(await auditOf(api.deps.db, json.contactId)).toEqual(['contact.created', 'contact.changed']);
  });

  it('409: of ten changes made from one version one wins, and the others are shown its state', async () => {
    const { json } = await create();
    const put = (city: string) => {
      const body = { data: { ...BILLING, city }, remark: '', version: 1 };
      return api.send('PUT', `/v1/contacts/${json.contactId}`, { ...ada(), body });
    };
    const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => put(`City ${index}`)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(9);
    const late = await put('Late');
    expect([late.json.code, late.json.currentState.version]).toEqual(['changed_meanwhile', 2]);
  });

  it('422: wants the version', async () => {
    const { json } = await create();
    const body = { data: BILLING, remark: '' };
    const answer = await api.send('PUT', `/v1/contacts/${json.contactId}`, { ...ada(), body });
    expect(answer.json.errors).toEqual([{ field: 'version', code: 'required', message: 'is missing' }]);
  });
});

describe('DELETE /v1/contacts/:contactId', () => {
  it('204: takes it off the list for good; 409 from an old version', async () => {
    const { contactId } = (await create()).json;
    const old = await api.send('DELETE', `/v1/contacts/${contactId}?version=9`, ada());
    expect(old.status).toBe(409);
    expect((await api.send('DELETE', `/v1/contacts/${contactId}?version=1`, ada())).status).toBe(204);
    expect((await api.send('GET', `/v1/contacts/${contactId}`, ada())).status).toBe(404);
    expect((await api.send('DELETE', `/v1/contacts/${contactId}?version=2`, ada())).status).toBe(404);
  });
});

describe('GET /v1/contacts', () => {
  it('200: walks all pages once each, for those whose partner it is', async () => {
    const { db } = api.deps;
    for (let index = 0; index < 7; index += 1) await create({ company: `Paged ${index}` });
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const { json } = await api.send('GET', `/v1/contacts?limit=3&text=paged${query}`, {
        token: people.manager.token,
      });
      seen.push(...json.items.map((item: { data: { company: string } }) => item.data.company));
      cursor = json.nextCursor;
    }
    expect(seen).toEqual(Array.from({ length: 7 }, (_, index) => `Paged ${index}`));
    expect(await db('billing_contacts').where({ partner_id: people.birch.partnerId })).toEqual([]);
    const theirs = await api.send('GET', '/v1/contacts', { token: people.birch.bai.token });
    expect(theirs.json).toEqual({ items: [], nextCursor: null });
  });

  it.each([
    ['limit=0', 'query.limit'],
    ['limit=101', 'query.limit'],
    ['limit=abc', 'query.limit'],
    ['limit=1&limit=2', 'query.limit'],
    ['cursor=nonsense', 'query.cursor'],
    [`cursor=${Buffer.from('["x"]').toString('base64url')}`, 'query.cursor'],
    ['text=%00', 'query.text'],
    ['__proto__=1', 'query.__proto__'],
  ])('422: %s', async (query, field) => {
    const { status, json } = await api.send('GET', `/v1/contacts?${query}`, ada());
    expect([status, json.errors[0].field]).toEqual([422, field]);
  });
});

describe('GET /v1/contacts/:contactId 404', () => {
  it('is the same for a stranger’s contact and for none', async () => {
    const { contactId } = (await create()).json;
    const stranger = await api.send('GET', `/v1/contacts/${contactId}`, { token: people.birch.bai.token });
    const none = await api.send('GET', `/v1/contacts/${uuidv7()}`, ada());
    expect([stranger.status, stranger.json.code, none.status]).toEqual([404, 'contact_not_found', 404]);
  });
});
