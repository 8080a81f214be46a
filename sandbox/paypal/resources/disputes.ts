import { pathId, type ApiCall, type PayPalWorld } from '../api-call';
import { ApiError } from '../api-error';
import { disputeObject } from '../objects/dispute-object';
import { paypalId } from '../paypal-id';
import { find, linked } from '../paypal-state';
import type { DisputeRow } from '../records';
import { reverseCapture } from './refunds';

export function readDispute({ state }: PayPalWorld, call: ApiCall): object {
  return disputeObject(state, find(state.disputes, pathId(call)));
}

/** The payer complains to PayPal about a payment. */
export function openDispute({ state, events }: PayPalWorld, captureId: string, reason: string): object {
  const capture = find(state.captures, captureId);
  if (capture.status !== 'COMPLETED' || capture.dispute !== null) {
    const description = 'Only a completed capture without a dispute can be disputed.';
    throw new ApiError(422, { issue: 'CAPTURE_NOT_DISPUTABLE', description });
  }
  const now = state.clock.now();
  const id = `PP-R-${paypalId(8)}`;
  const dispute: DisputeRow = { id, capture: captureId, createdAt: now, updatedAt: now, reason, outcome: null };
  state.disputes.put(id, dispute);
  state.saveCapture({ ...capture, dispute: id });
  events.emit('CUSTOMER.DISPUTE.CREATED', disputeObject(state, dispute));
  return disputeObject(state, dispute);
}

/** PayPal decides; for the buyer it takes the money back at once. */
export function closeDispute(world: PayPalWorld, id: string, outcome: 'won' | 'lost'): object {
  const { state, events } = world;
  const open = find(state.disputes, id);
  if (open.outcome !== null)
    throw new ApiError(422, { issue: 'DISPUTE_RESOLVED', description: `This dispute is ${open.outcome} already.` });
  const dispute: DisputeRow = {
    ...open,
    updatedAt: state.clock.now(),
    outcome: outcome === 'won' ? 'RESOLVED_SELLER_FAVOUR' : 'RESOLVED_BUYER_FAVOUR',
  };
  if (outcome === 'lost') reverseCapture(world, linked(state.captures, open.capture));
  state.disputes.put(id, dispute);
  events.emit('CUSTOMER.DISPUTE.RESOLVED', disputeObject(state, dispute));
  return disputeObject(state, dispute);
}
