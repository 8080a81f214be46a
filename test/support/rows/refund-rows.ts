import { uuidv7 } from 'uuidv7';
import type { RefundState } from '../../../db/payment/refunds';
import type { Db } from '../../../db/shared/connection';
import { AT } from './partner-rows';

/** A stray payment of the order, and its return. */
export async function insertRefund(db: Db, orderId: string, state: RefundState): Promise<void> {
  const [captureId, payment] = [uuidv7(), `pi_${uuidv7()}`];
  const amount = { amount_minor: 11_900, currency: 'USD' };
  await db('captures').insert({
    capture_id: captureId,
    provider: 'stripe',
    provider_object_id: payment,
    order_id: orderId,
    attempt_no: 1,
    ...amount,
    winning: false,
    seen_at: AT,
  });
  await db('refunds').insert({
    refund_id: uuidv7(),
    order_id: orderId,
    cause: 'stray',
    provider: 'stripe',
    capture_id: captureId,
    provider_capture_id: payment,
    ...amount,
    tells_buyer: false,
    state,
    wanted_at: AT,
  });
}
