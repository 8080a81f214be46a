import { uuidv7 } from 'uuidv7';
import { BILLING, insertTwoPartners, type TwoPartners } from '../../support/api/two-partners';
import { startTestApi, type TestApi } from '../../support/api/start-test-api';

let api: TestApi;
let people: TwoPartners;
let quoteId: string;

beforeAll(async () => {
  api = await startTestApi();
  people = await insertTwoPartners(api);
  const services = [{ service: 'meeting_room', quantity: 1 }];
  const body = { kind: 'purchase_service', companyId: 'A-1', services, billing: { data: BILLING } };
  quoteId = (await api.send('POST', '/v1/quotes', { token: people.aurora.ada.token, body })).json.quoteId;
});
afterAll(() => api.stop());

const read = (token?: string, id = quoteId) =>
  api.send('GET', `/v1/quotes/${id}`, token === undefined ? {} : { token });

describe('200', () => {
  it('lets the partner, its colleague with the right, its account manager and finance read it', async () => {
    const readers = [people.aurora.ada, people.aurora.viewer, people.manager, people.finance];
    const answers = await Promise.all(readers.map(({ token }) => read(token)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  });
});

describe('401', () => {
  it('wants a sign-in', async () => {
    expect((await read()).status).toBe(401);
  });
});

describe('403', () => {
  it('refuses the administrator, who touches no money', async () => {
    expect((await read(people.admin.token)).status).toBe(403);
  });
});

describe('404', () => {
  it('is the same for a stranger’s quote, an unknown one, and what is no id', async () => {
    const answers = [
      await read(people.birch.bai.token),
      await read(people.otherManager.token),
      await read(people.aurora.ada.token, uuidv7()),
      await read(people.aurora.ada.token, 'a%00b'),
      await read(people.aurora.ada.token, '..%2f..%2fetc'),
    ];
    expect(answers.map(({ status, json }) => [status, json.code])).toEqual(Array(5).fill([404, 'quote_not_found']));
  });
});
