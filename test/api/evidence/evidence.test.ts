import { MAX_EVIDENCE_BYTES } from '../../../domain/receipt/evidence-kind';
import type { TestUser } from '../../support/api/api-rows';
import { startTestApi, type TestApi } from '../../support/api/start-test-api';
import { auditOf, insertTwoPartners, type TwoPartners } from '../../support/api/two-partners';
import { JPEG, pdfWith, PNG } from '../../support/evidence-bytes';
import { recordReceipt } from '../../support/rows/receipt-rows';

let api: TestApi;
let people: TwoPartners;

beforeAll(async () => {
  api = await startTestApi();
  people = await insertTwoPartners(api);
});
afterAll(() => api.stop());

const upload = (user: TestUser, body: Buffer | undefined, type = 'application/pdf', name = 'slip.pdf') =>
  api.send('POST', `/v1/evidence?fileName=${encodeURIComponent(name)}`, {
    token: user.token,
    headers: { 'content-type': type },
    body,
  });
const read = (user: TestUser, evidenceId: string) =>
  api.send('GET', `/v1/evidence/${evidenceId}`, { token: user.token });

describe('POST /v1/evidence', () => {
  test('201: each kind, by the account manager and the distributor, audited without its name', async () => {
    const answer = await upload(people.manager, pdfWith('one'), 'application/pdf; charset=binary');
    expect(answer).toMatchObject({ status: 201, json: { fileName: 'slip.pdf', contentType: 'application/pdf' } });
    expect((await upload(people.distributor, PNG, 'image/png', '')).json.fileName).toBe('evidence.png');
    expect((await upload(people.manager, JPEG, 'image/jpeg', 'photo.JPEG')).json.fileName).toBe('photo.jpg');
    expect(await auditOf(api.deps.db, answer.json.evidenceId)).toEqual(['evidence.uploaded']);
  });

  test('201: the same file sent again is the same evidence, and another person’s is theirs', async () => {
    const bytes = pdfWith('twice');
    const [first, second] = [await upload(people.manager, bytes), await upload(people.manager, bytes)];
    expect(second.json).toEqual(first.json);
    expect((await upload(people.otherManager, bytes)).json.evidenceId).not.toBe(first.json.evidenceId);
    expect(await auditOf(api.deps.db, first.json.evidenceId)).toHaveLength(1);
  });

  test.each([
    ['../../etc/passwd', '_.._etc_passwd.pdf'],
    ['slip.pdf.exe', 'slip.pdf.exe.pdf'],
    ['fdp.\u202egpj.exe', 'fdp._gpj.exe.pdf'],
    ['水单 "1".pdf', '水单 _1_.pdf'],
  ])('201: a name like %j does no harm', async (asked, expected) => {
    expect((await upload(people.manager, pdfWith(asked), 'application/pdf', asked)).json.fileName).toBe(expected);
  });

  test('403: those who neither record nor report money', async () => {
    for (const user of [people.aurora.ada, people.finance, people.ops]) {
      expect((await upload(user, pdfWith('403'))).status).toBe(403);
    }
  });

  test('413: over 5 MB, in a sentence; exactly 5 MB is taken', async () => {
    const start = pdfWith('large').subarray(0, 30);
    const filled = (size: number) =>
      Buffer.concat([start, Buffer.alloc(size - start.length - 6, 0x20), Buffer.from('%%EOF\n')]);
    const answer = await upload(people.manager, filled(MAX_EVIDENCE_BYTES + 1));
    expect([answer.status, answer.json.code]).toEqual([413, 'payload_too_large']);
    expect(answer.json.detail).toMatch(/larger than 5 MB/);
    expect((await upload(people.manager, filled(MAX_EVIDENCE_BYTES))).status).toBe(201);
  });

  test('415: another media type than the three', async () => {
    for (const type of ['text/html', 'application/json', 'application/zip']) {
      expect((await upload(people.manager, pdfWith('415'), type)).status).toBe(415);
    }
  });

  test('422: a script renamed to .pdf, a picture sent as a PDF, an empty file, a name of two lines', async () => {
    const script = await upload(people.manager, Buffer.from('#!/bin/sh\necho hello\n'));
    expect([script.status, script.json.code]).toEqual([422, 'evidence_not_recognised']);
    expect((await upload(people.manager, PNG)).json.code).toBe('evidence_not_recognised');
    expect((await upload(people.manager, undefined)).json.errors).toMatchObject([{ field: 'body', code: 'required' }]);
    expect((await upload(people.manager, pdfWith('2'), 'application/pdf', 'a\nb.pdf')).status).toBe(422);
  });

  test('429: more than a person can have in a day', async () => {
    const [known] = await api.deps.db('evidence_files').limit(1);
    const rows = Array.from({ length: 200 }, (_, n) => ({
      ...known,
      evidence_id: `filler-${n}`,
      document_key: `filler-${n}`,
      uploaded_by: people.otherManager.userId,
    }));
    await api.deps.db('evidence_files').insert(rows);
    expect(await upload(people.otherManager, pdfWith('429'))).toMatchObject({
      status: 429,
      headers: { 'retry-after': '3600' },
    });
  });
});

describe('GET /v1/evidence/:evidence', () => {
  test('200: as an attachment that no browser runs', async () => {
    const bytes = pdfWith('read me');
    const { evidenceId } = (await upload(people.manager, bytes, 'application/pdf', '水单.pdf')).json;
    const answer = await read(people.manager, evidenceId);
    expect([answer.status, answer.bytes.equals(bytes)]).toEqual([200, true]);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="__.pdf"; filename*=UTF-8''%E6%B0%B4%E5%8D%95.pdf`,
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
  });

  test('200 and 404: who sees the receipt sees what proves it, and a distributor only its own file', async () => {
    const { manager, otherManager, distributor, finance, aurora } = people;
    const { evidenceId } = (await upload(manager, pdfWith('proof'))).json;
    const own = (await upload(distributor, pdfWith('mine'))).json.evidenceId;
    const statuses = async (id: string) => {
      const answers = [];
      for (const user of [manager, otherManager, distributor, finance]) answers.push((await read(user, id)).status);
      return answers;
    };
    expect(await statuses(evidenceId)).toEqual([200, 404, 404, 200]);
    expect(await statuses(own)).toEqual([404, 404, 200, 200]);
    await recordReceipt(api.deps.db, { partnerId: aurora.partnerId, evidenceId: own, recordedBy: manager.userId });
    expect(await statuses(own)).toEqual([200, 404, 200, 200]);
    await recordReceipt(api.deps.db, { partnerId: null, evidenceId, recordedBy: manager.userId });
    expect(await statuses(evidenceId)).toEqual([200, 200, 404, 200]);
  });

  test('403: partners', async () => {
    const { evidenceId } = (await upload(people.manager, pdfWith('secret'))).json;
    expect((await read(people.aurora.ada, evidenceId)).status).toBe(403);
  });
});
