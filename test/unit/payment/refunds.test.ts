import fc from 'fast-check';
import { canMoveRefund, isRefundClosed, REFUND_STATES } from '../../../domain/payment/refund-state';
import { refundableMinor, refundAmountMinor } from '../../../domain/payment/refund-amount';

const minor = fc.integer({ min: 0, max: 10_000_000 });

describe('what goes back', () => {
  it('never is more than was paid, whatever was credited and however often', () => {
    fc.assert(
      fc.property(
        minor,
        minor,
        minor,
        fc.array(minor, { maxLength: 10 }),
        (paidMinor, byOthersMinor, lostMinor, wishes) => {
          let refundedMinor = 0;
          for (const gross of wishes) {
            const amount = refundAmountMinor(gross, { paidMinor, refundedMinor, byOthersMinor, lostMinor });
            expect(amount).toBeLessThanOrEqual(gross);
            refundedMinor += amount;
          }
          expect(refundedMinor).toBeLessThanOrEqual(Math.max(0, paidMinor - byOthersMinor - lostMinor));
        }
      )
    );
  });

  it('is nothing where others took more than was paid', () => {
    const gone = { paidMinor: 100, refundedMinor: 0, byOthersMinor: 70, lostMinor: 70 };
    expect([refundableMinor(gone), refundAmountMinor(50, gone)]).toEqual([0, 0]);
  });
});

describe('the states of a refund', () => {
  it('lead from every open one to an end', () => {
    const reaches = (from: (typeof REFUND_STATES)[number], seen = new Set([from])): boolean =>
      isRefundClosed(from) ||
      REFUND_STATES.filter((to) => canMoveRefund(from, to) && !seen.has(to)).some((to) =>
        reaches(to, new Set([...seen, to]))
      );
    expect(REFUND_STATES.filter((state) => !reaches(state))).toEqual([]);
  });

  it('let nobody take back what is on its way, nor decide what is over', () => {
    expect(canMoveRefund('sending', 'withdrawn')).toBe(false);
    expect(canMoveRefund('returned', 'withdrawn')).toBe(false);
    for (const over of ['done', 'rejected', 'withdrawn', 'refused'] as const) {
      expect(REFUND_STATES.filter((to) => canMoveRefund(over, to))).toEqual([]);
    }
  });
});
