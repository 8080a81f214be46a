import { uuidv7 } from 'uuidv7';
import { connect, type Database } from '../../db/shared/connection';
import { createParty, type OrderParty } from '../support/api/order-fixture';
import { startTestApi, type TestApi } from '../support/api/start-test-api';
import { BILLING, insertTwoPartners, type TwoPartners } from '../support/api/two-partners';

/** What addresses without a sign-in refuse, and the reads and misses that no file of their own asks for. */
let api: TestApi;
let broken: TestApi;
let nowhere: Database;
let party: OrderParty;
let people: TwoPartners;

beforeAll(async () => {
  api = await startTestApi();
  party = await createParty(api);
  people = await insertTwoPartners(api);
  nowhere = connect('postgres://nobody@127.0.0.1:1/none', { max: 1, applicationName: 'test' });
  broken = await startTestApi({ deps: { db: nowhere } });
});
afterAll(async () => {
  await Promise.all([api.stop(), broken.stop()]);
  await nowhere.destroy();
});

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
/** The form of a token, without its being one. */
const FORGED = 'x'.repeat(43);
const JSON_BODY = { body: { a: 1 } };
const MANY_FIELDS = { headers: FORM, body: Array.from({ length: 60 }, (_, at) => `f${at}=1`).join('&') };

describe('the links of invoices', () => {
  describe('POST /i/:token', () => {
    test('400: more fields than any form of ours', async () => {
      expect((await api.send('POST', `/i/${FORGED}`, MANY_FIELDS)).status).toBe(400);
    });
    test('404: forged', async () => {
      expect((await api.send('POST', `/i/${FORGED}`, { headers: FORM })).status).toBe(404);
    });
    test('415: anything but a form', async () => {
      expect((await api.send('POST', `/i/${FORGED}`, JSON_BODY)).status).toBe(415);
    });
  });

  describe('POST /i/:token/new-link', () => {
    test('400: more fields than any form of ours', async () => {
      expect((await api.send('POST', `/i/${FORGED}/new-link`, MANY_FIELDS)).status).toBe(400);
    });
    test('404: forged', async () => {
      expect((await api.send('POST', `/i/${FORGED}/new-link`, { headers: FORM })).status).toBe(404);
    });
    test('415: anything but a form', async () => {
      expect((await api.send('POST', `/i/${FORGED}/new-link`, JSON_BODY)).status).toBe(415);
    });
    test('503: while Postgres is away', async () => {
      expect((await broken.send('POST', `/i/${FORGED}/new-link`, { headers: FORM })).status).toBe(503);
    });
  });

  describe('GET /i/:token', () => {
    test('503: while Postgres is away', async () => {
      expect((await broken.send('GET', `/i/${FORGED}`)).status).toBe(503);
    });
  });
});

describe('POST /v1/sessions', () => {
  test('503: while Postgres is away, and not a wrong password', async () => {
    const body = { email: 'ada@aurora.example', password: 'a password' };
    const { status, headers } = await broken.send('POST', '/v1/sessions', { body });
    expect(status).toBe(503);
    expect(headers['retry-after']).toBeDefined();
  });
});

describe('GET /v1/payments/cancel/:orderId', () => {
  test('303: back to the order’s page', async () => {
    const { status, headers } = await api.send('GET', `/v1/payments/cancel/${await party.order()}`);
    expect([status, headers['location']]).toEqual([303, expect.stringContaining('payment=cancelled')]);
  });
  test('404: what cannot be an order’s ID', async () => {
    expect((await api.send('GET', '/v1/payments/cancel/%00')).status).toBe(404);
  });
});

describe('POST /internal/sandbox/clock', () => {
  const body = { targetOffsetMs: 60_000 };
  test('404: without the sandbox’s secret, and the clock stays', async () => {
    const headers = { 'x-sandbox-secret': 'guessed' };
    expect((await api.send('POST', '/internal/sandbox/clock', { body })).status).toBe(404);
    expect((await api.send('POST', '/internal/sandbox/clock', { body, headers })).status).toBe(404);
    expect(api.clock.offsetMs()).toBe(0);
  });
  test('503: while Postgres is away', async () => {
    const headers = { 'x-sandbox-secret': 'a control secret of tests' };
    expect((await broken.send('POST', '/internal/sandbox/clock', { body, headers })).status).toBe(503);
  });
});

describe('one contact', () => {
  const asAda = (method: string, path: string, body?: object) =>
    api.send(method, path, { token: people.aurora.ada.token, ...(body === undefined ? {} : { body }) });

  test('GET /v1/contacts/:contactId 200: as it was stored', async () => {
    const { json } = await asAda('POST', '/v1/contacts', { data: BILLING });
    const read = await asAda('GET', `/v1/contacts/${json.contactId}`);
    expect([read.status, read.json]).toEqual([200, json]);
  });
  test('PUT /v1/contacts/:contactId 404: where there is none', async () => {
    const body = { data: BILLING, remark: '', version: 1 };
    expect((await asAda('PUT', `/v1/contacts/${uuidv7()}`, body)).status).toBe(404);
  });
  test('DELETE /v1/contacts/:contactId 404: where there is none', async () => {
    expect((await asAda('DELETE', `/v1/contacts/${uuidv7()}?version=1`)).status).toBe(404);
  });
});
