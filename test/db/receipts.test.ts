import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import { findReceipt } from '../../db/receipt/receipt-row';
import { insertReceipt } from '../../db/receipt/record-receipt';
import { connect } from '../../db/shared/connection';
import { insertUser } from '../support/rows/partner-rows';
import { bankLine } from '../support/rows/receipt-rows';
import { createTestDatabase, type TestDatabase } from '../support/servers/test-database';

let database: TestDatabase;
let db: Knex;
let recordedBy: string;

beforeAll(async () => {
  database = await createTestDatabase();
  db = connect(database.url, { max: 20, applicationName: 'test-receipts' });
  recordedBy = await insertUser(db, { role: 'account_manager', partnerId: null });
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

async function record(line: ReturnType<typeof bankLine>): Promise<string> {
  const answer = await insertReceipt(db, line);
  if ('duplicate' in answer) throw new Error('the line is known');
  return answer.receiptId;
}

describe('one line of the bank statement', () => {
  test('is recorded as it was typed', async () => {
    const receiptId = await record(bankLine({ recordedBy, payer: 'Aurora  GmbH', note: 'paid early' }));
    expect(await findReceipt(db, receiptId)).toMatchObject({
      receiptId,
      partnerId: null,
      valueDate: '2026-11-20',
      payer: 'Aurora  GmbH',
      note: 'paid early',
      amountMinor: 11_900,
      allocatedMinor: 0,
      returningMinor: 0,
      reversed: null,
    });
  });

  test('is one receipt when twenty people type it at once', async () => {
    const line = bankLine({ recordedBy });
    const answers = await Promise.all(Array.from({ length: 20 }, () => insertReceipt(db, line)));
    const [created] = answers.flatMap((answer) => ('receiptId' in answer ? [answer.receiptId] : []));
    expect(answers.filter((answer) => 'receiptId' in answer)).toHaveLength(1);
    expect(answers.filter((answer) => 'duplicate' in answer && answer.duplicate === created)).toHaveLength(19);
  });

  test('is the same line in other letters and with other spaces', async () => {
    const line = bankLine({ recordedBy, payer: 'Straße 1', bankReference: 'Ref  A 1' });
    const receiptId = await record(line);
    const again = {
      ...line,
      account: line.account.replaceAll(' ', '').toLowerCase(),
      payer: ' STRASSE\u00a01',
      bankReference: 'ref a 1 ',
    };
    expect(await insertReceipt(db, again)).toEqual({ duplicate: receiptId });
  });

  test.each([
    ['amount', { amountMinor: 11_901 }],
    ['currency', { currency: 'GBP' }],
    ['value date', { valueDate: '2026-11-21' }],
    ['reference', { bankReference: 'another' }],
    ['payer', { payer: 'Birch Office' }],
    ['account', { account: 'DE1' }],
  ])('is another line with another %s', async (_, change) => {
    const line = bankLine({ recordedBy });
    await record(line);
    expect(await insertReceipt(db, { ...line, ...change })).toMatchObject({ receiptId: expect.any(String) });
  });

  test('can be entered again once it was reversed', async () => {
    const line = bankLine({ recordedBy });
    const first = await record(line);
    await db('receipts').where({ receipt_id: first }).update({ reversed_at: line.at, reversed_by: recordedBy });
    expect(await record(line)).not.toBe(first);
  });

  test('may be as long as a bank writes it', async () => {
    const line = bankLine({ recordedBy, bankReference: randomBytes(5_000).toString('base64') });
    const receiptId = await record(line);
    expect(await insertReceipt(db, line)).toEqual({ duplicate: receiptId });
  });
});
