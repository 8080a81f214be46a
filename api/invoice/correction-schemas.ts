import { z } from 'zod';
import { CORRECTION_STATES, type Correction } from '../../db/invoice/corrections';
import { billingAnswer } from '../http/billing-fields';
import { idField, instantField } from '../http/fields';

export const correctionParams = z.strictObject({ invoiceId: idField, correction: idField });

export const correctionSchema = z
  .strictObject({
    correctionId: idField,
    invoiceId: idField.describe('That is credited'),
    orderId: idField,
    billing: billingAnswer,
    reason: z.string(),
    state: z.enum(CORRECTION_STATES),
    problem: z.string().nullable().describe('Why it was refused after all, a word for programs'),
    wantedBy: z.string(),
    wantedAt: instantField,
    decidedAt: instantField.nullable(),
    creditNoteId: idField.nullable(),
    newInvoiceId: idField.nullable(),
  })
  .meta({ id: 'InvoiceCorrection' });

export function toCorrectionAnswer(correction: Correction): z.input<typeof correctionSchema> {
  return correction;
}
