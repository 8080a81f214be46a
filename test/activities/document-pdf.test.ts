import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CREDIT_CAUSES } from '../../domain/invoice/credit-note-body';
import { printableCodePoints } from '../../gateways/pdf/pdf-fonts';
import type { DocumentRenderer, PrintableBody } from '../../gateways/pdf/document-renderer';
import { printableText, REPLACEMENT } from '../../gateways/pdf/printable-text';
import { BILLING } from '../support/rows/order-rows';
import { creditNoteBody, invoiceBody, proformaBody } from '../support/pdf/document-bodies';
import { createTestPdfRenderer } from '../support/pdf/test-pdf-renderer';

jest.setTimeout(30_000);

const folder = mkdtempSync(path.join(tmpdir(), 'purser-pdf-'));
let renderer: DocumentRenderer;

beforeAll(() => {
  renderer = createTestPdfRenderer();
});
afterAll(async () => {
  await renderer.close();
  rmSync(folder, { recursive: true });
});

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const pagesOf = (pdf: Buffer): number => pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0;

function hashInAnotherProcess(body: PrintableBody, timeZone: string): string {
  const script = path.join(__dirname, '..', 'support', 'pdf', 'hash-of-pdf.cjs');
  const env = { ...process.env, TZ: timeZone, LANG: 'zh_CN.UTF-8' };
  const { stdout, stderr } = spawnSync(process.execPath, [script], {
    input: JSON.stringify(body),
    encoding: 'utf8',
    env,
  });
  if (stdout === '') throw new Error(stderr);
  return stdout;
}

test('the same proforma gives the same bytes in any process and time zone, and none of an invoice', async () => {
  const body = proformaBody(3);
  const first = await renderer.render(body);
  expect(first.subarray(0, 5).toString()).toBe('%PDF-');
  expect(pagesOf(first)).toBe(1);
  expect(hashInAnotherProcess(body, 'Pacific/Kiritimati')).toBe(sha256(first));
  expect(sha256(await renderer.render(invoiceBody(3)))).not.toBe(sha256(first));
});

test('the same invoice gives the same bytes, cold or warm, in any process and time zone', async () => {
  const body = invoiceBody(3);
  const first = await renderer.render(body);
  await renderer.render(invoiceBody(1, { companyName: 'Another' }));
  expect(sha256(await renderer.render(body))).toBe(sha256(first));
  expect(hashInAnotherProcess(body, 'America/St_Johns')).toBe(sha256(first));
  expect(sha256(await renderer.render(invoiceBody(3, { invoiceNo: 'EU-INV-2026-000124' })))).not.toBe(sha256(first));
});

test('the same credit note gives the same bytes in any process and time zone, whatever its cause', async () => {
  const body = creditNoteBody(3);
  const first = await renderer.render(body);
  expect(pagesOf(first)).toBe(1);
  expect(hashInAnotherProcess(body, 'Pacific/Kiritimati')).toBe(sha256(first));
  const pages = await Promise.all(CREDIT_CAUSES.map((cause) => renderer.render(creditNoteBody(3, { cause }))));
  expect(pages.map(pagesOf)).toEqual(CREDIT_CAUSES.map(() => 1));
  expect(pagesOf(await renderer.render(creditNoteBody(60)))).toBeGreaterThan(2);
});

test('a short invoice is one page and one of sixty lines goes on over several', async () => {
  expect(pagesOf(await renderer.render(invoiceBody(2)))).toBe(1);
  expect(pagesOf(await renderer.render(invoiceBody(60)))).toBeGreaterThan(3);
});

test.each([
  ['Chinese', '李雷（上海）有限公司'],
  ['Arabic', 'شركة الأفق للتجارة'],
  ['emoji', 'Ada 👨‍👩‍👧 Lovelace 😀'],
  ['stacked marks', 'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L'],
  ['half a surrogate pair', `broken \uD83D name`],
  ['one endless word', 'x'.repeat(1_000)],
  ['controls', 'a\u0000b\r\nc\u202Ed'],
  ['nothing at all', ''],
])('a buyer and company whose names are %s still get an invoice', async (_, name) => {
  const buyer = { ...BILLING, firstName: name, lastName: name, company: name, street: name, city: name };
  const pdf = await renderer.render(invoiceBody(1, { buyer, companyName: name }));
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
});

test('a character that the font lacks is replaced visibly, once for what a reader counts as one', () => {
  const printable = printableCodePoints();
  expect(printable.has(REPLACEMENT.codePointAt(0) ?? 0)).toBe(true);
  expect(printableText('Łódź Ελλάδα Київ Hà Nội €', printable)).toBe('Łódź Ελλάδα Київ Hà Nội €');
  expect(printableText('上海 x', printable)).toBe('\uFFFD\uFFFD x');
  expect(printableText('👨‍👩‍👧!', printable)).toBe('\uFFFD!');
  expect(printableText('e\u0301', printable)).toBe('é');
  expect(printableText('a\u202E1\r\n2\u0000', printable)).toBe('a1 2');
});

test('a thread that dies or hangs fails its document alone and the next one gets a new thread', async () => {
  const workerFile = path.join(folder, 'moody.cjs');
  writeFileSync(
    workerFile,
    `const { parentPort } = require('node:worker_threads');
     parentPort.on('message', (body) => {
       if (body.invoiceNo === 'dies') process.exit(3);
       if (body.invoiceNo === 'throws') throw new Error('out of luck');
       if (body.invoiceNo === 'hangs') for (;;);
       parentPort.postMessage({ bytes: Buffer.from(body.invoiceNo) });
     });`
  );
  const moody = createTestPdfRenderer({ workerFile, timeoutMs: 2_000 });
  const render = (invoiceNo: string) => moody.render(invoiceBody(1, { invoiceNo }));
  const results = await Promise.allSettled(['fine', 'dies', 'also fine', 'throws', 'hangs', 'last'].map(render));
  await moody.close();

  expect(
    results.map((result): unknown => (result.status === 'fulfilled' ? String(result.value) : result.reason))
  ).toEqual([
    'fine',
    expect.objectContaining({ kind: 'unavailable', code: 'pdf_thread_died' }),
    'also fine',
    expect.objectContaining({ kind: 'unavailable', code: 'pdf_thread_died' }),
    expect.objectContaining({ kind: 'unavailable', code: 'pdf_too_slow' }),
    'last',
  ]);
});

test('more waiting documents than the queue holds are refused, and all are when the process stops', async () => {
  const small = createTestPdfRenderer({ maxWaiting: 2 });
  const three = Array.from({ length: 3 }, () => small.render(invoiceBody(1)));
  await expect(small.render(invoiceBody(1))).rejects.toMatchObject({ kind: 'unavailable', code: 'pdf_queue_full' });
  const ended = Promise.allSettled(three);
  await small.close();
  expect((await ended).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  await expect(small.render(invoiceBody(1))).rejects.toMatchObject({ code: 'pdf_stopping' });
});
