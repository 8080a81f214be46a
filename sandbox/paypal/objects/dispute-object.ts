import { moneyObject } from '../money';
import { linked, type PayPalState } from '../paypal-state';
import type { DisputeRow } from '../records';
import { isoSeconds, known, link } from './links';

const DAYS_TO_ANSWER_MS = 10 * 86_400_000;

export function disputeObject(state: PayPalState, dispute: DisputeRow): object {
  const capture = linked(state.captures, dispute.capture);
  const amount = moneyObject(capture.amount);
  const isOpen = dispute.outcome === null;
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
    status: isOpen ? 'WAITING_FOR_SELLER_RESPONSE' : 'RESOLVED',
    dispute_state: isOpen ? 'REQUIRED_ACTION' : 'RESOLVED',
    dispute_amount: amount,
    dispute_outcome:
      dispute.outcome === null
        ? null
        : known({
            outcome_code: dispute.outcome,
            amount_refunded: dispute.outcome === 'RESOLVED_BUYER_FAVOUR' ? amount : null,
          }),
    dispute_life_cycle_stage: 'CHARGEBACK',
    dispute_channel: 'INTERNAL',
    seller_response_due_date: isOpen ? isoSeconds(dispute.createdAt + DAYS_TO_ANSWER_MS) : null,
    links: [link(`${state.baseUrl}/v1/customer/disputes/${dispute.id}`, 'self')],
  });
}
