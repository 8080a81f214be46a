import { moneyObject } from '../money';
import { linked, type PayPalState } from '../paypal-state';
import type { DisputeRow } from '../records';
import { isoSeconds, known, link } from './links';

const DAYS_TO_ANSWER_MS = 10 * 86_400_000;

export function disputeObject(state: PayPalState, dispute: DisputeRow): object {
  const capture = linked(state.captures, dispute.capture);
  const amount = moneyObject(capture.amount);
  const isWaiting = dispute.outcome === null && !dispute.isAnswered;
  return known({
    dispute_id: dispute.id,
    create_time: isoSeconds(dispute.createdAt),
    update_time: isoSeconds(dispute.updatedAt),
    disputed_transactions: [
      known({
        seller_transaction_id: capture.id,
        create_time: isoSeconds(capture.createdAt),
        transaction_status: 'COMPLETED',
        gross_amount: amount,
        invoice_number: capture.invoiceId,
        custom: capture.customId,
      }),
    ],
    reason: dispute.reason,
    ...standing(dispute),
    dispute_amount: amount,
    dispute_outcome:
      dispute.outcome === null
        ? null
        : known({
            outcome_code: dispute.outcome,
            amount_refunded: dispute.outcome === 'RESOLVED_BUYER_FAVOUR' ? amount : null,
          }),
    dispute_life_cycle_stage: dispute.stage,
    dispute_channel: 'INTERNAL',
    seller_response_due_date: isWaiting ? isoSeconds(dispute.createdAt + DAYS_TO_ANSWER_MS) : null,
    links: [link(`${state.baseUrl}/v1/customer/disputes/${dispute.id}`, 'self')],
  });
}

/** What the list says of a dispute: how it ended stands in the dispute itself. */
export function disputeSummary(state: PayPalState, dispute: DisputeRow): object {
  const fields = Object.entries(disputeObject(state, dispute));
  return Object.fromEntries(fields.filter(([name]) => name !== 'dispute_outcome'));
}

function standing({ outcome, isAnswered }: DisputeRow): { status: string; dispute_state: string } {
  if (outcome !== null) return { status: 'RESOLVED', dispute_state: 'RESOLVED' };
  if (isAnswered) return { status: 'UNDER_REVIEW', dispute_state: 'UNDER_PAYPAL_REVIEW' };
  return { status: 'WAITING_FOR_SELLER_RESPONSE', dispute_state: 'REQUIRED_ACTION' };
}
