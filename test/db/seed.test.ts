import { verify } from '@node-rs/argon2';
import { SAMPLE_PASSWORD, SAMPLE_PEOPLE } from '../../db/seed/sample-people';
import { seed } from '../../db/seed/seed';
import { connect, type Database } from '../../db/shared/connection';
import { ROLES } from '../../domain/access/role';
import { taxNumberProblem } from '../../domain/tax/tax-number-problem';
import { hashPassword } from '../../api/account/passwords';
import { SAMPLE_CONTACTS } from '../../db/seed/sample-people';
import { createTestDatabase, type TestDatabase } from '../support/servers/test-database';

const AT = '2026-11-01T00:00:00.000Z';
let database: TestDatabase;
let db: Database;

beforeAll(async () => {
  database = await createTestDatabase();
  db = connect(database.url, { max: 2, applicationName: 'purser-test-seed' });
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});

describe('sample data', () => {
  it('may be loaded again and again, and leave alone what a person has changed', async () => {
    await seed(db, await hashPassword(SAMPLE_PASSWORD), AT);
    await db('partners').where({ partner_id: 'partner-aurora' }).update({ tier: 'silver' });
    await seed(db, 'another hash', AT);
    const users: { password_hash: string }[] = await db('users').select('password_hash');
    expect(users).toHaveLength(SAMPLE_PEOPLE.length);
    expect(await verify(users[0]?.password_hash ?? '', SAMPLE_PASSWORD)).toBe(true);
    expect(await db('partners').where({ tier: 'silver' }).orderBy('partner_id').pluck('partner_id')).toEqual([
      'partner-aurora',
      'partner-birch',
    ]);
  });

  it('have somebody for every role but the machine’s', () => {
    const roles = new Set(SAMPLE_PEOPLE.map(({ role }) => role));
    expect(ROLES.filter((role) => !roles.has(role))).toEqual(['integrator']);
  });

  it('hold tax numbers that the rules accept', () => {
    for (const { data } of SAMPLE_CONTACTS) {
      const { taxNumberType, taxNumber, country } = data;
      if (taxNumberType !== null && taxNumber !== null) {
        expect(taxNumberProblem(taxNumberType, taxNumber, country)).toBeNull();
      }
    }
  });
});
