import { uuidv7 } from 'uuidv7';
import type { Instant } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';
import type { StoredConsent } from '../shared/order-facts';

export interface NewSavedMethod {
  readonly partnerId: string;
  readonly companyId: string;
  readonly orderId: string;
  readonly provider: string;
  readonly providerCustomerId: string;
  readonly providerMethodId: string;
  readonly brand: string | null;
  readonly last4: string | null;
  readonly expiryMonth: number | null;
  readonly expiryYear: number | null;
  readonly consent: StoredConsent;
  readonly at: Instant;
}

/** Stores what may be charged later, with the consent; the company's earlier method is released, to be forgotten. */
export async function storeSavedMethod(trx: Db, method: NewSavedMethod): Promise<void> {
  await trx('saved_methods')
    .where({ company_id: method.companyId })
    .whereNot({ provider_method_id: method.providerMethodId })
    .whereNull('released_at')
    .update({ released_at: method.at });
  await trx('saved_methods')
    .insert({
      saved_method_id: uuidv7(),
      partner_id: method.partnerId,
      company_id: method.companyId,
      provider: method.provider,
      provider_customer_id: method.providerCustomerId,
      provider_method_id: method.providerMethodId,
      brand: method.brand,
      last4: method.last4,
      expiry_month: method.expiryMonth,
      expiry_year: method.expiryYear,
      consent: JSON.stringify(method.consent),
      order_id: method.orderId,
      created_at: method.at,
    })
    // The same card again, released before: it may be charged again, by the new consent.
    .onConflict(['provider', 'provider_method_id'])
    .merge({
      consent: JSON.stringify(method.consent),
      order_id: method.orderId,
      released_at: null,
      forgotten_at: null,
    });
}
