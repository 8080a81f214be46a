import type { Seller } from '../../domain/catalogue/seller';
import type { DocumentBody } from '../../domain/invoice/document-body';
import { money } from '../../domain/money/money';
import type { Instant, IsoDate } from '../../domain/time/iso-date';
import type { InvoiceSource } from './read-invoice-source';

export interface DocumentIssue {
  readonly source: InvoiceSource;
  /** As it is at issue; the document keeps its own copy. */
  readonly seller: Seller;
  readonly at: Instant;
}

/** What every document of the order says, whichever its series. */
export function documentBodyOf(
  { source, seller, at }: DocumentIssue,
  issuedOn: IsoDate
): Omit<DocumentBody, 'templateVersion'> {
  return {
    issuedOn,
    issuedAt: at,
    orderId: source.orderId,
    orderNo: source.orderNo,
    orderKind: source.kind,
    quotedOn: source.quotedOn,
    companyId: source.companyId,
    companyName: source.companyName,
    seller,
    buyer: source.billing,
    currency: source.currency,
    termLength: source.termLength,
    lines: source.lines,
    taxLines: source.taxLines,
    totals: {
      net: money(source.netMinor, source.currency),
      tax: money(source.taxMinor, source.currency),
      gross: money(source.grossMinor, source.currency),
    },
  };
}
