import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findSeller, type Catalogue } from '../../../domain/catalogue/catalogue';
import { parseCatalogue } from '../../../domain/catalogue/parse-catalogue';
import type { Seller } from '../../../domain/catalogue/seller';
import { invariant } from '../../../domain/assert';

/** The file's JSON, fresh for each caller, so that a test can break it. */
export function readSampleJson(): Record<string, unknown> {
  const file = join(__dirname, '..', '..', '..', 'catalogue', 'sample-2026.json');
  const json: unknown = JSON.parse(readFileSync(file, 'utf8'));
  invariant(typeof json === 'object' && json !== null, 'the sample catalogue is an object');
  return { ...json };
}

export const sampleCatalogue: Catalogue = parseCatalogue(readSampleJson());

export function sampleSeller(sellerId: 'seller-eu' | 'seller-cn'): Seller {
  const seller = findSeller(sampleCatalogue, sellerId);
  invariant(seller !== undefined, `the sample catalogue has ${sellerId}`);
  return seller;
}
