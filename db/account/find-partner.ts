import { isCurrency, type Currency } from '../../domain/money/money';
import type { Db } from '../shared/connection';
import { withinScope, type PartnerScope } from '../shared/partner-scope';

/** A partner's account as prices, quotes and documents need it. */
export interface Partner {
  readonly partnerId: string;
  readonly partnerCode: string;
  readonly name: string;
  readonly currency: Currency;
  readonly sellerId: string;
  readonly tier: string;
}

interface Row {
  partner_id: string;
  partner_code: string;
  name: string;
  currency: string;
  seller_id: string;
  tier: string;
}

/** Undefined when there is no such partner, or the reader does not see it. */
export async function findPartner(
  db: Db,
  scope: PartnerScope,
  by: { readonly partnerId: string } | { readonly partnerCode: string }
): Promise<Partner | undefined> {
  const query = db<Row>('partners').where(
    'partnerId' in by ? { partner_id: by.partnerId } : { partner_code: by.partnerCode }
  );
  const row = await withinScope(query, 'partner_id', scope).first<Row | undefined>();
  return row && toPartner(row);
}

/** @throws Error when the row holds a currency that this code does not sell in. */
function toPartner(row: Row): Partner {
  if (!isCurrency(row.currency)) throw new Error(`partner ${row.partner_id} has the unknown currency ${row.currency}`);
  return {
    partnerId: row.partner_id,
    partnerCode: row.partner_code,
    name: row.name,
    currency: row.currency,
    sellerId: row.seller_id,
    tier: row.tier,
  };
}
