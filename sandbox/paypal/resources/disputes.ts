import { pathId, type ApiCall, type PayPalWorld } from '../api-call';
import { ApiError } from '../api-error';
import { returnedMinor } from '../objects/capture-object';
import { disputeObject, disputeSummary } from '../objects/dispute-object';
import { link } from '../objects/links';
import { paypalId } from '../paypal-id';
import { find, linked } from '../paypal-state';
import type { DisputeRow } from '../records';
import { reverseCapture } from './refunds';

export function readDispute({ state }: PayPalWorld, call: ApiCall): object {
  return disputeObject(state, find(state.disputes, pathId(call)));
}

const PAGE_SIZES = { least: 1, usual: 10, most: 50 };

/** Newest first; the token of the next page is the place where it begins. */
export function listDisputes({ state }: PayPalWorld, { query }: ApiCall): object {
  const capture = query['disputed_transaction_id'];
  const size = Number(query['page_size'] ?? PAGE_SIZES.usual);
  const from = Number(query['next_page_token'] ?? 0);
  if (!Number.isInteger(size) || size < PAGE_SIZES.least || size > PAGE_SIZES.most || !Number.isInteger(from))
    throw new ApiError(400, { issue: 'INVALID_PARAMETER_VALUE', description: 'page_size is 1 to 50.' });
  const rows = state.disputes
    .all()
    .filter((dispute) => capture === undefined || dispute.capture === capture)
    .reverse();
  const address = `${state.baseUrl}/v1/customer/disputes?page_size=${size}&next_page_token=${from + size}`;
  return {
    items: rows.slice(from, from + size).map((dispute) => disputeSummary(state, dispute)),
    links: from + size < rows.length ? [link(`${address}&disputed_transaction_id=${String(capture)}`, 'next')] : [],
  };
}

/** The payer complains to PayPal about a payment. */
export function openDispute(
  { state, events }: PayPalWorld,
  { captureId, reason, stage }: { captureId: string; reason: string; stage: DisputeRow['stage'] }
): object {
  const capture = find(state.captures, captureId);
  if (capture.status !== 'COMPLETED' || capture.dispute !== null) {
    const description = 'Only a completed capture without a dispute can be disputed.';
    throw new ApiError(422, { issue: 'CAPTURE_NOT_DISPUTABLE', description });
  }
  const now = state.clock.now();
  const id = `PP-R-${paypalId(8)}`;
  const dispute: DisputeRow = {
    id,
    capture: captureId,
    createdAt: now,
    updatedAt: now,
    reason,
    stage,
    isAnswered: false,
    outcome: null,
  };
  state.disputes.put(id, dispute);
  state.saveCapture({ ...capture, dispute: id });
  events.emit('CUSTOMER.DISPUTE.CREATED', disputeObject(state, dispute));
  return disputeObject(state, dispute);
}

/** The merchant has answered, or one side has asked PayPal to decide. */
export function advanceDispute({ state, events }: PayPalWorld, id: string): object {
  const before = undecided(find(state.disputes, id));
  const isInquiry = before.stage === 'INQUIRY';
  const change = isInquiry ? { stage: 'CHARGEBACK' as const } : { isAnswered: true };
  const dispute: DisputeRow = { ...before, ...change, updatedAt: state.clock.now() };
  state.disputes.put(id, dispute);
  events.emit('CUSTOMER.DISPUTE.UPDATED', disputeObject(state, dispute));
  return disputeObject(state, dispute);
}

/** PayPal decides; for the buyer it takes the money back at once. What never reached it is called off by the buyer. */
export function closeDispute(world: PayPalWorld, id: string, decided: 'won' | 'lost'): object {
  const { state, events } = world;
  const before = undecided(find(state.disputes, id));
  const favour = decided === 'won' ? 'RESOLVED_SELLER_FAVOUR' : 'RESOLVED_BUYER_FAVOUR';
  const outcome = before.stage === 'INQUIRY' ? 'CANCELED_BY_BUYER' : favour;
  const dispute: DisputeRow = { ...before, updatedAt: state.clock.now(), outcome };
  const capture = linked(state.captures, before.capture);
  if (outcome === 'RESOLVED_BUYER_FAVOUR' && capture.amount.minor > returnedMinor(state, capture))
    reverseCapture(world, capture);
  state.disputes.put(id, dispute);
  events.emit('CUSTOMER.DISPUTE.RESOLVED', disputeObject(state, dispute));
  return disputeObject(state, dispute);
}

function undecided(dispute: DisputeRow): DisputeRow {
  if (dispute.outcome === null) return dispute;
  throw new ApiError(422, { issue: 'DISPUTE_RESOLVED', description: `This dispute is ${dispute.outcome} already.` });
}
