import type { DocumentSeries } from '../../domain/invoice/invoice-number';
import type { DocumentIssue } from './document-body-of';
import type { DrawnNumber } from './draw-number';

/** The columns that the tables of numbered documents share. */
export function documentColumns({ source, seller, at }: DocumentIssue, series: DocumentSeries, drawn: DrawnNumber) {
  return {
    order_id: source.orderId,
    partner_id: source.partnerId,
    seller_id: seller.sellerId,
    series,
    year: drawn.year,
    number: drawn.number,
    issued_on: drawn.date,
    issued_at: at,
  };
}
