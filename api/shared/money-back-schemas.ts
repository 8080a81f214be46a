import { z } from 'zod';
import { DISPUTE_STATES } from '../../domain/payment/dispute-state';
import { idField, instantField } from '../http/fields';

/** In whatever currency the provider names. */
export const seenAmountSchema = z
  .strictObject({ amountMinor: z.int(), currency: z.string() })
  .meta({ id: 'SeenAmount', description: 'As the payment provider says it, in the smallest unit of the currency' });

export const disputeStateField = z
  .enum(DISPUTE_STATES)
  .describe('`inquiry`: only a question; `open`: the money is withheld; `closed`: it ended before any was claimed');

export const disputeFields = {
  disputeId: idField,
  provider: z.string(),
  amount: seenAmountSchema,
  state: disputeStateField,
  reason: z.string().describe('The provider’s word'),
  openedAt: instantField,
  respondBy: instantField.nullable().describe('Evidence counts until then; null: nothing can be answered now'),
  decidedAt: instantField.nullable(),
};

export const disputeOfOrderSchema = z.strictObject(disputeFields).meta({ id: 'DisputeOfOrder' });

export const refundAtProviderSchema = z
  .strictObject({
    amount: seenAmountSchema,
    madeAt: instantField,
    refundId: z.string().nullable().describe('Staff only'),
    provider: z.string().nullable().describe('Staff only'),
    state: z.enum(['pending', 'done', 'failed']).nullable().describe('Staff only; others see what is done'),
    disputeId: z.string().nullable().describe('Staff only: the lost dispute by which the provider took it'),
  })
  .meta({ id: 'RefundAtProvider', description: 'Money that somebody sent back at the payment provider itself' });
