import { html } from '../../http/page';
import { cancelAddress } from '../approve';
import { readableMoney } from '../money';
import type { OrderRow, SetupTokenRow } from '../records';
import type { Approvable } from './approve-page';

export function describeOrder(order: OrderRow): Approvable {
  const total = readableMoney(order.amount);
  return {
    heading: 'Pay Purser with PayPal',
    summary: [
      html`<p class="total">${total}</p>`,
      ...(order.description === null ? [] : [html`<p>${order.description}</p>`]),
      ...(order.invoiceId === null ? [] : [html`<p class="soft">Invoice ${order.invoiceId}</p>`]),
      ...(order.vault === null
        ? []
        : [html`<p class="soft">This account will be kept for future payments, as you agreed.</p>`]),
    ],
    action: `/checkoutnow?token=${order.id}`,
    verb: order.payNow ? 'Pay now' : 'Continue',
    expiresAt: order.expiresAt,
    cancelTo: cancelAddress(order),
  };
}

export function describeSetup(token: SetupTokenRow): Approvable {
  return {
    heading: 'Save your PayPal account with Purser',
    summary: [
      html`<p class="soft">Nothing is charged now. The account is kept for later payments.</p>`,
      ...(token.wish.description === null ? [] : [html`<p>${token.wish.description}</p>`]),
    ],
    action: `/agreements/approve?approval_session_id=${token.id}`,
    verb: 'Agree',
    expiresAt: token.expiresAt,
    cancelTo: cancelAddress(token),
  };
}
