import fc from 'fast-check';
import { billingEquals } from '../../../domain/billing/billing-equals';
import { germanBilling } from '../support/quote-context';

test('billing data are equal only when every field is', () => {
  const fields = fc.constantFrom(...Object.keys(germanBilling));
  fc.assert(
    fc.property(fields, (field) => {
      expect(billingEquals(germanBilling, { ...germanBilling })).toBe(true);
      expect(billingEquals(germanBilling, { ...germanBilling, [field]: 'other' })).toBe(false);
    })
  );
});
