import { z } from 'zod';
import type { OrderRefundItem } from '../../db/payment/order-refund-read-model';
import { CAPACITY_CHOICES, REFUND_BASES, REFUND_CHANNELS, REFUND_STATES } from '../../domain/payment/refund-state';
import { dateField, idField, instantField, moneyField } from '../http/fields';
import { itemSchema, taxLineSchema } from '../http/price-schemas';

const personSchema = z.strictObject({ userId: z.string(), name: z.string() });

export const refundParams = z.strictObject({ refund: idField });
export const refundStateField = z.enum(REFUND_STATES);
export const capacityField = z
  .enum(CAPACITY_CHOICES)
  .describe('What becomes of the capacity: `keep`, `end_now`, or `end_at_term`, when it is not renewed');

const creditSchema = z
  .strictObject({
    lines: z.array(
      z.strictObject({
        lineNo: z.int(),
        item: itemSchema,
        quantity: z.int().nullable().describe('null where an amount is credited and the units stay'),
        net: moneyField,
      })
    ),
    taxLines: z.array(taxLineSchema),
    net: moneyField,
    tax: moneyField,
    gross: moneyField,
  })
  .meta({ id: 'RefundCredit', description: 'What the credit note takes off the invoice' });

export const refundSchema = z
  .strictObject({
    refundId: idField,
    order: z.strictObject({ orderId: idField, orderNo: z.string() }),
    partner: z.strictObject({ partnerId: z.string(), name: z.string() }),
    basis: z.enum(REFUND_BASES).describe('Anything but `refund` moves no money: it has gone already'),
    basisId: z.string().nullable().describe('The lost dispute, or the refund at the provider'),
    channel: z.enum(REFUND_CHANNELS),
    reason: z.string(),
    state: refundStateField,
    credit: creditSchema.nullable().describe('null: the order has no invoice, and all its money goes back'),
    endings: z.array(
      z.strictObject({ item: itemSchema, quantity: z.int(), choice: z.enum(['end_now', 'end_at_term']) })
    ),
    capacityState: z.enum(['none', 'wanted', 'done', 'stuck']),
    amount: z
      .strictObject({ amountMinor: z.int(), currency: z.string() })
      .describe('What goes back; less than the credit where less was paid, 0 where no money moves'),
    problem: z.string().nullable().describe('Why it was refused or is parked'),
    wantedBy: personSchema,
    wantedAt: instantField,
    decided: z.strictObject({ by: personSchema, at: instantField, reason: z.string().nullable() }).nullable(),
    transfer: z.strictObject({ by: personSchema, on: dateField, bankReference: z.string() }).nullable(),
    returnedAt: instantField.nullable(),
    closedAt: instantField.nullable(),
    creditNote: z.strictObject({ creditNoteId: idField, creditNoteNo: z.string() }).nullable(),
  })
  .meta({ id: 'Refund' });

export type RefundAnswer = z.input<typeof refundSchema>;

export function toRefundAnswer(refund: OrderRefundItem): RefundAnswer {
  const { credit } = refund;
  return {
    ...refund,
    credit: credit === null ? null : { ...credit, lines: [...credit.lines], taxLines: [...credit.taxLines] },
    endings: refund.endings.map((ending) => ({ ...ending })),
  };
}
