import type { PayPalWorld } from './api-call';
import { paymentTokenObject } from './objects/vault-objects';
import type { PayerKind } from './payers';
import { paypalId } from './paypal-id';
import type { PaymentTokenRow, VaultWish } from './records';

export function savePaymentToken(
  { state, events }: PayPalWorld,
  saved: { payer: PayerKind; wish: VaultWish; customer: string | null }
): PaymentTokenRow {
  const token: PaymentTokenRow = {
    id: paypalId().toLowerCase(),
    createdAt: state.clock.now(),
    customer: saved.customer ?? paypalId(10),
    payer: saved.payer,
    wish: saved.wish,
    isDeleted: false,
  };
  state.paymentTokens.put(token.id, token);
  events.emit('VAULT.PAYMENT-TOKEN.CREATED', paymentTokenObject(state, token));
  return token;
}

/** The payer or the merchant ends the agreement. A token that is gone already stays gone without a word. */
export function deletePaymentToken({ state, events }: PayPalWorld, id: string): void {
  const token = state.paymentTokens.get(id);
  if (token === undefined || token.isDeleted) return;
  state.paymentTokens.put(id, { ...token, isDeleted: true });
  events.emit('VAULT.PAYMENT-TOKEN.DELETED', paymentTokenObject(state, token));
}
