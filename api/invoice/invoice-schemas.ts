import { z } from 'zod';
import type { InvoiceListItem } from '../../db/invoice/invoice-list-read-model';
import { PAYMENT_METHODS } from '../../domain/order/order-kind';
import { billingAnswer } from '../http/billing-fields';
import { dateField, idField, instantField } from '../http/fields';
import { pricedLineSchema, taxLineSchema, totalsSchema } from '../http/price-schemas';

export const invoiceParams = z.strictObject({ invoiceId: idField });

const summary = {
  invoiceId: idField,
  invoiceNo: z.string(),
  orderId: idField,
  orderNo: z.string(),
  partner: z.strictObject({ partnerId: z.string(), name: z.string() }),
  company: z.strictObject({ companyId: z.string(), name: z.string() }),
  issuedOn: dateField,
  issuedAt: instantField,
  totals: totalsSchema,
  fullyCredited: z.boolean(),
};

export const invoiceListItemSchema = z.strictObject(summary).meta({ id: 'InvoiceListItem' });

export const invoiceSchema = z
  .strictObject({
    ...summary,
    seller: z.strictObject({ sellerId: z.string(), legalName: z.string(), country: z.string(), taxNumber: z.string() }),
    buyer: billingAnswer,
    lines: z.array(pricedLineSchema),
    taxLines: z.array(taxLineSchema),
    paymentMethod: z.enum(PAYMENT_METHODS),
    paidOn: dateField.nullable(),
  })
  .meta({ id: 'Invoice' });

export function toInvoiceSummary(item: InvoiceListItem): z.input<typeof invoiceListItemSchema> {
  const { net, tax, gross, ...rest } = item;
  return { ...rest, totals: { net, tax, gross } };
}
