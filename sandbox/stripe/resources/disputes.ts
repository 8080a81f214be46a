import { z } from 'zod';
import { pathId, type Operation, type StripeWorld } from '../api-call';
import { ApiError } from '../api-error';
import { checkParams, expand, pagination, text } from '../form-params';
import { newId } from '../new-id';
import { disputeObject } from '../objects/dispute-object';
import { listObject } from '../objects/list-object';
import type { DisputeRow } from '../records';
import { find, linked } from '../stripe-state';

export const retrieveDispute: Operation = ({ state }, call) => {
  checkParams(z.strictObject({ expand: expand.optional() }), call.input);
  return disputeObject(find(state.disputes, 'dispute', pathId(call)));
};

const listParams = z.strictObject({
  ...pagination,
  payment_intent: text(100).optional(),
  charge: text(100).optional(),
});

export const listDisputes: Operation = ({ state }, call) => {
  const params = checkParams(listParams, call.input);
  const rows = state.disputes.all().filter((dispute) => {
    const intentFits = params.payment_intent === undefined || dispute.paymentIntent === params.payment_intent;
    return intentFits && (params.charge === undefined || dispute.charge === params.charge);
  });
  return listObject('/v1/disputes', rows, params, disputeObject);
};

/** The cardholder goes to the bank: the amount is withdrawn at once. */
export function openDispute({ state, events }: StripeWorld, paymentIntent: string, reason: string): object {
  const intent = find(state.paymentIntents, 'payment_intent', paymentIntent, 'paymentIntent');
  const charge = intent.charges.map((id) => linked(state.charges, id)).find((row) => row.failure === null);
  if (charge === undefined || charge.dispute !== null) {
    const message = 'Only a paid charge without a dispute can be disputed.';
    throw new ApiError(400, { type: 'invalid_request_error', message });
  }
  const dispute: DisputeRow = {
    id: newId('dp'),
    created: state.clock.nowSeconds(),
    amount: charge.amount,
    currency: charge.currency,
    charge: charge.id,
    paymentIntent,
    reason,
    status: 'needs_response',
  };
  state.disputes.put(dispute.id, dispute);
  state.charges.put(charge.id, { ...charge, dispute: dispute.id });
  events.emit('charge.dispute.created', disputeObject(dispute));
  events.emit('charge.dispute.funds_withdrawn', disputeObject(dispute));
  return disputeObject(dispute);
}

export function closeDispute({ state, events }: StripeWorld, id: string, status: 'won' | 'lost'): object {
  const open = find(state.disputes, 'dispute', id);
  if (open.status !== 'needs_response') {
    throw new ApiError(400, { type: 'invalid_request_error', message: `This dispute is ${open.status} already.` });
  }
  const dispute = { ...open, status };
  state.disputes.put(id, dispute);
  events.emit('charge.dispute.closed', disputeObject(dispute));
  if (status === 'won') events.emit('charge.dispute.funds_reinstated', disputeObject(dispute));
  return disputeObject(dispute);
}
