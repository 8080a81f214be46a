import { readFileSync } from 'node:fs';
import path from 'node:path';
import { findSeller, type Catalogue } from '../../domain/catalogue/catalogue';
import { parseCatalogue } from '../../domain/catalogue/parse-catalogue';
import type { Seller } from '../../domain/catalogue/seller';

let catalogue: Catalogue | undefined;

export function sampleCatalogue(): Catalogue {
  const file = path.join(__dirname, '..', '..', 'catalogue', 'sample-2026.json');
  catalogue ??= parseCatalogue(JSON.parse(readFileSync(file, 'utf8')));
  return catalogue;
}

export function sampleSeller(sellerId: string): Seller {
  const seller = findSeller(sampleCatalogue(), sellerId);
  if (seller === undefined) throw new Error(`the sample catalogue has no seller ${sellerId}`);
  return seller;
}
