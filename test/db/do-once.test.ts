import type { Knex } from 'knex';
import { connect } from '../../db/shared/connection';
import { doOnce } from '../../db/shared/do-once';
import { claimKey, forgetKey, letGoOfKey, type IdempotentRequest } from '../../db/shared/idempotency-keys';
import { AT, insertPartner, type PartnerRows } from '../support/rows/partner-rows';
import { createTestDatabase, type TestDatabase } from '../support/servers/test-database';

let database: TestDatabase;
let db: Knex;
let partner: PartnerRows;

beforeAll(async () => {
  database = await createTestDatabase();
  db = connect(database.url, { max: 20, applicationName: 'test-do-once' });
  partner = await insertPartner(db);
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

const LONG_AGO = '2000-01-01T00:00:00.000Z';
const claim = (key: IdempotentRequest) => claimKey(db, key, { at: AT, abandonedBefore: LONG_AGO });
async function claimed(key: string): Promise<IdempotentRequest> {
  const request = { callerId: partner.userId, key, route: 'POST /v1/pay', bodyHash: 'a' };
  expect(await claim(request)).toEqual({ outcome: 'first' });
  return request;
}
let runs = 0;
const act = (): Promise<{ run: number }> => {
  runs += 1;
  return Promise.resolve({ run: runs });
};

test('of twenty runs of one key at once exactly one acts, and all get its result', async () => {
  const key = await claimed('twenty-runs');
  const before = runs;
  const answers = await Promise.all(Array.from({ length: 20 }, () => doOnce(db, key, 'pay', act)));
  expect(runs - before).toBe(1);
  expect(answers.filter(({ isRepeat }) => !isRepeat)).toHaveLength(1);
  expect(new Set(answers.map(({ result }) => result.run))).toEqual(new Set([runs]));
});

test('acts of another name, of another request and without a key are done', async () => {
  const key = await claimed('named-acts');
  await doOnce(db, key, 'first', act);
  expect((await doOnce(db, key, 'second', act)).isRepeat).toBe(false);
  expect((await doOnce(db, { ...key, bodyHash: 'b' }, 'first', act)).isRepeat).toBe(false);
  expect((await doOnce(db, null, 'first', act)).isRepeat).toBe(false);
  expect((await doOnce(db, key, 'first', act)).isRepeat).toBe(true);
});

test('an act that fails is not noted', async () => {
  const key = await claimed('failing-act');
  await expect(doOnce(db, key, 'pay', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect((await doOnce(db, key, 'pay', act)).isRepeat).toBe(false);
});

test('a key that was let go is claimed by one repeat, with its acts; one without acts is free', async () => {
  const [used, unused] = [await claimed('let-go-used'), await claimed('let-go-unused')];
  await doOnce(db, used, 'pay', act);
  await letGoOfKey(db, used, AT);
  await letGoOfKey(db, unused, AT);
  const claims = await Promise.all(Array.from({ length: 10 }, () => claim(used)));
  expect(claims.filter(({ outcome }) => outcome === 'first')).toHaveLength(1);
  expect(await claim({ ...used, bodyHash: 'b' })).toEqual({ outcome: 'reused' });
  expect((await doOnce(db, used, 'pay', act)).isRepeat).toBe(true);
  expect(await claim({ ...unused, bodyHash: 'b' })).toEqual({ outcome: 'first' });
});

test('a key that is forgotten has no acts', async () => {
  const key = await claimed('forgotten-key');
  await doOnce(db, key, 'pay', act);
  await forgetKey(db, key);
  expect(await claim(key)).toEqual({ outcome: 'first' });
  expect((await doOnce(db, key, 'pay', act)).isRepeat).toBe(false);
});
