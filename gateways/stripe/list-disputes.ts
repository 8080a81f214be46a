import type Stripe from 'stripe';
import type { DisputeState } from '../../domain/payment/dispute-state';
import type { DisputeView } from '../shared/payment-provider';
import type { StripeCalls } from './stripe-calls';
import { wholeList } from './whole-list';

export async function listDisputes(calls: StripeCalls, captureId: string): Promise<readonly DisputeView[]> {
  const disputes = await wholeList('disputes', (page) => calls.listDisputes({ payment_intent: captureId, ...page }));
  return disputes.map(toDisputeView);
}

function toDisputeView(dispute: Stripe.Dispute): DisputeView {
  const { id, amount, currency, status, reason, created, evidence_details: evidence } = dispute;
  // 0 and null: nothing can be answered.
  const dueBy = status.endsWith('needs_response') ? (evidence.due_by ?? 0) : 0;
  return {
    providerDisputeId: id,
    amount: { amountMinor: amount, currency: currency.toUpperCase() },
    state: STATES[status] ?? 'open',
    reason: /^[a-z0-9_]{1,64}$/.test(reason) ? reason : 'other',
    openedAt: fromSeconds(created),
    respondBy: dueBy === 0 ? null : fromSeconds(dueBy),
  };
}

/**
 * `warning_*` are questions of the bank that have moved no money. One that was `prevented` ended in a refund, which stands among
 * the refunds. A word that Stripe invents later is open: a person looks.
 */
const STATES: Readonly<Record<string, DisputeState>> = {
  warning_needs_response: 'inquiry',
  warning_under_review: 'inquiry',
  warning_closed: 'closed',
  prevented: 'closed',
  needs_response: 'open',
  under_review: 'open',
  appeal_needs_response: 'open',
  appeal_under_review: 'open',
  won: 'won',
  lost: 'lost',
};

function fromSeconds(seconds: number): string {
  return new Date(seconds * 1_000).toISOString();
}
