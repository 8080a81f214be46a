import { money } from '../../../domain/money/money';
import { priceLine, type LineRequest } from '../../../domain/quote/price-line';

const term = { from: '2026-11-01', until: '2026-12-01' };

function line(unitMinor: number, discountBasisPoints: number, from = term.from): number[] {
  const request: LineRequest = {
    lineNo: 1,
    item: { type: 'service', service: 'desk' },
    quantity: 1,
    resultingTotal: 1,
    price: { unit: money(unitMinor, 'USD'), discountBasisPoints, priceBookVersion: 'any' },
    period: { from, until: term.until },
    term,
  };
  const { list, discount, net } = priceLine(request);
  return [list, discount, net].map((amount) => amount.amountMinor);
}

test.each([
  ['a tie of the net goes up: 2.5 is 3, and the discount gives way', () => line(5, 5_000), [5, 2, 3]],
  ['a tie of the list goes up: 2.5 is 3', () => line(5, 0, '2026-11-16'), [3, 0, 3]],
  ['list and net are rounded each from the exact amount', () => line(5, 5_000, '2026-11-16'), [3, 2, 1]],
  ['a full discount leaves nothing to pay', () => line(999, 10_000), [999, 999, 0]],
])('%s', (_, priced, expected) => {
  expect(priced()).toEqual(expected);
});
