import { insertTwoPartners, type TwoPartners } from '../../support/api/two-partners';
import { startTestApi, type TestApi } from '../../support/api/start-test-api';

let api: TestApi;
let people: TwoPartners;

beforeAll(async () => {
  api = await startTestApi();
  people = await insertTwoPartners(api);
});
afterAll(() => api.stop());

const read = (token: string | undefined, query = '') =>
  api.send('GET', `/v1/catalogue${query}`, token === undefined ? {} : { token });

describe('200', () => {
  it('shows list, discount and net of the partner in its currency', async () => {
    const { status, json } = await read(people.aurora.ada.token);
    expect(status).toBe(200);
    const room = json.services.find(({ service }: { service: string }) => service === 'meeting_room');
    const year = room.prices.find(({ years }: { years: number | null }) => years === 1);
    expect(year.list).toEqual({ amountMinor: 9000, currency: 'USD' });
    expect(year.net.amountMinor).toBe((9000 * (10_000 - year.discountBasisPoints)) / 10_000);
    expect(year.discountBasisPoints).toBeGreaterThan(0);
    expect(json.isSample).toBe(true);
  });

  it('offers no PayPal for CNY', async () => {
    const { json } = await read(people.birch.bai.token);
    expect(json.currency).toBe('CNY');
    expect(json.methods.map(({ method }: { method: string }) => method)).toEqual(['card', 'offline']);
  });

  it('gives finance the prices of the partner it names', async () => {
    const { json } = await read(people.finance.token, `?partnerId=${people.birch.partnerId}`);
    expect(json.partnerId).toBe(people.birch.partnerId);
  });
});

describe('401', () => {
  it('wants a sign-in', async () => {
    expect((await read(undefined)).status).toBe(401);
  });
});

describe('403', () => {
  it('refuses the distributor', async () => {
    expect((await read(people.distributor.token)).status).toBe(403);
  });
});

describe('404', () => {
  it('hides the prices of another partner', async () => {
    expect((await read(people.aurora.ada.token, `?partnerId=${people.birch.partnerId}`)).status).toBe(404);
  });
});

describe('422', () => {
  it('asks staff whose prices they want', async () => {
    const { status, json } = await read(people.finance.token);
    expect([status, json.errors[0].field]).toEqual([422, 'query.partnerId']);
  });

  it('refuses parameters that it does not know, and those with NUL', async () => {
    expect((await read(people.aurora.ada.token, '?currency=USD')).json.errors).toEqual([
      { field: 'query.currency', code: 'unknown_field', message: expect.any(String) },
    ]);
    expect((await read(people.aurora.ada.token, '?partnerId=a%00b')).status).toBe(422);
  });
});
