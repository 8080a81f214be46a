import { z } from 'zod';
import type { AllocationItem } from '../../db/receipt/allocation-read-model';
import { RECEIPT_STATES, type ReceiptItem } from '../../db/receipt/receipt-read-model';
import { RETURN_STATES, type ReceiptReturn } from '../../db/receipt/return-read-model';
import { money, type Currency } from '../../domain/money/money';
import { ORDER_STATES } from '../../domain/order/order-state';
import { dateField, idField, instantField, moneyField } from '../http/fields';

const personSchema = z.strictObject({ userId: z.string(), name: z.string() });
const partnerSchema = z.strictObject({ partnerId: z.string(), name: z.string() });

export const receiptParams = z.strictObject({ receipt: idField });
export const receiptStateField = z.enum(RECEIPT_STATES);
export const returnStateField = z.enum(RETURN_STATES);

const receiptFields = {
  receiptId: idField,
  partner: partnerSchema.nullable().describe('null while nobody knows whose money it is'),
  sellerId: z.string(),
  account: z.string(),
  valueDate: dateField,
  bankReference: z.string(),
  payer: z.string(),
  note: z.string(),
  amount: moneyField,
  allocated: moneyField.describe('Pays orders'),
  returning: moneyField.describe('To be sent back, or sent back already'),
  unmatched: moneyField.describe('What nobody has decided about yet'),
  state: receiptStateField,
  evidenceId: z.string().nullable(),
  recordedBy: personSchema,
  recordedAt: instantField,
  reversed: z.strictObject({ at: instantField, by: personSchema, reason: z.string() }).nullable(),
};

export const receiptItemSchema = z.strictObject(receiptFields).meta({ id: 'ReceiptListItem' });

export const returnSchema = z
  .strictObject({
    returnId: idField,
    receiptId: idField,
    partner: partnerSchema.nullable(),
    payer: z.string(),
    valueDate: dateField,
    order: z.strictObject({ orderId: z.string(), orderNo: z.string() }).nullable().describe('That the money was for'),
    amount: moneyField,
    reason: z.string(),
    state: returnStateField,
    wantedBy: personSchema,
    wantedAt: instantField,
    transferredOn: dateField.nullable(),
    bankReference: z.string().nullable(),
    decidedBy: personSchema.nullable(),
    decidedAt: instantField.nullable(),
  })
  .meta({ id: 'ReceiptReturn', description: 'Bank money that goes back to whoever paid it' });

const allocationSchema = z
  .strictObject({
    allocationId: idField,
    order: z.strictObject({ orderId: idField, orderNo: z.string(), state: z.enum(ORDER_STATES) }),
    amount: moneyField,
    allocatedBy: personSchema,
    allocatedAt: instantField,
    takenBack: z.strictObject({ at: instantField, by: personSchema, reason: z.string() }).nullable(),
  })
  .meta({ id: 'ReceiptAllocation' });

export const receiptSchema = z
  .strictObject({ ...receiptFields, allocations: z.array(allocationSchema), returns: z.array(returnSchema) })
  .meta({ id: 'Receipt', description: 'One line of the bank statement with what became of it' });

export type ReceiptAnswer = z.input<typeof receiptSchema>;

export function toAllocationAnswer(item: AllocationItem, currency: Currency): ReceiptAnswer['allocations'][number] {
  const { amountMinor, ...shown } = item;
  return { ...shown, amount: money(amountMinor, currency) };
}

export function toReceiptAnswer(
  receipt: ReceiptItem,
  allocations: readonly AllocationItem[],
  returns: readonly ReceiptReturn[]
): ReceiptAnswer {
  return {
    ...receipt,
    allocations: allocations.map((item) => toAllocationAnswer(item, receipt.amount.currency)),
    returns: returns.map((entry) => ({ ...entry })),
  };
}

/** What became of one order that a receipt was to pay, or was to pay no longer. */
export const orderOutcomeSchema = z
  .strictObject({
    orderId: idField,
    outcome: z
      .enum(['done', 'refused', 'unknown'])
      .describe('`unknown`: no answer came in time, look at the order before you ask again'),
    code: z.string().nullable(),
    detail: z.string().nullable().describe('Why, and what to do next'),
  })
  .meta({ id: 'OrderOutcome' });

export type OrderOutcome = z.input<typeof orderOutcomeSchema>;
