import { listOpenRefunds } from '../../db/payment/refunds';
import type { StepInput } from '../../workflows/contracts/order-steps';
import type { PlannedRefund } from '../../workflows/contracts/aftercare-steps';
import type { StepDeps } from '../shared/step-deps';

/** What of the order's money still has to go back. */
export const planRefunds =
  ({ db, policies }: StepDeps) =>
  async ({ orderId }: StepInput): Promise<readonly PlannedRefund[]> => {
    const { stripe, paypalOrder: paypal } = policies.moneyStepMs;
    const refunds = await listOpenRefunds(db, orderId);
    return refunds.map(({ refundId, provider }) => ({ refundId, provider, moneyStepMs: { stripe, paypal }[provider] }));
  };
