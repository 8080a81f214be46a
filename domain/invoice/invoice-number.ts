import { yearAndCount } from '../order/order-number';

/** Each series is numbered by itself without gaps, per seller and year. */
export const DOCUMENT_SERIES = ['invoice', 'credit_note', 'proforma'] as const;
export type DocumentSeries = (typeof DOCUMENT_SERIES)[number];

const SERIES_LETTERS: Readonly<Record<DocumentSeries, string>> = { invoice: 'INV', credit_note: 'CN', proforma: 'PF' };

/** `EU-INV-2026-000123`. @throws RangeError for anything but a four-digit year and a count from 1. */
export function documentNumber(
  seller: { readonly invoicePrefix: string },
  series: DocumentSeries,
  year: number,
  n: number
): string {
  return `${seller.invoicePrefix}-${SERIES_LETTERS[series]}-${yearAndCount(year, n)}`;
}

export function invoiceNumber(seller: { readonly invoicePrefix: string }, year: number, n: number): string {
  return documentNumber(seller, 'invoice', year, n);
}
