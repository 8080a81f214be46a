import type { PayPalState } from '../paypal-state';
import type { PaymentTokenRow, SetupTokenRow, VaultWish } from '../records';
import { known, link } from './links';
import { vaultedWallet } from './payer-object';

export function setupTokenObject(state: PayPalState, token: SetupTokenRow): object {
  const self = `${state.baseUrl}/v3/vault/setup-tokens/${token.id}`;
  const next =
    token.status === 'PAYER_ACTION_REQUIRED'
      ? [link(setupPageUrl(state, token.id), 'approve')]
      : [link(`${state.baseUrl}/v3/vault/payment-tokens`, 'confirm', 'POST')];
  return {
    id: token.id,
    status: token.status,
    customer: { id: token.customer },
    payment_source: {
      paypal: { ...wishObject(token.wish), ...(token.payer !== null && vaultedWallet(token.payer)) },
    },
    links: [...next, link(self, 'self')],
  };
}

export function setupPageUrl(state: PayPalState, id: string): string {
  return `${state.baseUrl}/agreements/approve?approval_session_id=${id}`;
}

export function paymentTokenObject(state: PayPalState, token: PaymentTokenRow): object {
  const self = `${state.baseUrl}/v3/vault/payment-tokens/${token.id}`;
  return {
    id: token.id,
    customer: { id: token.customer },
    payment_source: { paypal: { ...wishObject(token.wish), ...vaultedWallet(token.payer) } },
    links: [link(self, 'self'), link(self, 'delete', 'DELETE')],
  };
}

function wishObject({ description, usageType, usagePattern }: VaultWish): object {
  return known({
    description,
    usage_type: usageType,
    usage_pattern: usagePattern,
    permit_multiple_payment_tokens: false,
    customer_type: 'CONSUMER',
  });
}
