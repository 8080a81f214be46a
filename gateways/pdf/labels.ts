import { assertNever } from '../../domain/assert';
import type { CreditCause } from '../../domain/invoice/credit-note-body';
import type { PaymentMethod } from '../../domain/order/order-kind';
import type { TaxCategory } from '../../domain/tax/tax-line';

/**
 * English for every locale: the font has no Chinese yet, and a page of replacement characters would be worse than one in
 * another language.
 */
export const LABELS = {
  invoiceNo: 'Invoice number',
  issuedOn: 'Invoice date',
  replaces: 'Replaces invoice',
  proforma: 'Proforma invoice',
  proformaNo: 'Proforma number',
  proformaIssuedOn: 'Proforma date',
  notATaxInvoice:
    'This is not a tax invoice and gives no right to deduct tax. The invoice follows once the payment has arrived.',
  creditNoteNo: 'Credit note number',
  creditNoteIssuedOn: 'Credit note date',
  creditedInvoice: 'For invoice',
  creditedNet: 'Credited net',
  creditTotal: 'Total credit',
  creditedUnits: (quantity: number, invoiced: number): string => `${quantity} of ${invoiced} units credited`,
  creditedAmount: 'Part of the price credited; the units stay',
  orderNo: 'Order number',
  billTo: 'Bill to',
  creditTo: 'Credit to',
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
  bankName: 'Bank, BIC / SWIFT',
  bankOnRequest: 'Your account manager sends you the bank details for this currency.',
  howToPay: 'How to pay',
  amountToPay: 'Amount',
  payableUntil: 'Payable until',
  paymentReference: 'Payment reference',
  afterPayment: (reference: string): string =>
    `Please transfer the whole amount, bank charges on your side, and write the reference ${reference} on it. What you ordered becomes active as soon as the payment has arrived.`,
  termFollowsPayment:
    'The service periods above are those of a payment on the day of the quote; the term begins on the day of activation.',
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

export function creditNoteTitle(sellerCountry: string): string {
  return CLEARANCE_COUNTRIES.includes(sellerCountry) ? 'Commercial credit note' : 'Credit note';
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

/** `returned`: what is sent back to the payer; null where no money moves. */
export function creditSentence(cause: CreditCause, returned: string | null): string {
  switch (cause) {
    case 'refund':
      return returned === null ? 'No money moves.' : `${returned} was sent back to whoever paid the invoice.`;
    case 'returned_at_provider':
      return 'The payment was sent back at the payment provider before. No further money moves.';
    case 'lost_dispute':
      return 'The payment was taken back in a dispute. No further money moves.';
    case 'correction':
      return 'The invoice is replaced by one with corrected billing data. No money moves.';
    default:
      return assertNever(cause);
  }
}

const METHOD_NAMES: Readonly<Record<Exclude<PaymentMethod, 'none'>, string>> = {
  card: 'card',
  paypal: 'PayPal',
  offline: 'bank transfer',
  saved: 'the saved payment method',
};
