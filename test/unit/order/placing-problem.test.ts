import { money } from '../../../domain/money/money';
import { placingProblem, type Placing } from '../../../domain/order/placing-problem';
import { sampleCatalogue } from '../support/sample-catalogue';

const EXPIRES_AT = '2026-11-23T10:30:00.000Z';
const total = money(11_900, 'USD');
const quote: Placing['quote'] = {
  partnerId: 'aurora',
  sellerId: 'seller-eu',
  kind: 'purchase_plan',
  totals: { net: total, tax: money(0, 'USD'), gross: total },
  subscriptionVersion: 7,
  expiresAt: EXPIRES_AT,
};
const placing: Placing = {
  wish: { method: 'card', autoRenew: 'keep', consent: null },
  quote,
  isQuoteUsed: false,
  subscription: { partnerId: 'aurora', version: 7 },
  hasOpenTermOrder: false,
  at: '2026-11-23T10:29:59.999Z',
};
const rules = { catalogue: sampleCatalogue, payableMethods: ['card', 'offline', 'none'] as const };
const problemOf = (change: Partial<Placing>) => placingProblem({ ...placing, ...change }, rules);

test('an order can be placed until the last millisecond of its quote', () => {
  expect(problemOf({})).toBeNull();
});

test.each<[string, Partial<Placing>, string]>([
  ['the quote is used', { isQuoteUsed: true }, 'quote_used'],
  ['it has expired', { at: EXPIRES_AT }, 'quote_expired'],
  ['it has expired, whatever the notation of the time', { at: '2026-11-23T10:30:00Z' }, 'quote_expired'],
  ['nobody knows the company', { subscription: null }, 'company_not_yours'],
  ['the company is another partner’s', { subscription: { partnerId: 'birch', version: 7 } }, 'company_not_yours'],
  ['the subscription has changed', { subscription: { partnerId: 'aurora', version: 8 } }, 'quote_outdated'],
  ['another order changes the term', { hasOpenTermOrder: true }, 'open_order_changes_term'],
  ['nobody takes money so', { wish: { ...placing.wish, method: 'paypal' } }, 'method_not_offered'],
  ['there is no consent', { wish: { ...placing.wish, autoRenew: 'enable' } }, 'auto_renew_not_possible'],
])('no order when %s', (_name, change, code) => {
  expect(problemOf(change)).toBe(code);
});

test('an expansion does not mind another order that changes the term', () => {
  expect(problemOf({ hasOpenTermOrder: true, quote: { ...quote, kind: 'purchase_service' } })).toBeNull();
});
