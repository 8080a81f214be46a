import { z } from 'zod';
import { pathId, type Operation, type StripeWorld } from '../api-call';
import { ApiError } from '../api-error';
import { checkParams, createdRange, expand, isCreatedIn, pagination, text } from '../form-params';
import { newId } from '../new-id';
import { refundedAmount } from '../objects/charge-object';
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
  created: createdRange.optional(),
});

export const listDisputes: Operation = ({ state }, call) => {
  const params = checkParams(listParams, call.input);
  const rows = state.disputes.all().filter((dispute) => {
    const intentFits = params.payment_intent === undefined || dispute.paymentIntent === params.payment_intent;
    return (
      isCreatedIn(dispute, params.created) &&
      intentFits &&
      (params.charge === undefined || dispute.charge === params.charge)
    );
  });
  return listObject('/v1/disputes', rows, params, disputeObject);
};

/** The cardholder goes to the bank: the amount is withdrawn at once, unless the bank only asks. */
export function openDispute(
  world: StripeWorld,
  { paymentIntent, reason, isInquiry }: { paymentIntent: string; reason: string; isInquiry: boolean }
): object {
  const { state, events } = world;
  const intent = find(state.paymentIntents, 'payment_intent', paymentIntent, 'paymentIntent');
  const charge = intent.charges.map((id) => linked(state.charges, id)).find((row) => row.failure === null);
  if (charge === undefined || charge.dispute !== null)
    throw refusal('Only a paid charge without a dispute can be disputed.');
  const left = charge.amount - refundedAmount(state, charge);
  const dispute: DisputeRow = {
    id: newId('dp'),
    created: state.clock.nowSeconds(),
    amount: left === 0 ? charge.amount : left,
    currency: charge.currency,
    charge: charge.id,
    paymentIntent,
    reason,
    status: isInquiry ? 'warning_needs_response' : 'needs_response',
  };
  state.disputes.put(dispute.id, dispute);
  state.charges.put(charge.id, { ...charge, dispute: dispute.id });
  events.emit('charge.dispute.created', disputeObject(dispute));
  if (!isInquiry) events.emit('charge.dispute.funds_withdrawn', disputeObject(dispute));
  return disputeObject(dispute);
}

const NEXT: Readonly<Partial<Record<DisputeRow['status'], DisputeRow['status']>>> = {
  warning_needs_response: 'needs_response',
  needs_response: 'under_review',
};

/** The merchant has answered, or the bank has made a dispute of its question. */
export function advanceDispute({ state, events }: StripeWorld, id: string): object {
  const before = find(state.disputes, 'dispute', id);
  const status = NEXT[before.status];
  if (status === undefined) throw refusal(`This dispute is ${before.status} already.`);
  const dispute: DisputeRow = { ...before, status };
  state.disputes.put(id, dispute);
  events.emit('charge.dispute.updated', disputeObject(dispute));
  if (status === 'needs_response') events.emit('charge.dispute.funds_withdrawn', disputeObject(dispute));
  return disputeObject(dispute);
}

/** The bank decides; a question that became no dispute is closed. */
export function closeDispute({ state, events }: StripeWorld, id: string, decided: 'won' | 'lost'): object {
  const before = find(state.disputes, 'dispute', id);
  if (before.status === 'won' || before.status === 'lost' || before.status === 'warning_closed')
    throw refusal(`This dispute is ${before.status} already.`);
  const status = before.status === 'warning_needs_response' ? 'warning_closed' : decided;
  const dispute: DisputeRow = { ...before, status };
  state.disputes.put(id, dispute);
  events.emit('charge.dispute.closed', disputeObject(dispute));
  if (status === 'won') events.emit('charge.dispute.funds_reinstated', disputeObject(dispute));
  return disputeObject(dispute);
}

function refusal(message: string): ApiError {
  return new ApiError(400, { type: 'invalid_request_error', message });
}
