import { z } from 'zod';
import { REPORT_STATES } from '../../db/receipt/receipt-reports';
import { dateField, idField, instantField, moneyField } from '../http/fields';

const personSchema = z.strictObject({ userId: z.string(), name: z.string() });

export const reportStateField = z.enum(REPORT_STATES);
export const reportParams = z.strictObject({ report: idField });

export const reportSchema = z
  .strictObject({
    reportId: idField,
    order: z.strictObject({ orderId: idField, orderNo: z.string() }),
    partner: z.strictObject({ partnerId: z.string(), name: z.string() }),
    amount: moneyField,
    valueDate: dateField,
    payer: z.string(),
    note: z.string(),
    evidenceId: z.string().nullable(),
    state: reportStateField,
    reportedBy: personSchema,
    reportedAt: instantField,
    decidedBy: personSchema.nullable(),
    decidedAt: instantField.nullable(),
    decideReason: z.string().nullable(),
    receiptId: z.string().nullable().describe('Of the bank line that confirmed it'),
  })
  .meta({ id: 'ReceiptReport', description: 'A distributor’s word that money has come; not money yet' });
