import { findSeller, type Catalogue } from '../../domain/catalogue/catalogue';
import type { Seller } from '../../domain/catalogue/seller';

/** @throws Error for a seller that the catalogue does not know. */
export function sellerOf(catalogue: Catalogue, sellerId: string): Seller {
  const seller = findSeller(catalogue, sellerId);
  if (seller === undefined) throw new Error(`the catalogue lacks the seller ${sellerId}`);
  return seller;
}
