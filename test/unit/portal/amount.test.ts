import fc from 'fast-check';
import { amountText, parseAmount } from '../../../portal/src/shared/format/amount';

describe('an amount as a person types it', () => {
  it.each([
    ['1234.5', 123_450],
    ['1,234.50', 123_450],
    [' 1,234,567 ', 123_456_700],
    ['0.01', 1],
    ['90071992547409.91', Number.MAX_SAFE_INTEGER],
  ])('%s is read exactly', (text, amountMinor) => {
    expect(parseAmount(text, 'USD')).toBe(amountMinor);
  });

  it.each(['', '1.234,50', '1,23', '12,34.5', '1.005', '-5', '1e3', '5 USD', '.5', '90071992547409.92'])(
    '“%s” is asked again, never guessed',
    (text) => {
      expect(parseAmount(text, 'USD')).toBeNull();
    }
  );

  it('reads what it has written', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (amountMinor) => {
        expect(parseAmount(amountText(amountMinor, 'CNY'), 'CNY')).toBe(amountMinor);
      })
    );
  });
});
