import type { Currency } from '../money/money';

/** `local`: registered in that country itself. `oss`: covered there by the EU one-stop-shop registration. */
export const REGISTRATION_SCHEMES = ['local', 'oss'] as const;
export type RegistrationScheme = (typeof REGISTRATION_SCHEMES)[number];

export interface TaxRegistration {
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly scheme: RegistrationScheme;
  readonly taxNumber: string;
}

export interface BankDetails {
  readonly currency: Currency;
  readonly bank: string;
  readonly accountHolder: string;
  /** IBAN or local account number. */
  readonly account: string;
  readonly swift: string;
}

export interface SellerAddress {
  readonly street: string;
  readonly city: string;
  readonly stateProvince: string;
  readonly zipCode: string;
}

/** The legal person on the invoice. Fixed on the quote. */
export interface Seller {
  readonly sellerId: string;
  readonly legalName: string;
  readonly address: SellerAddress;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly taxNumber: string;
  /** Where else than at home the seller may charge that country's tax. */
  readonly taxRegistrations: readonly TaxRegistration[];
  /** Invoice dates and years are those of this zone. */
  readonly timeZone: string;
  /** Currency in which the tax is stated as well. */
  readonly taxCurrency: Currency;
  /** First part of every document number, unique among sellers. */
  readonly invoicePrefix: string;
  readonly bankDetails: readonly BankDetails[];
}

/** Where money in the currency is sent to; null when the seller has no account in it. */
export function bankDetailsFor(seller: Pick<Seller, 'bankDetails'>, currency: Currency): BankDetails | null {
  return seller.bankDetails.find((details) => details.currency === currency) ?? null;
}
