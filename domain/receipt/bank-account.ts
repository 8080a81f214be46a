import type { Catalogue } from '../catalogue/catalogue';
import type { Seller } from '../catalogue/seller';
import type { Currency } from '../money/money';

export interface SellerAccount {
  readonly seller: Seller;
  /** As the catalogue writes it. */
  readonly account: string;
}

/** The seller's own account of that currency, however its number is spaced; null for any other account. */
export function findSellerAccount(catalogue: Catalogue, typed: string, currency: Currency): SellerAccount | null {
  const wanted = spaceless(typed);
  for (const seller of catalogue.sellers) {
    const found = seller.bankDetails.find(
      (details) => details.currency === currency && spaceless(details.account) === wanted
    );
    if (found !== undefined) return { seller, account: found.account };
  }
  return null;
}

const spaceless = (text: string): string => text.normalize('NFKC').replace(/\s/gu, '').toUpperCase();
