import { createHash } from 'node:crypto';
import type Stripe from 'stripe';
import { minorUnits } from '../../domain/money/minor-units';
import type { Money } from '../../domain/money/money';
import type { OpenCheckout, StartCheckoutInput } from '../shared/payment-provider';
import { GatewayFailure } from '../shared/provider-failure';
import type { StripeCalls } from './stripe-calls';
import { callStripe } from './stripe-failure';

const LONGEST_LINE_NAME = 250;

export async function startCheckout(calls: StripeCalls, input: StartCheckoutInput): Promise<OpenCheckout> {
  const customerId = input.saveMethod ? await customerFor(calls, input) : null;
  const session = await callStripe('write', () =>
    calls.createSession(sessionParams(input, customerId), input.idempotencyKey)
  );
  return toOpenCheckout(session);
}

/** A session that is no longer open has no page; whoever follows the link then comes back to the order. */
export function toOpenCheckout(session: Stripe.Checkout.Session): OpenCheckout {
  const url = session.url ?? session.cancel_url ?? session.success_url;
  if (url === null) {
    throw new GatewayFailure('refused', 'stripe_no_page', `Stripe: session ${session.id} has no page`);
  }
  return { objectId: session.id, url, expiresAt: new Date(session.expires_at * 1_000).toISOString() };
}

/** A method is saved for one subscription and never used for another, hence a customer per company and address. */
async function customerFor(calls: StripeCalls, input: StartCheckoutInput): Promise<string> {
  const address = createHash('sha256').update(input.email).digest('hex').slice(0, 16);
  const customer = await callStripe('write', () =>
    calls.createCustomer(
      { ...contact('email', input.email), metadata: { partner_id: input.partnerId, company_id: input.companyId } },
      `customer:${input.partnerId}:${input.companyId}:${address}`
    )
  );
  return customer.id;
}

function sessionParams(input: StartCheckoutInput, customerId: string | null): Stripe.Checkout.SessionCreateParams {
  const metadata = {
    order_id: input.orderId,
    attempt_no: String(input.attemptNo),
    company_id: input.companyId,
  };
  return {
    mode: 'payment',
    client_reference_id: input.orderId,
    success_url: input.returnUrl,
    cancel_url: input.cancelUrl,
    expires_at: Math.floor(Date.parse(input.expiresAt) / 1_000),
    allowed_payment_method_types: ['card'],
    // The total of the order is what is charged, in the order's own currency.
    adaptive_pricing: { enabled: false },
    line_items: [lineItem(input.amount, input.description)],
    metadata,
    payment_intent_data: {
      metadata,
      description: input.orderNo,
      ...(customerId !== null && { setup_future_usage: 'off_session' as const }),
    },
    ...(customerId === null ? contact('customer_email', input.email) : { customer: customerId }),
  };
}

function lineItem(amount: Money, description: string): Stripe.Checkout.SessionCreateParams.LineItem {
  return {
    quantity: 1,
    price_data: {
      currency: amount.currency.toLowerCase(),
      unit_amount: stripeAmount(amount),
      product_data: { name: Array.from(description).slice(0, LONGEST_LINE_NAME).join('') },
    },
  };
}

function stripeAmount({ amountMinor, currency }: Money): number {
  const { iso, stripe } = minorUnits(currency);
  if (iso !== stripe) {
    throw new GatewayFailure(
      'refused',
      'stripe_currency_not_offered',
      `Stripe counts ${currency} in other units than ours`
    );
  }
  return amountMinor;
}

/** Stripe refuses the whole checkout for an address it does not like; its page asks for one when we send none. */
function contact<K extends 'email' | 'customer_email'>(field: K, email: string): Partial<Record<K, string>> {
  const plain = /^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/.test(email);
  const sent: Partial<Record<K, string>> = {};
  if (plain) sent[field] = email;
  return sent;
}
