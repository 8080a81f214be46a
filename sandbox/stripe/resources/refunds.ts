import { z } from 'zod';
import { readableAmount } from '../amount-rules';
import { pathId, type Operation, type StripeWorld } from '../api-call';
import { ApiError, badParameter } from '../api-error';
import { checkParams, createdRange, expand, integer, isCreatedIn, metadata, pagination, text } from '../form-params';
import { newId } from '../new-id';
import { chargeObject, refundedAmount } from '../objects/charge-object';
import { withholdsMoney } from '../objects/dispute-object';
import { listObject } from '../objects/list-object';
import { refundObject } from '../objects/refund-object';
import type { ChargeRow, RefundRow } from '../records';
import { find, linked } from '../stripe-state';

const createParams = z.strictObject({
  payment_intent: text(100).optional(),
  charge: text(100).optional(),
  amount: integer(1).optional(),
  reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
  metadata: metadata.optional(),
  expand: expand.optional(),
});

export const createRefund: Operation = (world, call) => {
  const { state, events } = world;
  const params = checkParams(createParams, call.input);
  const charge = paidCharge(world, params);
  const left = charge.amount - refundedAmount(state, charge);
  const amount = params.amount ?? left;
  if (left === 0) {
    const message = `Charge ${charge.id} has already been refunded.`;
    throw new ApiError(400, { type: 'invalid_request_error', code: 'charge_already_refunded', message });
  }
  if (amount > left) {
    const said = `(${readableAmount(amount, charge.currency)}) is greater than unrefunded amount on charge`;
    const message = `Refund amount ${said} (${readableAmount(left, charge.currency)})`;
    throw new ApiError(400, { type: 'invalid_request_error', param: 'amount', message });
  }
  if (charge.dispute !== null && withholdsMoney(linked(state.disputes, charge.dispute))) {
    const message = `Charge ${charge.id} has been charged back; cannot issue a refund.`;
    throw new ApiError(400, { type: 'invalid_request_error', code: 'charge_disputed', message });
  }
  const refund: RefundRow = {
    id: newId('re'),
    created: state.clock.nowSeconds(),
    amount,
    currency: charge.currency,
    charge: charge.id,
    paymentIntent: charge.paymentIntent,
    reason: params.reason ?? null,
    metadata: params.metadata ?? {},
    status: 'succeeded',
    failureReason: null,
  };
  const refunded = { ...charge, refunds: [...charge.refunds, refund.id] };
  state.refunds.put(refund.id, refund);
  state.charges.put(charge.id, refunded);
  events.emit('refund.created', refundObject(state, refund));
  events.emit('charge.refunded', chargeObject(state, refunded));
  return refundObject(state, refund);
};

function paidCharge(
  { state }: StripeWorld,
  params: { payment_intent?: string | undefined; charge?: string | undefined }
): ChargeRow {
  if ((params.payment_intent === undefined) === (params.charge === undefined)) {
    throw badParameter(
      'payment_intent',
      'You must provide exactly one of charge or payment_intent.',
      'parameter_missing'
    );
  }
  const ids =
    params.charge === undefined
      ? find(state.paymentIntents, 'payment_intent', params.payment_intent ?? '', 'payment_intent').charges
      : [find(state.charges, 'charge', params.charge, 'charge').id];
  const paid = ids.map((id) => linked(state.charges, id)).find((charge) => charge.failure === null);
  if (paid !== undefined) return paid;
  const message = `This PaymentIntent (${params.payment_intent ?? ''}) does not have a successful charge to refund.`;
  throw new ApiError(400, { type: 'invalid_request_error', param: 'payment_intent', message });
}

export const retrieveRefund: Operation = ({ state }, call) => {
  checkParams(z.strictObject({ expand: expand.optional() }), call.input);
  return refundObject(state, find(state.refunds, 'refund', pathId(call)));
};

const listParams = z.strictObject({
  ...pagination,
  payment_intent: text(100).optional(),
  charge: text(100).optional(),
  created: createdRange.optional(),
});

export const listRefunds: Operation = ({ state }, call) => {
  const params = checkParams(listParams, call.input);
  const rows = state.refunds.all().filter((refund) => {
    const intentFits = params.payment_intent === undefined || refund.paymentIntent === params.payment_intent;
    return (
      isCreatedIn(refund, params.created) &&
      intentFits &&
      (params.charge === undefined || refund.charge === params.charge)
    );
  });
  return listObject('/v1/refunds', rows, params, (row) => refundObject(state, row));
};

/** The bank sends a refund back after Stripe had called it succeeded. */
export function failRefund({ state, events }: StripeWorld, id: string): object {
  const refund = {
    ...find(state.refunds, 'refund', id),
    status: 'failed' as const,
    failureReason: 'expired_or_canceled_card',
  };
  state.refunds.put(id, refund);
  const object = refundObject(state, refund);
  events.emit('refund.updated', object);
  events.emit('refund.failed', object);
  return object;
}
