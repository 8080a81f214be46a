import { z } from 'zod';
import type { StoredQuote } from '../../db/quote/quotes';
import type { Locale } from '../../domain/billing/billing-data';
import { CYCLES, PLANS } from '../../domain/catalogue/plan';
import { CURRENCIES } from '../../domain/money/money';
import { ORDER_KINDS } from '../../domain/order/order-kind';
import { billingAnswer } from '../http/billing-fields';
import { dateField, idField, instantField, periodField } from '../http/fields';
import { pricedLineSchema, taxLineSchema, toLineAnswer, totalsSchema } from '../http/price-schemas';
import { methodsFor, type OfferDeps } from '../shared/methods-for';
import { capacitiesSchema } from '../shared/subscription-schemas';

export const quoteSchema = z
  .strictObject({
    quoteId: idField,
    partnerId: z.string(),
    companyId: z.string(),
    sellerId: z.string(),
    kind: z.enum(ORDER_KINDS),
    currency: z.enum(CURRENCIES),
    termLength: z.strictObject({ cycle: z.enum(CYCLES), years: z.int().nullable() }),
    term: periodField.describe('The term it buys or ends with; of a first purchase "if paid today"'),
    lines: z.array(pricedLineSchema),
    taxLines: z.array(taxLineSchema),
    totals: totalsSchema,
    billing: billingAnswer,
    billingContactId: z.string().nullable(),
    target: z.strictObject({
      plan: z.enum(PLANS).nullable(),
      cycle: z.enum(CYCLES).nullable(),
      years: z.int().nullable(),
      termStart: dateField.nullable(),
      expiresOn: dateField.nullable(),
      trial: z.boolean(),
      capacities: capacitiesSchema,
    }),
    methods: z
      .array(
        z.strictObject({
          method: z.enum(['card', 'paypal', 'offline']),
          problem: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
        })
      )
      .describe('Payment methods for this total; `problem` says why one cannot be chosen. Empty for a total of zero'),
    quotedOn: dateField.describe('Day in the company’s zone that days are counted from'),
    priceBookVersion: z.string(),
    createdAt: instantField,
    expiresAt: instantField,
    usedByOrderId: z.string().nullable(),
  })
  .meta({ id: 'Quote' });

export function toQuoteAnswer(
  { quote, usedByOrderId }: StoredQuote,
  deps: OfferDeps,
  locale: Locale
): z.input<typeof quoteSchema> {
  return {
    quoteId: quote.quoteId,
    partnerId: quote.partnerId,
    companyId: quote.companyId,
    sellerId: quote.sellerId,
    kind: quote.kind,
    currency: quote.currency,
    termLength: quote.termLength,
    term: quote.term,
    totals: quote.totals,
    billing: quote.billing,
    billingContactId: quote.billingContactId,
    target: quote.target,
    quotedOn: quote.quotedOn,
    priceBookVersion: quote.priceBookVersion,
    createdAt: quote.createdAt,
    expiresAt: quote.expiresAt,
    lines: quote.lines.map((line) => toLineAnswer(line, locale)),
    taxLines: quote.taxLines.map((line) => ({ ...line })),
    methods: methodsFor(deps, quote.sellerId, quote.totals.gross),
    usedByOrderId,
  };
}
