import { z } from 'zod';
import { checkAmount, checkCurrency } from '../amount-rules';
import { pathId, type Operation, type StripeWorld } from '../api-call';
import { ApiError } from '../api-error';
import { chargeCard } from '../charge-card';
import {
  checkParams,
  createdRange,
  expand,
  flag,
  integer,
  isCreatedIn,
  metadata,
  pagination,
  text,
  webAddress,
} from '../form-params';
import { newId } from '../new-id';
import { listObject } from '../objects/list-object';
import { lastPaymentError, paymentIntentObject } from '../objects/payment-intent-object';
import type { PaymentIntentRow } from '../records';
import { find } from '../stripe-state';

const offSession = z.union([flag, z.enum(['one_off', 'recurring']).transform(() => true)]);

const createParams = z.strictObject({
  amount: integer(0),
  currency: text(3),
  customer: text(100).optional(),
  description: text(1000).optional(),
  metadata: metadata.optional(),
  payment_method: text(100).optional(),
  allowed_payment_method_types: z.array(z.literal('card')).min(1).optional(),
  setup_future_usage: z.enum(['off_session', 'on_session']).optional(),
  confirm: flag.optional(),
  off_session: offSession.optional(),
  return_url: webAddress().optional(),
  expand: expand.optional(),
});

export const createPaymentIntent: Operation = (world, call) => {
  const { state } = world;
  const params = checkParams(createParams, call.input);
  const currency = checkCurrency(params.currency, 'currency');
  checkAmount(params.amount, currency, 'amount');
  if (params.customer !== undefined) find(state.customers, 'customer', params.customer, 'customer');
  if (params.payment_method !== undefined)
    find(state.paymentMethods, 'payment_method', params.payment_method, 'payment_method');
  const id = newId('pi');
  const row = state.saveIntent({
    ...newIntent(id, state.clock.nowSeconds()),
    amount: params.amount,
    currency,
    customer: params.customer ?? null,
    description: params.description ?? null,
    metadata: params.metadata ?? {},
    setupFutureUsage: params.setup_future_usage ?? null,
    status: params.payment_method === undefined ? 'requires_payment_method' : 'requires_confirmation',
    paymentMethod: params.payment_method ?? null,
    returnUrl: params.return_url ?? null,
  });
  if (params.confirm !== true) return paymentIntentObject(state, row);
  return confirm(world, row, { offSession: params.off_session === true });
};

/** An intent without amount, payer or story; `amount` and `currency` are always overwritten. */
export function newIntent(id: string, created: number): PaymentIntentRow {
  return {
    id,
    created,
    secret: `${id}_secret_${newId('s').slice(2)}`,
    amount: 0,
    currency: '',
    customer: null,
    description: null,
    metadata: {},
    setupFutureUsage: null,
    status: 'requires_payment_method',
    paymentMethod: null,
    lastError: null,
    charges: [],
    session: null,
    returnUrl: null,
    canceledAt: null,
    cancellationReason: null,
  };
}

export const retrievePaymentIntent: Operation = ({ state }, call) => {
  checkParams(z.strictObject({ expand: expand.optional() }), call.input);
  return paymentIntentObject(state, find(state.paymentIntents, 'payment_intent', pathId(call)));
};

const confirmParams = z.strictObject({
  payment_method: text(100).optional(),
  off_session: offSession.optional(),
  return_url: webAddress().optional(),
  expand: expand.optional(),
});

export const confirmPaymentIntent: Operation = (world, call) => {
  const params = checkParams(confirmParams, call.input);
  const row = find(world.state.paymentIntents, 'payment_intent', pathId(call));
  refuseCheckoutIntent(row, 'confirm');
  const method = params.payment_method ?? row.paymentMethod;
  const changed = { ...row, paymentMethod: method, returnUrl: params.return_url ?? row.returnUrl };
  return confirm(world, changed, { offSession: params.off_session === true });
};

function confirm(world: StripeWorld, row: PaymentIntentRow, how: { offSession: boolean }): object {
  const { state } = world;
  if (row.status === 'succeeded' || row.status === 'canceled') throw unexpectedState(world, row, 'confirm');
  if (row.paymentMethod === null) {
    const message = 'You cannot confirm this PaymentIntent because it is missing a payment method.';
    throw new ApiError(400, {
      type: 'invalid_request_error',
      code: 'payment_intent_unexpected_state',
      message,
      payment_intent: paymentIntentObject(state, row),
    });
  }
  const method = find(state.paymentMethods, 'payment_method', row.paymentMethod, 'payment_method');
  if (method.customer === null || method.customer !== row.customer) {
    const message = 'The provided PaymentMethod does not belong to the Customer of this PaymentIntent.';
    throw new ApiError(400, { type: 'invalid_request_error', param: 'payment_method', message });
  }
  const after = chargeCard(world, { intent: row, method, authentication: how.offSession ? 'impossible' : 'not-asked' });
  if (after.lastError === null) return paymentIntentObject(state, after);
  const { charge, code, declineCode, message } = after.lastError;
  throw new ApiError(402, {
    type: 'card_error',
    code,
    message,
    ...(charge !== null && { charge }),
    ...(declineCode !== null && { decline_code: declineCode }),
    payment_intent: paymentIntentObject(state, after),
    payment_method: lastPaymentError(state, after.lastError).payment_method ?? {},
  });
}

const cancelParams = z.strictObject({
  cancellation_reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer', 'abandoned']).optional(),
  expand: expand.optional(),
});

export const cancelPaymentIntent: Operation = (world, call) => {
  const { state, events } = world;
  const params = checkParams(cancelParams, call.input);
  const row = find(state.paymentIntents, 'payment_intent', pathId(call));
  refuseCheckoutIntent(row, 'cancel');
  if (row.status === 'succeeded' || row.status === 'canceled') throw unexpectedState(world, row, 'cancel');
  const canceled = state.saveIntent({
    ...row,
    status: 'canceled',
    canceledAt: state.clock.nowSeconds(),
    cancellationReason: params.cancellation_reason ?? null,
  });
  const object = paymentIntentObject(state, canceled);
  events.emit('payment_intent.canceled', object);
  return object;
};

const listParams = z.strictObject({ ...pagination, customer: text(100).optional(), created: createdRange.optional() });

export const listPaymentIntents: Operation = ({ state }, call) => {
  const params = checkParams(listParams, call.input);
  const rows = state.paymentIntents.all().filter((row) => {
    return isCreatedIn(row, params.created) && (params.customer === undefined || row.customer === params.customer);
  });
  return listObject('/v1/payment_intents', rows, params, (row) => paymentIntentObject(state, row));
};

function refuseCheckoutIntent(row: PaymentIntentRow, verb: string): void {
  if (row.session === null) return;
  const message = `You cannot ${verb} this PaymentIntent because it was created by Checkout. Expire the Checkout Session instead.`;
  throw new ApiError(400, { type: 'invalid_request_error', message });
}

function unexpectedState({ state }: StripeWorld, row: PaymentIntentRow, verb: string): ApiError {
  return new ApiError(400, {
    type: 'invalid_request_error',
    code: 'payment_intent_unexpected_state',
    message: `You cannot ${verb} this PaymentIntent because it has a status of ${row.status}.`,
    payment_intent: paymentIntentObject(state, row),
  });
}
