import type { Instant } from '../../domain/time/iso-date';
import type { ProviderName } from '../../domain/payment/provider-name';
import { writeAudit } from '../../db/audit/write-audit';
import type { Capture } from '../../db/payment/captures';
import type { Db } from '../../db/shared/connection';
import { addOrderEvent } from '../../db/shared/order-events';
import type { OrderFactsRow } from '../../db/shared/order-facts';

/** A payment that was written down before, under its order's lock. */
export interface KnownPayment {
  readonly order: OrderFactsRow;
  readonly capture: Capture & { readonly provider: ProviderName };
  readonly at: Instant;
}

/** Timeline and audit log of what the provider did to a payment. */
export async function noteAtProvider(
  trx: Db,
  { order, capture, at }: KnownPayment,
  { event, audit, data }: { event: string; audit: string; data: Readonly<Record<string, unknown>> }
): Promise<void> {
  const { orderId, state } = order;
  await addOrderEvent(trx, { orderId, at, what: event, data });
  await writeAudit(trx, {
    at,
    source: { actorKind: 'provider', actorId: capture.provider, ip: null, requestId: null },
    what: audit,
    subject: { type: 'order', id: orderId },
    data: { ...data, captureId: capture.captureId, state },
  });
}

/** Of the one task in which a refund that others made is shown to a person. */
export function providerRefundTaskKey(refundId: string): string {
  return `provider_refund:${refundId}`;
}
