import { z } from 'zod';
import { unprocessable } from '../api-error';
import { parseMoney, parsePositive, type MoneyObject } from '../money';
import { money, text, webAddress } from '../read-body';
import type { Amount } from '../records';

const breakdown = z.strictObject({
  item_total: money.optional(),
  tax_total: money.optional(),
  shipping: money.optional(),
  handling: money.optional(),
  insurance: money.optional(),
  shipping_discount: money.optional(),
  discount: money.optional(),
});

const item = z.strictObject({
  name: text(127),
  quantity: text(10).regex(/^[1-9]\d*$/),
  unit_amount: money,
  tax: money.optional(),
  description: text(2048, 0).optional(),
  sku: text(127, 0).optional(),
  category: z.enum(['DIGITAL_GOODS', 'PHYSICAL_GOODS', 'DONATION']).optional(),
});

const unit = z.strictObject({
  reference_id: text(256).optional(),
  description: text(127).optional(),
  custom_id: text(255).optional(),
  invoice_id: text(127).optional(),
  soft_descriptor: text(22).optional(),
  amount: money.extend({ breakdown: breakdown.optional() }),
  items: z.array(item).min(1).max(100).optional(),
});
export type PurchaseUnit = z.output<typeof unit>;

const experience = z.strictObject({
  brand_name: text(127).optional(),
  locale: text(10, 2).optional(),
  shipping_preference: z.enum(['GET_FROM_FILE', 'NO_SHIPPING', 'SET_PROVIDED_ADDRESS']).optional(),
  contact_preference: text(24).optional(),
  return_url: webAddress.optional(),
  cancel_url: webAddress.optional(),
  landing_page: z.enum(['LOGIN', 'GUEST_CHECKOUT', 'NO_PREFERENCE', 'BILLING']).optional(),
  user_action: z.enum(['CONTINUE', 'PAY_NOW']).optional(),
  payment_method_preference: z.enum(['UNRESTRICTED', 'IMMEDIATE_PAYMENT_REQUIRED']).optional(),
});

export const storedCredential = z.strictObject({
  payment_initiator: z.enum(['CUSTOMER', 'MERCHANT']),
  usage: z.enum(['FIRST', 'SUBSEQUENT', 'DERIVED']).optional(),
  usage_pattern: text(30)
    .regex(/^[A-Z_]+$/)
    .optional(),
});

const vault = z.strictObject({
  store_in_vault: z.literal('ON_SUCCESS').optional(),
  usage_type: z.enum(['MERCHANT', 'PLATFORM']),
  usage_pattern: text(30)
    .regex(/^[A-Z_]+$/)
    .optional(),
  customer_type: z.enum(['CONSUMER', 'BUSINESS']).optional(),
  description: text(128).optional(),
  permit_multiple_payment_tokens: z.boolean().optional(),
});

const wallet = z.strictObject({
  vault_id: text(255).optional(),
  email_address: text(254, 3).optional(),
  experience_context: experience.optional(),
  attributes: z
    .strictObject({ customer: z.strictObject({ id: text(22).optional() }).optional(), vault: vault.optional() })
    .optional(),
  stored_credential: storedCredential.optional(),
});
export type WalletRequest = z.output<typeof wallet>;

export const orderRequest = z.strictObject({
  intent: z.enum(['CAPTURE', 'AUTHORIZE']),
  purchase_units: z.array(unit).min(1).max(1),
  payment_source: z.strictObject({ paypal: wallet }).optional(),
});

export const captureRequest = z.strictObject({
  payment_source: z
    .strictObject({
      paypal: z.strictObject({ vault_id: text(255), stored_credential: storedCredential.optional() }),
    })
    .optional(),
});

/** The amount of the unit, whose breakdown and items add up to it. */
export function checkedAmount(asked: PurchaseUnit): Amount {
  const at = '/purchase_units/0/amount';
  const amount = parsePositive(asked.amount, at);
  const minorOf = (given: MoneyObject | undefined, field: string): number => {
    if (given === undefined) return 0;
    const { currency, minor } = parseMoney(given, field);
    if (currency !== amount.currency) throw unprocessable('CURRENCY_MISMATCH', `${field}/currency_code`);
    return minor;
  };
  const parts = asked.amount.breakdown;
  if (parts !== undefined) {
    const part = (name: keyof typeof parts): number => minorOf(parts[name], `${at}/breakdown/${name}`);
    const added = part('item_total') + part('tax_total') + part('shipping') + part('handling') + part('insurance');
    const total = added - part('shipping_discount') - part('discount');
    if (total !== amount.minor) throw unprocessable('AMOUNT_MISMATCH', `${at}/value`);
  }
  if (asked.items !== undefined) {
    if (parts?.item_total === undefined) throw unprocessable('ITEM_TOTAL_REQUIRED', `${at}/breakdown/item_total`);
    const sum = asked.items.reduce((total, { unit_amount: price, quantity }, index) => {
      return total + minorOf(price, `/purchase_units/0/items/${index}/unit_amount`) * Number(quantity);
    }, 0);
    if (sum !== minorOf(parts.item_total, `${at}/breakdown/item_total`))
      throw unprocessable('ITEM_TOTAL_MISMATCH', `${at}/breakdown/item_total`);
  }
  return amount;
}
