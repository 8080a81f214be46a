import { GatewayFailure } from '../../../gateways/shared/provider-failure';
import { insertUser } from '../../support/api/api-rows';
import { fakeInvoicePdf } from '../../support/api/fake-document-pdf';
import { issueWithLink } from '../../support/api/invoice-fixture';
import { createParty, type OrderParty } from '../../support/api/order-fixture';
import type { TestAnswer } from '../../support/api/send';
import { startTestApi, type TestApi } from '../../support/api/start-test-api';

let api: TestApi;
let party: OrderParty;
let drawable = true;

beforeAll(async () => {
  api = await startTestApi({
    deps: {
      invoicePdf: (invoice) => {
        if (!drawable) throw new GatewayFailure('unavailable', 'pdf_queue_full', 'a test');
        return fakeInvoicePdf(invoice);
      },
    },
  });
  party = await createParty(api);
});
afterEach(() => {
  api.clock.setOffset(0);
  drawable = true;
});
afterAll(() => api.stop());

const MINUTE = 60_000;
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const land = (token: string, headers: Record<string, string> = {}) => api.send('GET', `/i/${token}`, { headers });
const download = (token: string, headers: Record<string, string> = {}) =>
  api.send('POST', `/i/${token}`, { headers: { ...FORM, ...headers } });
const askNew = (token: string) => api.send('POST', `/i/${token}/new-link`, { headers: FORM });
const isPdf = ({ status, text }: TestAnswer): boolean => status === 200 && text.startsWith('%PDF');
const cookieOf = ({ headers }: TestAnswer): string => String(headers['set-cookie']?.[0]).split(';')[0] ?? '';
const titleOf = ({ text }: TestAnswer): string | undefined => /<title>(.*?)<\/title>/.exec(text)?.[1];

