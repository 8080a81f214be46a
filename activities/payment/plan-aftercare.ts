import { findOpenCorrection } from '../../db/invoice/open-correction';
import { listOrderRefundsToWorkOn, type OrderRefund } from '../../db/payment/order-refunds';
import { listOpenRefunds } from '../../db/payment/refunds';
import type { AftercareItem } from '../../workflows/contracts/aftercare-steps';
import type { StepInput } from '../../workflows/contracts/order-steps';
import type { StepDeps } from '../shared/step-deps';

/** What is to be done about the order's money, in this order; a step may lead to further ones. */
export const planAftercare =
  ({ db, policies }: StepDeps) =>
  async ({ orderId }: StepInput): Promise<readonly AftercareItem[]> => {
    const { stripe, paypalOrder: paypal } = policies.moneyStepMs;
    const ofPeople = await listOrderRefundsToWorkOn(db, orderId);
    const toSend = await listOpenRefunds(db, orderId);
    const correctionId = await findOpenCorrection(db, orderId);
    return [
      ...ofPeople.map(itemOf),
      ...toSend.map(({ refundId, provider, orderRefundId }) => ({
        kind: 'send_refund' as const,
        refundId,
        provider,
        moneyStepMs: { stripe, paypal }[provider],
        isAwaited: orderRefundId !== null,
      })),
      ...(correctionId === null ? [] : [{ kind: 'correct_invoice' as const, correctionId }]),
    ];
  };

function itemOf({ state, orderRefundId }: OrderRefund): AftercareItem {
  switch (state) {
    case 'wanted':
      return { kind: 'begin_refund', orderRefundId };
    case 'returned':
      return { kind: 'conclude_refund', orderRefundId };
    case 'withdrawn':
      return { kind: 'release_order', orderRefundId };
    default:
      return { kind: 'end_capacity', orderRefundId };
  }
}
