import type { Money } from '../money/money';

export const TAX_CATEGORIES = ['domestic', 'reverse_charge', 'export', 'destination', 'zero', 'exempt'] as const;
export type TaxCategory = (typeof TAX_CATEGORIES)[number];

/** Tax of one rate: the rounded line nets are summed first, then the tax is rounded once, half up. */
export interface TaxLine {
  readonly category: TaxCategory;
  /** 1900 = 19 %. */
  readonly rateBasisPoints: number;
  readonly base: Money;
  readonly tax: Money;
  /** Country whose tax this is, ISO 3166-1 alpha-2. */
  readonly country: string;
  /** The last day on which this rate is known to hold, null while open. */
  readonly rateValidUntil: string | null;
}
