import { uuidv7 } from 'uuidv7';
import { insertCapture } from '../../../db/payment/captures';
import { recordDispute, type SeenDispute } from '../../../db/payment/disputes';
import { insertProviderRefund, type ProviderRefundState } from '../../../db/payment/provider-refunds';
import type { Db } from '../../../db/shared/connection';
import { AT } from './partner-rows';

export interface OrderOfMoney {
  readonly orderId: string;
  readonly partnerId: string;
}

/** The payment that the order was fulfilled for; returns the provider's id. */
export async function insertPayment(db: Db, orderId: string): Promise<string> {
  const captureId = `pi_${uuidv7()}`;
  const amount = { amountMinor: 11_900, currency: 'USD' };
  await insertCapture(db, { provider: 'stripe', captureId, orderId, attemptNo: 1, ...amount, winning: true }, AT);
  return captureId;
}

/** A dispute about the order's payment; returns its id. */
export async function insertDispute(
  db: Db,
  { orderId, partnerId }: OrderOfMoney,
  change: Partial<SeenDispute> = {}
): Promise<string> {
  const captureId = change.captureId ?? (await insertPayment(db, orderId));
  const seen: SeenDispute = {
    provider: 'stripe',
    providerDisputeId: `dp_${uuidv7()}`,
    orderId,
    partnerId,
    captureId,
    amountMinor: 11_900,
    currency: 'USD',
    state: 'open',
    reason: 'fraudulent',
    openedAt: AT,
    respondBy: '2026-12-01T00:00:00.000Z',
    ...change,
  };
  return (await recordDispute(db, seen, AT)).now.disputeId;
}

export function insertRefundByOthers(
  db: Db,
  of: { readonly orderId: string; readonly captureId: string },
  state: ProviderRefundState,
  amountMinor = 100
): Promise<string> {
  const providerRefundId = `re_${uuidv7()}`;
  const refund = { ...of, provider: 'stripe', providerRefundId, amountMinor, currency: 'USD', state } as const;
  return insertProviderRefund(db, { ...refund, madeAt: AT, at: AT });
}
