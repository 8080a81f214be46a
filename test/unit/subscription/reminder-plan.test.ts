import fc from 'fast-check';
import { DEFAULT_POLICIES } from '../../../domain/policies/policies';
import { nextWake, reminderPlan, wakeJitterMs, type RenewalFacts } from '../../../domain/subscription/reminder-plan';
import { paidUntil, runningTerm, takeOver } from '../../../domain/subscription/subscription-snapshot';
import { addMs, instantMs, MS_PER_DAY, MS_PER_HOUR } from '../../../domain/time/calendar';
import { startOfDayInstant } from '../../../domain/time/time-zone';
import { anyDay, anyTimeZone } from '../support/arbitraries';

const facts: RenewalFacts = {
  companyId: 'WP-1001',
  cycle: 'annually',
  expiresOn: '2027-03-31',
  timeZone: 'Europe/Berlin',
  autoRenew: true,
  trial: false,
};
const jitterMs = wakeJitterMs(facts.companyId);

function names(change: Partial<RenewalFacts>): string[] {
  return reminderPlan({ ...facts, ...change }, DEFAULT_POLICIES).map(
    ({ at, what }) =>
      `${addMs(at, -jitterMs).slice(0, 16)} ${what.kind === 'reminder' ? `reminder ${what.daysBefore}` : what.kind}`
  );
}

const anyFacts: fc.Arbitrary<RenewalFacts> = fc.record({
  companyId: fc.string(),
  cycle: fc.constantFrom('monthly', 'annually'),
  expiresOn: anyDay,
  timeZone: anyTimeZone,
  autoRenew: fc.boolean(),
  trial: fc.boolean(),
});

describe('reminderPlan', () => {
  test('of an annual term with auto-renew: 30 and 7 days, the charge a day before, the end of grace', () => {
    expect(names({})).toEqual([
      '2027-02-28T23:00 reminder 30',
      '2027-03-23T23:00 reminder 7',
      '2027-03-29T22:00 renewal_due',
      '2027-04-06T22:00 grace_end',
    ]);
  });

  test('without auto-renew: also on the day, and no charge', () => {
    expect(names({ autoRenew: false })).toEqual([
      '2027-02-28T23:00 reminder 30',
      '2027-03-23T23:00 reminder 7',
      '2027-03-30T22:00 reminder 0',
      '2027-04-06T22:00 grace_end',
    ]);
  });

  test('of a monthly term: 7 days', () => {
    expect(names({ cycle: 'monthly' }).map((name) => name.slice(17))).toEqual([
      'reminder 7',
      'renewal_due',
      'grace_end',
    ]);
  });

  test('of a trial: its end, without grace', () => {
    expect(names({ trial: true })).toEqual(['2027-03-30T22:00 trial_end']);
  });

  test('follows the policies', () => {
    const policies = { ...DEFAULT_POLICIES, renewalReminderDays: { annually: [90], monthly: [] }, graceDays: 0 };
    expect(reminderPlan(facts, policies).map(({ what }) => what.kind)).toEqual([
      'reminder',
      'renewal_due',
      'grace_end',
    ]);
  });

  test('is sorted, never earlier than promised, at most two hours later, and no two at once', () => {
    fc.assert(
      fc.property(anyFacts, (any) => {
        const plan = reminderPlan(any, DEFAULT_POLICIES);
        const expiryMs = instantMs(startOfDayInstant(any.expiresOn, any.timeZone));
        const times = plan.map(({ at }) => instantMs(at));
        expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
        for (const { at, what } of plan) {
          const late = instantMs(at) - expiryMs;
          if (what.kind === 'renewal_due') {
            expect(late).toBeGreaterThanOrEqual(-MS_PER_DAY);
            expect(late).toBeLessThan(0);
          }
          if (what.kind === 'grace_end') expect(late).toBeGreaterThanOrEqual(7 * MS_PER_DAY - MS_PER_HOUR);
          if (what.kind === 'trial_end') expect(late).toBeLessThan(2 * MS_PER_HOUR);
        }
      }),
      { numRuns: 100 }
    );
  });
});

