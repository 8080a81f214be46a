import { auditSeries, type IssuedDocument } from '../support/numbers/audit-series';
import { troubleIn } from '../support/numbers/numbers-report';
import { runNumbers } from '../support/numbers/run-numbers';
import { SELLER_IDS, SERIES } from '../support/numbers/series';
import { createTestDatabase, type TestDatabase } from '../support/servers/test-database';

jest.setTimeout(60_000);

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const PER_SERIES = 15;

/** The long run is `npm run numbers`. */
test('four processes issue over New Year, transactions fail, connections and processes are killed: no gap, no duplicate', async () => {
  const result = await runNumbers({
    databaseUrl: database.url,
    seed: 7,
    processes: 4,
    perSeries: PER_SERIES,
    goesOn: () => false,
    documentsPerKill: 25,
    documentsPerCut: 20,
  });
  expect(troubleIn(result)).toEqual([]);
  expect(result.counts).toEqual(
    SERIES.flatMap(({ series }) =>
      // Each credit note stands on an invoice of its own.
      SELLER_IDS.map((sellerId) => ({
        sellerId,
        series,
        documents: series === 'invoice' ? 2 * PER_SERIES : PER_SERIES,
        years: 2,
      }))
    )
  );
  const { tally } = result;
  expect([...tally.rollbacks.keys()]).toEqual(expect.arrayContaining(['failed statement', 'failed commit']));
  expect([tally.kills, result.cuts].every((times) => times > 0)).toBe(true);
});

const DOCUMENT: IssuedDocument = {
  sellerId: 'seller-cn',
  series: 'invoice',
  orderId: 'o-1',
  year: 2027,
  number: 1,
  documentNo: 'CN-INV-2027-000001',
  issuedOn: '2027-01-01',
  issuedAt: '2026-12-31T17:00:00.000Z',
};
const numbered = (number: number, over: Partial<IssuedDocument> = {}): IssuedDocument => ({
  ...DOCUMENT,
  number,
  documentNo: `CN-INV-${over.year ?? 2027}-${String(number).padStart(6, '0')}`,
  ...over,
});
const LATER = { issuedOn: '2027-01-02', issuedAt: '2027-01-01T16:00:00.000Z' };
const OLD_YEAR = { year: 2026, issuedOn: '2026-12-31', issuedAt: '2026-12-31T15:59:59.000Z' };

describe('the audit of a series', () => {
  it('has nothing to say of one that goes over New Year in the seller’s zone, however late its clocks are', () => {
    const late = numbered(2, { issuedAt: '2026-12-31T10:00:00.000Z' });
    expect(auditSeries([numbered(1, OLD_YEAR), numbered(1), late, numbered(3, LATER)])).toEqual([]);
  });

  it.each([
    ['gap', [numbered(1), numbered(3)]],
    ['gap', [numbered(2)]],
    ['gap', [numbered(1, OLD_YEAR), numbered(2)]],
    ['duplicate', [numbered(1), numbered(1)]],
    ['date backwards', [numbered(1, LATER), numbered(2)]],
    ['year of another date', [numbered(1, { year: 2026 })]],
    ['wrong date', [numbered(1, { issuedOn: '2026-12-31', year: 2026 })]],
    ['wrong date', [numbered(1, { issuedAt: '2027-01-01T16:00:00.000Z' })]],
    ['wrong number', [numbered(1, { documentNo: 'EU-INV-2027-000001' })]],
  ])('names a %s (%#)', (kind, documents) => {
    expect(auditSeries(documents).map((finding) => finding.kind)).toContain(kind);
  });
});
