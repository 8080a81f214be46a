import type { PayPalWorld } from './api-call';
import { orderObject } from './objects/order-object';
import { samplePayer, type PayerKind } from './payers';
import { isGone } from './paypal-state';
import type { OrderRow, SetupTokenRow } from './records';

const HOUR_MS = 3_600_000;
/** How long PayPal gives a payer to approve, and the merchant to capture after that. Documented as three hours. */
export const APPROVAL_MS = 3 * HOUR_MS;

export type Approval =
  | { readonly kind: 'approved'; readonly redirectTo: string | null }
  | {
      readonly kind: 'closed';
      readonly status: 'approved' | 'completed' | 'expired';
      readonly redirectTo: string | null;
    };

/** The payer agrees; the money moves when the merchant captures. */
export function approveOrder(world: PayPalWorld, order: OrderRow, payer: PayerKind): Approval {
  const closed = closedOrder(world, order);
  if (closed !== undefined) return closed;
  const { state, events } = world;
  const expiresAt = state.clock.now() + APPROVAL_MS;
  const approved = state.saveOrder({ ...order, status: 'APPROVED', payer, expiresAt });
  events.emit('CHECKOUT.ORDER.APPROVED', orderObject(state, approved));
  return { kind: 'approved', redirectTo: returnAddress(approved) };
}

export function closedOrder({ state }: PayPalWorld, order: OrderRow): Approval | undefined {
  if (isGone(state, order)) return { kind: 'closed', status: 'expired', redirectTo: null };
  if (order.status === 'COMPLETED') return { kind: 'closed', status: 'completed', redirectTo: returnAddress(order) };
  if (order.status === 'APPROVED') return { kind: 'closed', status: 'approved', redirectTo: returnAddress(order) };
  return undefined;
}

/** The payer agrees to be charged later. */
export function approveSetupToken({ state }: PayPalWorld, token: SetupTokenRow, payer: PayerKind): Approval {
  const closed = closedSetupToken(state.clock.now(), token);
  if (closed !== undefined) return closed;
  state.setupTokens.put(token.id, { ...token, status: 'APPROVED', payer });
  return { kind: 'approved', redirectTo: setupReturnAddress(token) };
}

export function closedSetupToken(now: number, token: SetupTokenRow): Approval | undefined {
  const redirectTo = setupReturnAddress(token);
  if (token.status === 'VAULTED') return { kind: 'closed', status: 'completed', redirectTo };
  if (token.expiresAt <= now) return { kind: 'closed', status: 'expired', redirectTo: null };
  return token.status === 'APPROVED' ? { kind: 'closed', status: 'approved', redirectTo } : undefined;
}

/** Where a payer goes who does not want to pay; the order stays as it is. */
export function cancelAddress(row: { readonly id: string; readonly cancelUrl: string | null }): string | null {
  return withQuery(row.cancelUrl, { token: row.id });
}

function returnAddress(order: OrderRow): string | null {
  const payerId = order.payer === null ? '' : samplePayer(order.payer).accountId;
  return withQuery(order.returnUrl, { token: order.id, PayerID: payerId });
}

function setupReturnAddress(token: SetupTokenRow): string | null {
  return withQuery(token.returnUrl, { approval_token_id: token.id, approval_session_id: token.id });
}

function withQuery(address: string | null, query: Readonly<Record<string, string>>): string | null {
  if (address === null) return null;
  const url = new URL(address);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.toString();
}
