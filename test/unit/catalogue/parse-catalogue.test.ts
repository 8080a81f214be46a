import { parseCatalogue } from '../../../domain/catalogue/parse-catalogue';
import { JsonProblems } from '../../../domain/json-reader';
import { DEFAULT_POLICIES } from '../../../domain/policies/policies';
import { readSampleJson, sampleCatalogue } from '../support/sample-catalogue';

function problemsOf(json: unknown): readonly string[] {
  try {
    parseCatalogue(json);
  } catch (error) {
    if (error instanceof JsonProblems) return error.problems;
    throw error;
  }
  return [];
}

/** The sample with one place replaced; `[n]` steps into lists. */
function broken(path: string, value: unknown): unknown {
  const json: unknown = structuredClone(readSampleJson());
  const keys = path.split('.').flatMap((part) => part.split(/[[\]]/).filter((key) => key !== ''));
  const last = keys.pop() ?? '';
  let place: unknown = json;
  for (const key of keys) place = Reflect.get(Object(place), key);
  Reflect.set(Object(place), last, value);
  return json;
}

const own = { partnerCode: 'p', currency: 'USD', prices: {} };
const rate = { country: 'JP', kind: 'standard', rateBasisPoints: 1000 };

describe('parseCatalogue', () => {
  test('reads what it was given', () => {
    expect(problemsOf(readSampleJson())).toEqual([]);
    expect(parseCatalogue({ ...readSampleJson(), policies: DEFAULT_POLICIES })).toEqual(sampleCatalogue);
  });

  test.each([
    ['version', 5, 'version: must be a code of small letters, digits, . _ -'],
    ['isSample', 'yes', 'isSample: must be true or false'],
    ['surprise', 1, 'surprise: is not a known field'],
    ['planServices.basic[0]', 'parking', 'planServices.basic[0]: must be one of meeting_room, location, desk, visitor'],
    ['planServices.basic', null, 'planServices.basic: must be a list of at most 4 entries'],
    ['quantityRules.desk.max', 1.5, 'quantityRules.desk.max: must be an integer from 1 to 100000'],
    ['quantityRules.desk.step', 2, 'quantityRules.desk: min must be a multiple of step and not above max'],
    ['quantityRules.desk.max', 4, 'quantityRules.desk: min must be a multiple of step and not above max'],
    ['quantityRules.desk', undefined, 'quantityRules.desk: must be an object'],
    ['priceBooks[1].currency', 'GBP', 'priceBooks[1].currency: must be one of USD, CNY, EUR'],
    ['priceBooks[1].effectiveFrom', '2026-02-30', 'priceBooks[1].effectiveFrom: must be a day such as 2026-01-31'],
    ['priceBooks[1].effectiveFrom', '2026-01-01', 'priceBooks[1]: USD from 2026-01-01 is there already'],
    ['priceBooks[1].version', 'sample-2026-usd', 'priceBooks[1]: sample-2026-usd is there already'],
    ['priceBooks[0].prices.plan:basic.year1', -1, 'priceBooks[0].prices.plan:basic.year1: must be an integer from 0'],
    ['priceBooks[0].prices.plan:basic.year6', 1, 'priceBooks[0].prices.plan:basic.year6: must be one of month, year1'],
    ['priceBooks[0].prices.plan:gold', {}, 'priceBooks[0].prices.plan:gold: must be one of plan:basic'],
    ['tiers[1].tier', 'silver', 'tiers[1]: silver is there already'],
    ['tiers[0].discountBasisPoints', 10_001, 'tiers[0].discountBasisPoints: must be an integer from 0 to 10000'],
    ['taxRates[0].country', 'XX', 'taxRates[0].country: must be an ISO 3166-1 alpha-2 country'],
    ['taxRates[0].rateBasisPoints', 0, 'taxRates[0].rateBasisPoints: must be above 0 for a standard rate'],
    ['taxRates[0].kind', 'zero', 'taxRates[0].rateBasisPoints: must be above 0 for a standard rate'],
    ['taxRates[0].validUntil', '2023-01-01', 'taxRates[0]: ends before it begins'],
    ['sellers[0].timeZone', 'Europe/Atlantis', 'sellers[0].timeZone: must be an IANA time zone'],
    ['sellers[1].sellerId', 'seller-eu', 'sellers[1]: seller-eu is there already'],
    ['sellers[1].invoicePrefix', 'EU', 'sellers[1]: EU is there already'],
    ['sellers[0].legalName', '', 'sellers[0].legalName: must be a text of 1 to 200 characters'],
    ['methods[0].sellerId', 'nobody', 'methods[0].sellerId: there is no seller nobody'],
    ['methods[0].maxMinor', 49, 'methods[0].maxMinor: must not be below minMinor'],
    [
      'sellers[0].bankDetails',
      [],
      'methods[2].method: seller-eu has no bank details in USD that an offline order could be paid to',
    ],
    ['methods[1].method', 'card', 'methods[1]: seller-eu USD card is there already'],
    ['methods[0].method', 'saved', 'methods[0].method: must be one of card, paypal, offline'],
    ['policies', { graceDays: -1 }, 'policies.graceDays: must be an integer from 0 to 366'],
    ['policies', { graceWeeks: 1 }, 'policies.graceWeeks: must be one of quoteValidityMs'],
    [
      'policies',
      { secondApprovalAboveMinor: { USD: 1 } },
      'policies.secondApprovalAboveMinor: must also have CNY, EUR',
    ],
  ])('names %s when it is %p', (path, value, expected) => {
    expect(problemsOf(broken(path, value))[0]).toContain(expected);
  });

  test.each([
    ['partnerPrices', 'partnerPrices[1]: p USD', own, { effectiveFrom: '2026-03-01', effectiveUntil: null }],
    ['partnerPrices', 'partnerPrices[1]: p USD', own, { effectiveFrom: '2025-01-01', effectiveUntil: '2026-01-01' }],
  ])('names an overlap in %s', (list, expected, entry, second) => {
    const first = { effectiveFrom: '2026-01-01', effectiveUntil: '2026-06-30' };
    const json = broken(list, [
      { ...entry, ...first },
      { ...entry, ...second },
    ]);
    expect(problemsOf(json)).toEqual([`${expected} has an earlier entry for some of these days`]);
  });

  test('lets one tax rate follow another on the next day, and not on the same day', () => {
    const follow = (validFrom: string): readonly string[] =>
      problemsOf(
        broken('taxRates', [
          { ...rate, validFrom: '2026-01-01', validUntil: '2026-06-30' },
          { ...rate, validFrom, validUntil: null },
        ])
      );
    expect(follow('2026-07-01')).toEqual([]);
    expect(follow('2026-06-30')).toHaveLength(1);
  });

  test('tells everything that is wrong at once', () => {
    const tiers = [{ tier: '', discountBasisPoints: 0 }];
    const json = { ...readSampleJson(), version: '', priceBooks: 'none', tiers };
    expect(problemsOf(json)).toHaveLength(3);
  });

  test.each([null, [], 'x', 5, undefined])('refuses %p as a document', (json) => {
    expect(problemsOf(json)).toEqual(['document: must be an object']);
  });

  test('takes single policies from the file and the rest from the defaults', () => {
    const catalogue = parseCatalogue(
      broken('policies', { graceDays: 14, renewalReminderDays: { annually: [60], monthly: [] } })
    );
    expect(catalogue.policies).toEqual({
      ...DEFAULT_POLICIES,
      graceDays: 14,
      renewalReminderDays: { annually: [60], monthly: [] },
    });
  });
});
