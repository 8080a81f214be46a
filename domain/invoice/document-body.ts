import type { BillingData } from '../billing/billing-data';
import type { TermLength } from '../catalogue/plan';
import type { Seller } from '../catalogue/seller';
import type { Currency } from '../money/money';
import type { OrderKind } from '../order/order-kind';
import type { PricedLine, Totals } from '../quote/quote';
import type { TaxLine } from '../tax/tax-line';
import type { Instant, IsoDate } from '../time/iso-date';

/** What every numbered document of an order says, copied at issue and never changed. */
export interface DocumentHead {
  readonly templateVersion: number;
  /** In the seller's zone. */
  readonly issuedOn: IsoDate;
  readonly issuedAt: Instant;
  readonly orderId: string;
  readonly orderNo: string;
  readonly orderKind: OrderKind;
  /** Day in the company's zone that the days of prorated lines were counted from. */
  readonly quotedOn: IsoDate;
  readonly companyId: string;
  readonly companyName: string;
  readonly seller: Seller;
  readonly buyer: BillingData;
  readonly currency: Currency;
  readonly termLength: TermLength;
  readonly taxLines: readonly TaxLine[];
  readonly totals: Totals;
}

/** A document of what was ordered, line by line. */
export interface DocumentBody extends DocumentHead {
  readonly lines: readonly PricedLine[];
}
