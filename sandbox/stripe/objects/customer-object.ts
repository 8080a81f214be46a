import type Stripe from 'stripe';
import type { CustomerRow } from '../records';

export function customerObject(row: CustomerRow): Stripe.Customer {
  return {
    id: row.id,
    object: 'customer',
    address: row.address,
    balance: 0,
    created: row.created,
    currency: null,
    default_source: null,
    delinquent: false,
    description: row.description,
    discount: null,
    email: row.email,
    invoice_prefix: row.id.slice(-8).toUpperCase(),
    invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
    livemode: false,
    metadata: { ...row.metadata },
    name: row.name,
    next_invoice_sequence: 1,
    phone: row.phone,
    preferred_locales: [...row.preferredLocales],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
  };
}
