import { z } from 'zod';
import { PLANS, SERVICES } from '../../domain/catalogue/plan';
import type { Locale } from '../../domain/billing/billing-data';
import { describeLine, itemName } from '../../domain/quote/describe-line';
import type { PricedLine } from '../../domain/quote/quote';
import { TAX_CATEGORIES } from '../../domain/tax/tax-line';
import { dateField, moneyField, periodField } from './fields';

export const itemSchema = z.union([
  z.strictObject({ type: z.literal('plan'), plan: z.enum(PLANS) }),
  z.strictObject({ type: z.literal('service'), service: z.enum(SERVICES) }),
]);

/** A line of a quote or an order, with its arithmetic in words. */
export const pricedLineSchema = z
  .strictObject({
    lineNo: z.int(),
    item: itemSchema,
    name: z.string().describe('Name of the item in the language of the reader'),
    arithmetic: z.string().describe('How the net amount comes about, in words and numbers'),
    quantity: z.int(),
    resultingTotal: z.int().describe('Capacity once the order is active'),
    listUnit: moneyField,
    discountBasisPoints: z.int().describe('1000 is 10 %'),
    daysCharged: z.int(),
    daysInTerm: z.int(),
    period: periodField,
    list: moneyField,
    discount: moneyField,
    net: moneyField,
  })
  .meta({ id: 'PricedLine' });

export function toLineAnswer(line: PricedLine, locale: Locale): z.input<typeof pricedLineSchema> {
  return { ...line, name: itemName(line.item, locale), arithmetic: describeLine(line, locale) };
}

export const taxLineSchema = z
  .strictObject({
    category: z.enum(TAX_CATEGORIES),
    rateBasisPoints: z.int().describe('1900 is 19 %'),
    base: moneyField,
    tax: moneyField,
    country: z.string(),
    rateValidUntil: dateField.nullable(),
  })
  .meta({ id: 'TaxLine' });

export const totalsSchema = z
  .strictObject({ net: moneyField, tax: moneyField, gross: moneyField })
  .meta({ id: 'Totals' });
