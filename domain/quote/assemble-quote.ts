import { addMoney, sumMoney } from '../money/add-money';
import type { Currency } from '../money/money';
import type { TaxLine } from '../tax/tax-line';
import { taxFor } from '../tax/tax-for';
import { addDays } from '../time/add-months';
import { addMs, earliest } from '../time/calendar';
import type { Instant, IsoDate } from '../time/iso-date';
import { startOfDayInstant } from '../time/time-zone';
import type { PricedLine, Totals } from './quote';
import type { QuoteContext, QuoteDraft, QuoteResult } from './quote-input';

/** What differs from kind to kind. */
export type QuoteCore = Pick<
  QuoteDraft,
  'kind' | 'currency' | 'termLength' | 'term' | 'anchorDay' | 'lines' | 'target' | 'quotedOn' | 'priceBookVersion'
> & {
  /** First day on which the quote's price no longer holds, null where the order begins a term of its own. */
  readonly priceEndsOn: IsoDate | null;
};

/** Adds tax, totals and expiry to the priced lines, or tells why the tax refuses the sale. */
export function assembleQuote(context: QuoteContext, core: QuoteCore): QuoteResult {
  const { priceEndsOn, ...parts } = core;
  const taxed = taxFor({
    seller: context.seller,
    billing: context.billing,
    lineNets: core.lines.map((line) => line.net),
    currency: core.currency,
    day: core.quotedOn,
    rates: context.catalogue.taxRates,
    ...(context.taxNumberCheck === undefined ? {} : { numberCheck: context.taxNumberCheck }),
  });
  if (!taxed.ok) return { ok: false, problems: [taxed.problem] };
  return {
    ok: true,
    quote: {
      ...parts,
      sellerId: context.seller.sellerId,
      taxLines: taxed.taxLines,
      totals: quoteTotals(core.lines, taxed.taxLines, core.currency),
      billing: context.billing,
      subscriptionVersion: context.subscription.version,
      createdAt: context.at,
      expiresAt: quoteExpiry(context, priceEndsOn, taxed.taxLines),
    },
  };
}

/** The one place where totals are derived from lines. */
export function quoteTotals(lines: readonly PricedLine[], taxLines: readonly TaxLine[], currency: Currency): Totals {
  const net = sumMoney(
    lines.map((line) => line.net),
    currency
  );
  const tax = sumMoney(
    taxLines.map((line) => line.tax),
    currency
  );
  return { net, tax, gross: addMoney(net, tax) };
}

function quoteExpiry(context: QuoteContext, priceEndsOn: IsoDate | null, taxLines: readonly TaxLine[]): Instant {
  const limits = [addMs(context.at, context.policies.quoteValidityMs)];
  if (priceEndsOn !== null) limits.push(startOfDayInstant(priceEndsOn, context.subscription.timeZone));
  for (const { rateValidUntil } of taxLines) {
    if (rateValidUntil !== null) {
      limits.push(startOfDayInstant(addDays(rateValidUntil, 1), context.seller.timeZone));
    }
  }
  return earliest(limits);
}
