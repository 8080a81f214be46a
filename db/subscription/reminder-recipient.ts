import type { BillingData } from '../../domain/billing/billing-data';
import type { Db } from '../shared/connection';

/**
 * Who is reminded: the billing contact of the company's newest paid order, else the partner's first billing contact. Null
 * when the partner has none of either.
 */
export async function reminderRecipient(db: Db, companyId: string, partnerId: string): Promise<BillingData | null> {
  const order = await db<{ company_id: string; partner_id: string; paid_at: string | null; billing: BillingData }>(
    'orders'
  )
    .where({ company_id: companyId, partner_id: partnerId })
    .whereNotNull('paid_at')
    .orderBy('placed_at', 'desc')
    .first('billing');
  if (order !== undefined) return order.billing;
  const contact = await db<{ partner_id: string; contact_id: string; archived_at: string | null; data: BillingData }>(
    'billing_contacts'
  )
    .where({ partner_id: partnerId })
    .whereNull('archived_at')
    .orderBy('contact_id')
    .first('data');
  return contact?.data ?? null;
}

/** What a renewal would be priced by. */
export interface RenewalPartner {
  readonly partnerCode: string;
  readonly tier: string;
  readonly sellerId: string;
  readonly currency: string;
}

export async function renewalPartner(db: Db, partnerId: string): Promise<RenewalPartner | null> {
  const row = await db<{ partner_id: string; partner_code: string; tier: string; seller_id: string; currency: string }>(
    'partners'
  )
    .where({ partner_id: partnerId })
    .first();
  if (row === undefined) return null;
  return { partnerCode: row.partner_code, tier: row.tier, sellerId: row.seller_id, currency: row.currency };
}

export async function accountManagerOf(db: Db, partnerId: string): Promise<string | null> {
  const row = await db<{ partner_id: string; account_manager_id: string | null }>('partners')
    .where({ partner_id: partnerId })
    .first('account_manager_id');
  return row?.account_manager_id ?? null;
}

/** Brand and last digits of the card that would be charged. */
export async function savedCardOf(
  db: Db,
  savedMethodId: string | null
): Promise<{ brand: string | null; last4: string | null } | null> {
  if (savedMethodId === null) return null;
  const row = await db<{ saved_method_id: string; brand: string | null; last4: string | null }>('saved_methods')
    .where({ saved_method_id: savedMethodId })
    .first('brand', 'last4');
  return row ?? null;
}
