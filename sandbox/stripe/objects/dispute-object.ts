import type Stripe from 'stripe';
import type { DisputeRow } from '../records';

const SEVEN_DAYS_S = 7 * 86_400;

const INQUIRIES: readonly DisputeRow['status'][] = ['warning_needs_response', 'warning_closed'];

/** The bank has taken the amount from the merchant, for now or for good. */
export function withholdsMoney({ status }: DisputeRow): boolean {
  return status === 'needs_response' || status === 'under_review' || status === 'lost';
}

export function disputeObject(row: DisputeRow): Stripe.Dispute {
  return {
    id: row.id,
    object: 'dispute',
    amount: row.amount,
    balance_transactions: [],
    charge: row.charge,
    created: row.created,
    currency: row.currency,
    enhanced_eligibility_types: [],
    evidence: noEvidence,
    evidence_details: {
      due_by: row.created + SEVEN_DAYS_S,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'manual',
    },
    intended_submission_method: 'manual',
    is_charge_refundable: INQUIRIES.includes(row.status),
    livemode: false,
    metadata: {},
    network_reason_code: '10',
    payment_intent: row.paymentIntent,
    payment_method_details: {
      type: 'card',
      card: {
        brand: 'visa',
        case_type: INQUIRIES.includes(row.status) ? 'inquiry' : 'chargeback',
        network: 'visa',
        network_reason_code: '10',
      },
    },
    reason: row.reason,
    status: row.status,
  };
}

/** The stand-in takes no evidence. */
const noEvidence: Stripe.Dispute.Evidence = {
  access_activity_log: null,
  billing_address: null,
  cancellation_policy: null,
  cancellation_policy_disclosure: null,
  cancellation_rebuttal: null,
  customer_communication: null,
  customer_email_address: null,
  customer_name: null,
  customer_purchase_ip: null,
  customer_signature: null,
  duplicate_charge_documentation: null,
  duplicate_charge_explanation: null,
  duplicate_charge_id: null,
  product_description: null,
  receipt: null,
  refund_policy: null,
  refund_policy_disclosure: null,
  refund_refusal_explanation: null,
  service_date: null,
  service_documentation: null,
  shipping_address: null,
  shipping_carrier: null,
  shipping_date: null,
  shipping_documentation: null,
  shipping_tracking_number: null,
  uncategorized_file: null,
  uncategorized_text: null,
  enhanced_evidence: {},
};
