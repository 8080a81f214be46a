import type { IsoDate } from '../time/iso-date';

export const RATE_KINDS = ['standard', 'zero', 'exempt'] as const;
export type RateKind = (typeof RATE_KINDS)[number];

/** What a country asks for this service on the days from `validFrom` to `validUntil`, both included. */
export interface TaxRate {
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly kind: RateKind;
  /** 1900 = 19 %; 0 unless the kind is standard. */
  readonly rateBasisPoints: number;
  readonly validFrom: IsoDate;
  /** The last day, null while open. */
  readonly validUntil: IsoDate | null;
}

export function findTaxRate(rates: readonly TaxRate[], country: string, day: IsoDate): TaxRate | undefined {
  return rates.find(
    (rate) => rate.country === country && rate.validFrom <= day && (rate.validUntil === null || day <= rate.validUntil)
  );
}