describe('nextWake', () => {
  test('walks the whole plan, one entry at a time, and ends', () => {
    fc.assert(
      fc.property(anyFacts, (any) => {
        const plan = reminderPlan(any, DEFAULT_POLICIES);
        const walked = [];
        let wake = nextWake(plan, '1990-01-01T00:00:00Z');
        while (wake !== null && walked.length <= plan.length) {
          walked.push(wake);
          wake = nextWake(plan, wake.at);
        }
        expect(walked).toEqual(plan);
      }),
      { numRuns: 50 }
    );
  });

  test('keeps two promises of the same moment apart, so that neither is skipped', () => {
    const policies = { ...DEFAULT_POLICIES, graceDays: 0 };
    const plan = reminderPlan({ ...facts, autoRenew: false }, policies).slice(-2);
    expect(plan.map(({ what }) => what.kind)).toEqual(['reminder', 'grace_end']);
    expect(instantMs(plan[1]?.at ?? '') - instantMs(plan[0]?.at ?? '')).toBe(1000);
  });

  test('skips what is past when a subscription is armed late', () => {
    const plan = reminderPlan(facts, DEFAULT_POLICIES);
    expect(nextWake(plan, '2027-03-11T00:00:00Z')?.what).toEqual({ kind: 'reminder', daysBefore: 7 });
    expect(nextWake(plan, '2028-01-01T00:00:00Z')).toBeNull();
  });
});

describe('the jitter', () => {
  test('is the same for a company every time, below two hours, and spreads companies', () => {
    const seen = new Set<number>();
    for (let n = 0; n < 1000; n++) {
      const jitter = wakeJitterMs(`WP-${n}`);
      expect(jitter).toBe(wakeJitterMs(`WP-${n}`));
      expect(jitter).toBeGreaterThanOrEqual(0);
      expect(jitter).toBeLessThan(2 * MS_PER_HOUR);
      seen.add(Math.floor(jitter / (10 * 60_000)));
    }
    expect(seen.size).toBe(12);
  });
});

describe('a company taken over', () => {
  const company = {
    companyId: 'WP-1',
    name: 'Example',
    partnerCode: 'partner-aurora',
    timeZone: 'Europe/Berlin',
    plan: 'standard',
    cycle: 'annually',
    years: 1,
    termStart: '2026-02-28',
    expiresOn: '2027-02-28',
    trial: false,
    capacities: { meeting_room: 1, location: 0, desk: 0, visitor: 0 },
    version: 3,
  } as const;

  test('keeps version, term and capacities', () => {
    expect(takeOver(company)).toMatchObject({
      version: 3,
      term: { from: '2026-02-28', until: '2027-02-28' },
      anchorDay: 28,
      currency: null,
      capacities: company.capacities,
    });
  });

  test('gets the later day of the month as its anchor', () => {
    expect(takeOver({ ...company, cycle: 'monthly', years: null, expiresOn: '2026-03-31' }).anchorDay).toBe(31);
  });

  test('has no term without both dates', () => {
    expect(takeOver({ ...company, expiresOn: null })).toMatchObject({ term: null, anchorDay: null });
    expect(paidUntil(takeOver({ ...company, expiresOn: null }))).toBeNull();
  });

  test('runs until the day before expiry, and on into a next term that is paid', () => {
    const subscription = takeOver(company);
    expect(runningTerm(subscription, '2027-02-27')?.term.until).toBe('2027-02-28');
    expect(runningTerm(subscription, '2027-02-28')).toBeNull();
    const next = {
      term: { from: '2027-02-28', until: '2028-02-28' },
      termLength: { cycle: 'annually', years: 1 },
    } as const;
    expect(runningTerm({ ...subscription, nextTermPaid: next }, '2027-02-28')?.term).toEqual(next.term);
    expect(runningTerm({ ...subscription, nextTermPaid: next }, '2028-02-28')).toBeNull();
    expect(paidUntil({ ...subscription, nextTermPaid: next })).toBe('2028-02-28');
  });
});
