import { moneyObject } from '../money';
import { linked, type PayPalState } from '../paypal-state';
import type { OrderRow } from '../records';
import { captureObject } from './capture-object';
import { isoSeconds, known, link, type Link } from './links';
import { payerObject, walletObject } from './payer-object';
import { refundObject } from './refund-object';

export function minimalOrder(state: PayPalState, order: OrderRow): object {
  return { id: order.id, status: order.status, links: orderLinks(state, order) };
}

export function orderObject(state: PayPalState, order: OrderRow): object {
  return known({
    id: order.id,
    intent: 'CAPTURE',
    status: order.status,
    payment_source: order.hasSource || order.payer !== null ? { paypal: sourceObject(state, order) } : null,
    purchase_units: [unitObject(state, order)],
    payer: order.payer === null ? null : payerObject(order.payer),
    create_time: isoSeconds(order.createdAt),
    update_time: isoSeconds(order.updatedAt),
    links: orderLinks(state, order),
  });
}

export function payPageUrl(state: PayPalState, orderId: string): string {
  return `${state.baseUrl}/checkoutnow?token=${orderId}`;
}

function orderLinks(state: PayPalState, order: OrderRow): Link[] {
  const self = `${state.baseUrl}/v2/checkout/orders/${order.id}`;
  const page = payPageUrl(state, order.id);
  switch (order.status) {
    case 'CREATED':
      return [link(self, 'self'), link(page, 'approve'), link(`${self}/capture`, 'capture', 'POST')];
    case 'PAYER_ACTION_REQUIRED':
      return [link(self, 'self'), link(page, 'payer-action')];
    case 'APPROVED':
      return [link(self, 'self'), link(`${self}/capture`, 'capture', 'POST')];
    default:
      return [link(self, 'self')];
  }
}

function sourceObject(state: PayPalState, order: OrderRow): object {
  if (order.payer === null) return {};
  const vault = vaultObject(state, order);
  return known({
    ...walletObject(order.payer),
    attributes: vault === undefined ? null : { vault },
    stored_credential: order.storedCredential,
  });
}

/** While the payment is pending the wallet is only approved for saving, and has no id yet. */
function vaultObject(state: PayPalState, order: OrderRow): object | undefined {
  if (order.paymentToken !== null) {
    const token = linked(state.paymentTokens, order.paymentToken);
    const self = `${state.baseUrl}/v3/vault/payment-tokens/${token.id}`;
    const links = [link(self, 'self'), link(self, 'delete', 'DELETE')];
    return { id: token.id, status: 'VAULTED', customer: { id: token.customer }, links };
  }
  if (order.vault === null || order.capture === null) return undefined;
  return linked(state.captures, order.capture).status === 'PENDING' ? { status: 'APPROVED' } : undefined;
}

function unitObject(state: PayPalState, order: OrderRow): object {
  const capture = order.capture === null ? undefined : linked(state.captures, order.capture);
  const unit = { reference_id: 'default', ...order.unit, amount: { ...amountOf(order), ...moneyObject(order.amount) } };
  if (capture === undefined) return unit;
  const refunds = capture.refunds.map((id) => refundObject(state, linked(state.refunds, id)));
  const captures = [captureObject(state, capture)];
  return { ...unit, payments: { captures, ...(refunds.length > 0 && { refunds }) } };
}

function amountOf(order: OrderRow): object {
  const amount = order.unit['amount'];
  return typeof amount === 'object' && amount !== null ? amount : {};
}
