import { z } from 'zod';
import { pathId, type Operation } from '../api-call';
import { ApiError } from '../api-error';
import { checkParams, expand, pagination, text } from '../form-params';
import { listObject } from '../objects/list-object';
import { paymentMethodObject } from '../objects/payment-method-object';
import { setupIntentObject } from '../objects/setup-intent-object';
import { find } from '../stripe-state';

const onlyExpand = z.strictObject({ expand: expand.optional() });

export const retrievePaymentMethod: Operation = ({ state }, call) => {
  checkParams(onlyExpand, call.input);
  return paymentMethodObject(find(state.paymentMethods, 'PaymentMethod', pathId(call)));
};

export const detachPaymentMethod: Operation = ({ state, events }, call) => {
  checkParams(onlyExpand, call.input);
  const row = find(state.paymentMethods, 'PaymentMethod', pathId(call));
  if (row.customer === null) {
    const message = 'The payment method you provided is not attached to a customer so detachment is impossible.';
    throw new ApiError(400, { type: 'invalid_request_error', message });
  }
  const detached = { ...row, customer: null };
  state.paymentMethods.put(row.id, detached);
  const object = paymentMethodObject(detached);
  events.emit('payment_method.detached', object);
  return object;
};

const listParams = z.strictObject({ ...pagination, customer: text(100), type: z.literal('card').optional() });

export const listPaymentMethods: Operation = ({ state }, call) => {
  const params = checkParams(listParams, call.input);
  find(state.customers, 'customer', params.customer, 'customer');
  const rows = state.paymentMethods.all().filter((method) => method.customer === params.customer);
  return listObject('/v1/payment_methods', rows, params, paymentMethodObject);
};

export const retrieveSetupIntent: Operation = ({ state }, call) => {
  checkParams(onlyExpand, call.input);
  return setupIntentObject(state, find(state.setupIntents, 'setupintent', pathId(call)));
};
