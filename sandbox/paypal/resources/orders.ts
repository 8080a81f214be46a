import { pathId, type ApiCall, type PayPalWorld } from '../api-call';
import { badRequest, unprocessable } from '../api-error';
import { APPROVAL_MS } from '../approve';
import { orderObject } from '../objects/order-object';
import { paypalId } from '../paypal-id';
import { findOrder } from '../paypal-state';
import { readBody } from '../read-body';
import type { OrderRow, Subject, VaultWish } from '../records';
import { takePayment, type PaymentSource } from '../take-payment';
import { captureRequest, checkedAmount, orderRequest, type PurchaseUnit, type WalletRequest } from './order-request';

export function createOrder(world: PayPalWorld, call: ApiCall): Subject {
  const asked = readBody(orderRequest, call.body);
  const wallet = asked.payment_source?.paypal;
  if (asked.intent !== 'CAPTURE') throw unprocessable('UNSUPPORTED_INTENT', '/intent');
  if (wallet !== undefined && call.requestId === null)
    throw badRequest('PAYPAL_REQUEST_ID_REQUIRED', '/payment_source');
  const unit = asked.purchase_units[0];
  if (unit === undefined) throw badRequest('MISSING_REQUIRED_PARAMETER', '/purchase_units/0');
  const order = newOrder(world, unit, wallet);
  if (wallet?.vault_id === undefined) world.state.saveOrder(order);
  else takePayment(world, order, savedAccount(world, wallet.vault_id));
  return { kind: 'order', id: order.id };
}

function newOrder({ state }: PayPalWorld, unit: PurchaseUnit, wallet: WalletRequest | undefined): OrderRow {
  const now = state.clock.now();
  const experience = wallet?.experience_context;
  return {
    id: paypalId(),
    createdAt: now,
    updatedAt: now,
    expiresAt: now + APPROVAL_MS,
    status: wallet === undefined ? 'CREATED' : 'PAYER_ACTION_REQUIRED',
    amount: checkedAmount(unit),
    unit,
    customId: unit.custom_id ?? null,
    invoiceId: unit.invoice_id ?? null,
    description: unit.description ?? null,
    hasSource: wallet !== undefined,
    returnUrl: experience?.return_url ?? null,
    cancelUrl: experience?.cancel_url ?? null,
    payNow: experience?.user_action === 'PAY_NOW',
    vault: vaultWish(wallet),
    storedCredential: wallet?.stored_credential ?? null,
    payer: null,
    capture: null,
    paymentToken: null,
  };
}

function vaultWish(wallet: WalletRequest | undefined): VaultWish | null {
  const vault = wallet?.attributes?.vault;
  if (vault?.store_in_vault === undefined) return null;
  return {
    customer: wallet?.attributes?.customer?.id ?? null,
    description: vault.description ?? null,
    usageType: vault.usage_type,
    usagePattern: vault.usage_pattern ?? null,
  };
}

export function readOrder({ state }: PayPalWorld, call: ApiCall): object {
  return orderObject(state, findOrder(state, pathId(call)));
}

/** Of an approved order, or of any open one when a saved account is named. */
export function captureOrder(world: PayPalWorld, call: ApiCall): Subject {
  const wallet = readBody(captureRequest, call.body).payment_source?.paypal;
  const order = findOrder(world.state, pathId(call));
  if (order.status === 'COMPLETED') throw unprocessable('ORDER_ALREADY_CAPTURED');
  if (wallet !== undefined) {
    const storedCredential = wallet.stored_credential ?? null;
    takePayment(world, { ...order, storedCredential }, savedAccount(world, wallet.vault_id));
  } else captureApproved(world, order);
  return { kind: 'order', id: order.id };
}

export function captureApproved(world: PayPalWorld, order: OrderRow): OrderRow {
  if (order.status === 'COMPLETED') throw unprocessable('ORDER_ALREADY_CAPTURED');
  if (order.status !== 'APPROVED' || order.payer === null) throw unprocessable('ORDER_NOT_APPROVED');
  return takePayment(world, order, { payer: order.payer, vaultId: null });
}

function savedAccount({ state }: PayPalWorld, vaultId: string): PaymentSource {
  const token = state.paymentTokens.get(vaultId);
  if (token === undefined || token.isDeleted)
    throw unprocessable('TOKEN_ID_NOT_FOUND', '/payment_source/paypal/vault_id');
  return { payer: token.payer, vaultId };
}
