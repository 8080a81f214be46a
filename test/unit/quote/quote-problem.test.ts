import fc from 'fast-check';
import { billingEquals } from '../../../domain/billing/billing-equals';
import { quoteProblem, type QuoteUse } from '../../../domain/quote/quote-problem';
import { germanBilling } from '../support/quote-context';

const quote = { expiresAt: '2026-11-23T10:30:00.000Z', subscriptionVersion: 7, billing: germanBilling };
const use: QuoteUse = {
  at: '2026-11-23T10:29:59.999Z',
  isUsed: false,
  subscriptionVersion: 7,
  billing: { ...germanBilling },
};

describe('a quote', () => {
  test('can be used until the last millisecond', () => {
    expect(quoteProblem(quote, use)).toBeNull();
  });

  test.each([
    ['used', { isUsed: true }, 'quote_used'],
    ['expired', { at: '2026-11-23T10:30:00.000Z' }, 'quote_expired'],
    ['expired, whatever the notation of the time', { at: '2026-11-23T10:30:00Z' }, 'quote_expired'],
    ['made for an older subscription', { subscriptionVersion: 8 }, 'quote_outdated'],
    ['made for other billing data', { billing: { ...germanBilling, country: 'FR' } }, 'quote_billing_differs'],
  ])('cannot be used when it is %s', (_, change, code) => {
    expect(quoteProblem(quote, { ...use, ...change })?.code).toBe(code);
  });
});

test('billing data are equal only when every field is', () => {
  const fields = fc.constantFrom(...Object.keys(germanBilling));
  fc.assert(
    fc.property(fields, (field) => {
      expect(billingEquals(germanBilling, { ...germanBilling })).toBe(true);
      expect(billingEquals(germanBilling, { ...germanBilling, [field]: 'other' })).toBe(false);
    })
  );
});
