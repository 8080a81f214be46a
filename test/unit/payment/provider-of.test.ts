import { providerOf } from '../../../activities/shared/provider-of';
import { FinalFailure } from '../../../activities/shared/final-failure';
import { PAYMENT_METHODS } from '../../../domain/order/order-kind';
import { providerOfMethod } from '../../../domain/payment/provider-of-method';
import type { PaymentProvider } from '../../../gateways/shared/payment-provider';

const stripe = { name: 'stripe' } as unknown as PaymentProvider;

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof FinalFailure) return error.code;
    throw error;
  }
  return 'found';
}

describe('the provider of a stored name', () => {
  test('is the one that is configured under it', () => {
    expect(providerOf({ providers: { stripe } }, 'stripe')).toBe(stripe);
  });

  test.each(['', 'Stripe', 'klarna', 'toString', '__proto__'])('%j is unknown', (name) => {
    expect(codeOf(() => providerOf({ providers: { stripe } }, name))).toBe('provider_unknown');
  });

  test('may be one that this vendor runs without', () => {
    expect(codeOf(() => providerOf({ providers: { stripe } }, 'paypal'))).toBe('provider_not_configured');
  });
});

test('each method that opens a page has exactly one provider, the others have none', () => {
  const table = PAYMENT_METHODS.map((method) => [method, providerOfMethod(method)]);
  expect(Object.fromEntries(table)).toEqual({
    card: 'stripe',
    paypal: 'paypal',
    offline: null,
    saved: null,
    none: null,
  });
});
