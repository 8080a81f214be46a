import fc from 'fast-check';
import { openMinor } from '../../../domain/order/order-money';
import { allocationProblem, type AllocationWish } from '../../../domain/receipt/allocation-problem';
import { leftMinor } from '../../../domain/receipt/receipt-money';

const receipt = {
  partnerId: 'p-1' as string | null,
  currency: 'USD',
  reversed: null as object | null,
  sellerId: 'seller-eu',
  amountMinor: 10_000,
  allocatedMinor: 1_000,
  returningMinor: 500,
};
const order = {
  partnerId: 'p-1',
  sellerId: 'seller-eu',
  total: { amountMinor: 12_000, currency: 'USD' as const },
  receivedMinor: 4_000,
  shortfallMinor: 0,
};
const wish: AllocationWish = { receipt, order, amountMinor: 8_000 };

describe('an allocation', () => {
  test('may take what is open on the order when the receipt has it', () => {
    expect(allocationProblem(wish)).toBeNull();
    expect(allocationProblem({ ...wish, receipt: { ...receipt, partnerId: null } })).toBeNull();
    const small = { ...receipt, amountMinor: 1_600 };
    expect(allocationProblem({ ...wish, receipt: small, amountMinor: 100 })).toBeNull();
  });

  test.each([
    ['a reversed receipt', { receipt: { ...receipt, reversed: {} } }, 'receipt_reversed'],
    [
      'money on another seller’s account',
      { receipt: { ...receipt, sellerId: 'seller-cn' } },
      'receipt_of_other_seller',
    ],
    ['a receipt of another partner', { receipt: { ...receipt, partnerId: 'p-2' } }, 'receipt_of_other_partner'],
    ['a receipt in another currency', { receipt: { ...receipt, currency: 'GBP' } }, 'receipt_in_other_currency'],
    ['more than is left of the receipt', { amountMinor: 8_501 }, 'receipt_exceeded'],
    ['nothing', { amountMinor: 0 }, 'receipt_exceeded'],
    ['less than nothing', { amountMinor: -1 }, 'receipt_exceeded'],
    ['more than is open on the order', { amountMinor: 8_001 }, 'order_exceeded'],
    [
      'anything on an order that is paid',
      { amountMinor: 1, order: { ...order, receivedMinor: 11_990, shortfallMinor: 10 } },
      'order_exceeded',
    ],
  ])('is refused for %s', (_, change, code) => {
    expect(allocationProblem({ ...wish, ...change })).toBe(code);
  });

  test('never makes a receipt pay more than it has, nor an order get more than its total', () => {
    const amount = fc.integer({ min: -10, max: 3_000 });
    const step = fc.record({ receipt: fc.nat(2), order: fc.nat(2), amount, takesBack: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const receipts = [900, 2_500, 4_000].map((amountMinor) => ({
          ...receipt,
          amountMinor,
          allocatedMinor: 0,
          returningMinor: 0,
        }));
        const orders = [700, 2_000, 5_000].map((amountMinor) => ({
          ...order,
          total: { amountMinor, currency: 'USD' as const },
          receivedMinor: 0,
        }));
        const live: { from: number; to: number; amountMinor: number }[] = [];
        for (const { receipt: from, order: to, amount: amountMinor, takesBack } of steps) {
          const [source, target] = [receipts[from], orders[to]];
          if (source === undefined || target === undefined) throw new Error('no such row');
          const known = live.findIndex((one) => one.from === from && one.to === to);
          if (takesBack && known >= 0) {
            const [taken] = live.splice(known, 1);
            source.allocatedMinor -= taken?.amountMinor ?? 0;
            target.receivedMinor -= taken?.amountMinor ?? 0;
          } else if (allocationProblem({ receipt: source, order: target, amountMinor }) === null) {
            live.push({ from, to, amountMinor });
            source.allocatedMinor += amountMinor;
            target.receivedMinor += amountMinor;
          }
        }
        const sum = (numbers: number[]) => numbers.reduce((total, value) => total + value, 0);
        for (const one of receipts) expect(leftMinor(one)).toBeGreaterThanOrEqual(0);
        for (const one of orders) expect(one.receivedMinor + openMinor(one)).toBe(one.total.amountMinor);
        expect(sum(receipts.map((one) => one.allocatedMinor))).toBe(sum(orders.map((one) => one.receivedMinor)));
      })
    );
  });
});
