import { z } from 'zod';
import type { Seller } from '../../domain/catalogue/seller';
import { dateField, idField, instantField } from '../http/fields';
import { totalsSchema } from '../http/price-schemas';

/** What lists of invoices and of credit notes say alike. */
export const documentSummary = {
  orderId: idField,
  orderNo: z.string(),
  partner: z.strictObject({ partnerId: z.string(), name: z.string() }),
  company: z.strictObject({ companyId: z.string(), name: z.string() }),
  issuedOn: dateField,
  issuedAt: instantField,
  totals: totalsSchema,
};

export const sellerSchema = z.strictObject({
  sellerId: z.string(),
  legalName: z.string(),
  country: z.string(),
  taxNumber: z.string(),
});

export function toSellerAnswer({ sellerId, legalName, country, taxNumber }: Seller): z.input<typeof sellerSchema> {
  return { sellerId, legalName, country, taxNumber };
}