describe('GET /i/:token', () => {
  test('200: a button and nothing of the invoice; a hundred GET and HEAD use nothing up', async () => {
    const { token, invoiceNo } = await issueWithLink(api, party);
    const answer = await land(token);
    expect(answer.status).toBe(200);
    expect(answer.text).toContain(`<form method="post" action="/i/${token}">`);
    for (const secret of [invoiceNo, 'Aurora', '119', 'Ada', 'USD']) expect(answer.text).not.toContain(secret);
    const visits = Array.from({ length: 50 }, () => [land(token), api.send('HEAD', `/i/${token}`)]);
    const answers = await Promise.all(visits.flat());
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(isPdf(await download(token))).toBe(true);
  });

  test('the page loads nothing, is kept by nobody and tells the next page nothing', async () => {
    const { headers, text } = await land((await issueWithLink(api, party)).token);
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'/
    );
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': expect.stringContaining('noindex') as string,
    });
    expect(text).not.toMatch(/src=|href=|<script/);
  });

  test('it speaks the language of the browser', async () => {
    const { token } = await issueWithLink(api, party);
    expect((await land(token, { 'accept-language': 'zh-CN,zh;q=0.9,en;q=0.8' })).text).toContain('下载发票');
    expect((await land(token, { 'accept-language': 'fr-FR' })).text).toContain('Download the invoice');
  });

  test('404: forged, damaged, or not even a token', async () => {
    const { token } = await issueWithLink(api, party);
    const forged = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`;
    for (const path of [forged, 'x', 'A'.repeat(43), '%E4%BD%A0', `${token}x`]) {
      expect((await land(path)).status).toBe(404);
      expect((await download(path)).status).toBe(404);
      expect((await askNew(path)).status).toBe(404);
    }
    expect((await land('%00')).status).toBe(404);
    expect(titleOf(await land(forged))).toBe('There is nothing here');
  });
});

describe('POST /i/:token', () => {
  test('200: of a hundred parallel downloads exactly one gets the body', async () => {
    const { token, invoiceId } = await issueWithLink(api, party);
    const answers = await Promise.all(Array.from({ length: 100 }, () => download(token)));
    const bodies = answers.filter(isPdf);
    expect(bodies).toHaveLength(1);
    expect(bodies[0]?.text).toContain(invoiceId);
    expect(answers.filter(({ status }) => status === 410)).toHaveLength(99);
  });

  test('200: the same browser may repeat a broken download for five minutes, others may not', async () => {
    const { token } = await issueWithLink(api, party);
    const first = await download(token);
    expect(first.headers['set-cookie']?.[0]).toMatch(
      new RegExp(`^purser_link=[\\w-]{43}; Path=/i/${token}; HttpOnly; SameSite=Lax; Max-Age=300$`)
    );
    const headers = { cookie: `a=b; ${cookieOf(first)}` };
    expect(titleOf(await land(token, headers))).toBe('Download it again');
    expect(isPdf(await download(token, headers))).toBe(true);
    expect((await download(token, { cookie: `purser_link=${'x'.repeat(43)}` })).status).toBe(410);
    api.clock.setOffset(5 * MINUTE);
    expect((await download(token, headers)).status).toBe(410);
  });

  test('410: used, expired and replaced have a page each, with a way to a new link', async () => {
    const used = await issueWithLink(api, party);
    await download(used.token);
    const expired = await issueWithLink(api, party);
    const replaced = await issueWithLink(api, party);
    expect((await askNew(replaced.token)).status).toBe(200);
    const revokedPages = [await land(replaced.token), await download(replaced.token)];
    api.clock.setOffset(24 * 60 * MINUTE);
    const pages = [await land(used.token), await land(expired.token), await download(expired.token), ...revokedPages];
    expect(pages.map(({ status }) => status)).toEqual([410, 410, 410, 410, 410]);
    expect(pages.map(titleOf)).toEqual([
      'This link has been used',
      'This link has expired',
      'This link has expired',
      'This link was replaced',
      'This link was replaced',
    ]);
    for (const { text } of pages) expect(text).toMatch(/<form method="post" action="\/i\/[\w-]{43}\/new-link">/);
  });

  test('503: what cannot be drawn now leaves the link unused', async () => {
    const { token } = await issueWithLink(api, party);
    drawable = false;
    const answer = await download(token);
    expect(answer.status).toBe(503);
    expect(answer.headers['retry-after']).toBe('3');
    drawable = true;
    expect(isPdf(await download(token))).toBe(true);
  });

  test('405 for other methods', async () => {
    const { token } = await issueWithLink(api, party);
    const answer = await api.send('PUT', `/i/${token}`);
    expect(answer.status).toBe(405);
    expect(answer.headers['allow']).toContain('POST');
  });
});

describe('POST /i/:token/new-link', () => {
  test('200: to the same address, once while it is on its way, and the old link is dead', async () => {
    const { token, invoiceId } = await issueWithLink(api, party);
    expect(titleOf(await askNew(token))).toBe('A new link is on its way');
    expect(titleOf(await askNew(token))).toBe('A link is already on its way');
    const links = await api.deps.db('invoice_links').where({ invoice_id: invoiceId }).orderBy('link_id');
    expect(links).toHaveLength(2);
    expect(new Set(links.map((link: { recipient_email: string }) => link.recipient_email)).size).toBe(1);
    expect((await download(token)).status).toBe(410);
    expect(
      await api.deps.db('audit_log').where({ what: 'invoice_link.reissued', subject_id: invoiceId })
    ).toMatchObject([{ actor_kind: 'visitor', ip: '127.0.0.1' }]);
  });

  test('429: after three in an hour', async () => {
    const { token, invoiceId } = await issueWithLink(api, party);
    const titles = [];
    for (let n = 0; n < 4; n += 1) {
      const answer = await askNew(token);
      titles.push(answer.status);
      if (answer.status === 429) expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
      const mails = api.deps.db('invoice_links').where({ invoice_id: invoiceId }).select('mail_id');
      await api.deps.db('mails').whereIn('mail_id', mails).where({ state: 'queued' }).update({ state: 'sent' });
      api.clock.setOffset((n + 1) * MINUTE);
    }
    expect(titles).toEqual([200, 200, 200, 429]);
  });

  test('410: once the invoice has gone to a corrected address', async () => {
    const { token, orderId } = await issueWithLink(api, party);
    const ops = await insertUser(api.deps.db, api.clock.now(), { role: 'ops' });
    const body = { email: 'corrected@aurora.example' };
    await api.send('POST', `/v1/orders/${orderId}/resend-invoice`, { token: ops.token, body });
    expect(titleOf(await askNew(token))).toBe('No new link can be sent from here');
  });
});

describe('413 and 415', () => {
  test('a link page takes a form and nothing large', async () => {
    const { token } = await issueWithLink(api, party);
    const json = await api.send('POST', `/i/${token}`, { body: { a: 1 } });
    expect(json.status).toBe(415);
    const large = await api.send('POST', `/i/${token}`, { headers: FORM, body: 'a='.padEnd(300_000, 'x') });
    expect(large.status).toBe(413);
    expect(isPdf(await download(token))).toBe(true);
  });
});
