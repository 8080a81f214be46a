import type { PaymentMethod } from '../../domain/order/order-kind';
import type { TaxCategory } from '../../domain/tax/tax-line';

/**
 * English for every locale: the font has no Chinese yet, and a page of replacement characters would be worse than one in
 * another language.
 */
export const INVOICE_LABELS = {
  invoiceNo: 'Invoice number',
  issuedOn: 'Invoice date',
  orderNo: 'Order number',
  billTo: 'Bill to',
  from: 'From',
  company: 'Service for company',
  description: 'Description',
  period: 'Service period',
  quantity: 'Quantity',
  unitPrice: 'List price per unit',
  net: 'Net amount',
  netTotal: 'Total net',
  taxTotal: 'Total tax',
  grossTotal: 'Total',
  tax: 'Tax',
  rate: 'Rate',
  taxBase: 'Taxable amount',
  taxAmount: 'Tax amount',
  vatNumber: 'Tax number',
  bank: 'Bank details',
  accountHolder: 'Account holder',
  account: 'Account',
  page: (page: number, pages: number): string => `Page ${page} of ${pages}`,
  to: (from: string, lastDay: string): string => `${from} to ${lastDay}`,
  resulting: (total: number): string => `Capacity after this order: ${total}`,
  dayCount: (day: string): string =>
    `Days are counted from ${day}, the day of the quote, that day included, and are not counted again when the payment comes later.`,
} as const;

/** Where the tax office itself issues the tax document, so that this page can only be a commercial one (product §7). */
const CLEARANCE_COUNTRIES: readonly string[] = ['CN', 'IT', 'PL'];

export function invoiceTitle(sellerCountry: string): string {
  return CLEARANCE_COUNTRIES.includes(sellerCountry) ? 'Commercial invoice' : 'Invoice';
}

export const TAX_NAMES: Readonly<Record<TaxCategory, string>> = {
  domestic: 'VAT',
  destination: 'VAT',
  reverse_charge: 'VAT, reverse charge',
  export: 'Export',
  zero: 'Zero-rated',
  exempt: 'Exempt',
};

/** `paidOn` is the day on which the money was received. */
export function paymentSentence(method: PaymentMethod, paidOn: string | null): string {
  if (paidOn === null || method === 'none') return 'Nothing is to be paid.';
  return `Paid by ${METHOD_NAMES[method]} on ${paidOn}. Nothing more is to be paid.`;
}

const METHOD_NAMES: Readonly<Record<Exclude<PaymentMethod, 'none'>, string>> = {
  card: 'card',
  paypal: 'PayPal',
  offline: 'bank transfer',
  saved: 'the saved payment method',
};
