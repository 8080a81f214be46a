import { z } from 'zod';
import type { DisputeItem } from '../../db/payment/dispute-read-model';
import { ORDER_STATES } from '../../domain/order/order-state';
import { idField, instantField } from '../http/fields';
import { disputeFields } from '../shared/money-back-schemas';

export const disputeParams = z.strictObject({ dispute: idField });

export const disputeSchema = z
  .strictObject({
    ...disputeFields,
    providerDisputeId: z.string().describe('To find it at the provider'),
    captureId: z.string().describe('The provider’s id of the payment'),
    order: z.strictObject({ orderId: z.string(), orderNo: z.string(), state: z.enum(ORDER_STATES) }),
    partner: z.strictObject({ partnerId: z.string(), name: z.string() }),
    companyId: z.string(),
    seenAt: instantField.describe('When Purser learnt of it'),
  })
  .meta({ id: 'Dispute', description: 'A payer’s complaint about a payment at the payment provider' });

export function toDisputeAnswer(item: DisputeItem): z.input<typeof disputeSchema> {
  const { amountMinor, currency } = item;
  return {
    disputeId: item.disputeId,
    provider: item.provider,
    providerDisputeId: item.providerDisputeId,
    captureId: item.captureId,
    amount: { amountMinor, currency },
    state: item.state,
    reason: item.reason,
    openedAt: item.openedAt,
    respondBy: item.respondBy,
    decidedAt: item.decidedAt,
    seenAt: item.seenAt,
    order: item.order,
    partner: item.partner,
    companyId: item.companyId,
  };
}
