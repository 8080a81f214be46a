import { z } from 'zod';
import type { InvoiceListItem } from '../../db/invoice/invoice-list-read-model';
import { PAYMENT_METHODS } from '../../domain/order/order-kind';
import { billingAnswer } from '../http/billing-fields';
import { dateField, idField, moneyField } from '../http/fields';
import { pricedLineSchema, taxLineSchema } from '../http/price-schemas';
import { creditCauseField } from './credit-note-schemas';
import { documentSummary, sellerSchema } from './document-schemas';

export const invoiceParams = z.strictObject({ invoiceId: idField });

const summary = {
  invoiceId: idField,
  invoiceNo: z.string(),
  ...documentSummary,
  fullyCredited: z.boolean(),
  credited: moneyField.describe('Gross, by all credit notes together'),
};

export const invoiceListItemSchema = z.strictObject(summary).meta({ id: 'InvoiceListItem' });

export const invoiceSchema = z
  .strictObject({
    ...summary,
    seller: sellerSchema,
    buyer: billingAnswer,
    lines: z.array(pricedLineSchema),
    taxLines: z.array(taxLineSchema),
    paymentMethod: z.enum(PAYMENT_METHODS),
    paidOn: dateField.nullable(),
    creditNotes: z
      .array(
        z.strictObject({
          creditNoteId: idField,
          creditNoteNo: z.string(),
          issuedOn: dateField,
          cause: creditCauseField,
          gross: moneyField,
          returned: moneyField,
        })
      )
      .describe('Oldest first'),
  })
  .meta({ id: 'Invoice' });

export function toInvoiceSummary(item: InvoiceListItem): z.input<typeof invoiceListItemSchema> {
  const { net, tax, gross, ...rest } = item;
  return { ...rest, totals: { net, tax, gross } };
}
