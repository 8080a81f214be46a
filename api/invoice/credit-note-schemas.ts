import { z } from 'zod';
import type { CreditNoteListItem } from '../../db/invoice/credit-note-list-read-model';
import type { Locale } from '../../domain/billing/billing-data';
import { CREDIT_CAUSES, type CreditNoteLine } from '../../domain/invoice/credit-note-body';
import { itemName } from '../../domain/quote/describe-line';
import { billingAnswer } from '../http/billing-fields';
import { idField, moneyField, periodField } from '../http/fields';
import { itemSchema, taxLineSchema } from '../http/price-schemas';
import { documentSummary, sellerSchema } from './document-schemas';

export const creditNoteParams = z.strictObject({ creditNoteId: idField });

export const creditCauseField = z.enum(CREDIT_CAUSES);

const summary = {
  creditNoteId: idField,
  creditNoteNo: z.string(),
  invoice: z.strictObject({ invoiceId: idField, invoiceNo: z.string() }).describe('That it takes its totals off'),
  ...documentSummary,
  cause: creditCauseField,
  returned: moneyField.describe('Sent back to whoever paid; zero where no money moves'),
};

export const creditNoteListItemSchema = z.strictObject(summary).meta({ id: 'CreditNoteListItem' });

const lineSchema = z.strictObject({
  lineNo: z.int().describe('Of the invoice’s line'),
  item: itemSchema,
  name: z.string().describe('Name of the item in the language of the reader'),
  quantity: z.int().nullable().describe('Units credited; null where an amount was credited and the units stay'),
  invoicedQuantity: z.int(),
  period: periodField,
  net: moneyField,
});

export const creditNoteSchema = z
  .strictObject({
    ...summary,
    seller: sellerSchema,
    buyer: billingAnswer,
    lines: z.array(lineSchema),
    taxLines: z.array(taxLineSchema),
  })
  .meta({ id: 'CreditNote' });

export function toCreditNoteSummary(item: CreditNoteListItem): z.input<typeof creditNoteListItemSchema> {
  const { net, tax, gross, ...rest } = item;
  return { ...rest, totals: { net, tax, gross } };
}

export function toCreditNoteLine(line: CreditNoteLine, locale: Locale): z.input<typeof lineSchema> {
  return { ...line, name: itemName(line.item, locale) };
}
