export const TAX_NUMBER_TYPES = ['vat_number', 'tax_id', 'tin_number', 'ruc', 'cuit'] as const;
export type TaxNumberType = (typeof TAX_NUMBER_TYPES)[number];

export const LOCALES = ['en', 'zh'] as const;
export type Locale = (typeof LOCALES)[number];

/** Who the invoice is made out to. Copied onto quote, order and invoice; a later change of the contact leaves those as they are. */
export interface BillingData {
  readonly firstName: string;
  readonly lastName: string;
  readonly company: string;
  readonly email: string;
  readonly phone: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly stateProvince: string;
  readonly city: string;
  readonly street: string;
  readonly zipCode: string;
  readonly taxNumberType: TaxNumberType | null;
  readonly taxNumber: string | null;
  readonly locale: Locale;
}
