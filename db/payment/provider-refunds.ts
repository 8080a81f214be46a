import { uuidv7 } from 'uuidv7';
import type { ProviderName } from '../../domain/payment/provider-name';
import type { Instant } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';
import { captureRowId } from './captures';

export type ProviderRefundState = 'pending' | 'done' | 'failed';

/** Money that somebody sent back at the provider, and not Purser. */
export interface ProviderRefund {
  readonly refundId: string;
  readonly orderId: string;
  readonly provider: ProviderName;
  /** The provider's id of the payment. */
  readonly captureId: string;
  readonly providerRefundId: string;
  readonly amountMinor: number;
  /** As the provider says it. */
  readonly currency: string;
  readonly state: ProviderRefundState;
  readonly madeAt: Instant;
  readonly seenAt: Instant;
  /** The lost dispute by which the provider took it. */
  readonly disputeId: string | null;
}

interface Row {
  refund_id: string;
  order_id: string;
  cause: string;
  provider: ProviderName;
  provider_capture_id: string;
  provider_refund_id: string;
  amount_minor: number;
  currency: string;
  state: ProviderRefundState;
  wanted_at: Instant;
  sent_at: Instant;
  dispute_id: string | null;
}

/** Oldest first. */
export async function readProviderRefunds(db: Db, orderId: string): Promise<ProviderRefund[]> {
  const rows = await db<Row>('refunds')
    .where({ order_id: orderId, cause: 'provider' })
    .orderBy([{ column: 'wanted_at' }, { column: 'refund_id' }])
    .limit(200);
  return rows.map(toProviderRefund);
}

export type NewProviderRefund = Omit<ProviderRefund, 'refundId' | 'disputeId' | 'seenAt'> & { readonly at: Instant };

/** @throws Error when its payment was never written down, and on a second row for one refund of the provider. */
export async function insertProviderRefund(trx: Db, refund: NewProviderRefund): Promise<string> {
  const refundId = uuidv7();
  await trx('refunds').insert({
    refund_id: refundId,
    order_id: refund.orderId,
    cause: 'provider',
    provider: refund.provider,
    capture_id: await captureRowId(trx, refund.provider, refund.captureId),
    provider_capture_id: refund.captureId,
    provider_refund_id: refund.providerRefundId,
    amount_minor: refund.amountMinor,
    currency: refund.currency,
    tells_buyer: false,
    state: refund.state,
    wanted_at: refund.at,
    sent_at: refund.madeAt,
    decided_at: refund.state === 'pending' ? null : refund.at,
  });
  return refundId;
}

export async function setProviderRefund(
  trx: Db,
  refundId: string,
  state: ProviderRefundState,
  at: Instant
): Promise<void> {
  await trx('refunds')
    .where({ refund_id: refundId, cause: 'provider' })
    .update({ state, decided_at: state === 'pending' ? null : at });
}

/** The money went by this dispute, not by somebody's wish. */
export async function bindToDispute(trx: Db, refundId: string, disputeId: string): Promise<void> {
  await trx('refunds').where({ refund_id: refundId, cause: 'provider' }).update({ dispute_id: disputeId });
}

function toProviderRefund(row: Row): ProviderRefund {
  return {
    refundId: row.refund_id,
    orderId: row.order_id,
    provider: row.provider,
    captureId: row.provider_capture_id,
    providerRefundId: row.provider_refund_id,
    amountMinor: row.amount_minor,
    currency: row.currency,
    state: row.state,
    madeAt: row.sent_at,
    seenAt: row.wanted_at,
    disputeId: row.dispute_id,
  };
}
