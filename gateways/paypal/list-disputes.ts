import type { DisputeState } from '../../domain/payment/dispute-state';
import type { DisputeView } from '../shared/payment-provider';
import { GatewayFailure } from '../shared/provider-failure';
import type { PayPalDispute } from './dispute-calls';
import { fromPayPalMoney } from './paypal-amount';
import type { PayPalCalls } from './paypal-calls';
import { callPayPal } from './paypal-failure';
import { isPayPalId } from './paypal-ids';
import { fromPayPalTime } from './paypal-time';

const MOST_PAGES = 5;

/** @throws GatewayFailure `unknown_outcome` when the bound is reached: part of a list would hide the rest. */
export async function listDisputes(calls: PayPalCalls, captureId: string): Promise<readonly DisputeView[]> {
  if (!isPayPalId(captureId)) return [];
  const views: DisputeView[] = [];
  let pageToken: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const asked = { captureId, pageToken };
    const { items, links } = await callPayPal('read', () => calls.listDisputes(asked));
    for (const { dispute_id: id } of items)
      views.push(toDisputeView(await callPayPal('read', () => calls.getDispute(id))));
    pageToken = tokenOf(links.find(({ rel }) => rel === 'next')?.href);
    if (pageToken === null) return views.sort((one, other) => (one.openedAt < other.openedAt ? -1 : 1));
  }
  throw new GatewayFailure(
    'unknown_outcome',
    'paypal_search_too_long',
    `PayPal: more than ${MOST_PAGES} pages of disputes`
  );
}

function tokenOf(href: string | undefined): string | null {
  return href === undefined || !URL.canParse(href) ? null : new URL(href).searchParams.get('next_page_token');
}

/** @throws GatewayFailure `unavailable` for an answer that tells no amount or no day */
function toDisputeView(dispute: PayPalDispute): DisputeView {
  const { dispute_id: providerDisputeId, dispute_amount: amount, reason } = dispute;
  const openedAt = fromPayPalTime(dispute.create_time);
  if (openedAt === null)
    throw new GatewayFailure('unavailable', 'paypal_unavailable', 'PayPal: a dispute without a day');
  const state = stateOf(dispute);
  return {
    providerDisputeId,
    amount: fromPayPalMoney({ currencyCode: amount.currency_code, value: amount.value }),
    state,
    reason: /^[A-Z0-9_]{1,64}$/.test(reason) ? reason.toLowerCase() : 'other',
    openedAt,
    respondBy: state === 'inquiry' || state === 'open' ? fromPayPalTime(dispute.seller_response_due_date) : null,
  };
}

/** In an inquiry buyer and merchant talk, and PayPal has not been asked to decide. */
function stateOf({ status, dispute_life_cycle_stage: stage, dispute_outcome: outcome }: PayPalDispute): DisputeState {
  if (status !== 'RESOLVED') return stage === 'INQUIRY' ? 'inquiry' : 'open';
  // A word that PayPal invents later is open: a person looks.
  return OUTCOMES[outcome?.outcome_code ?? 'NONE'] ?? 'open';
}

const OUTCOMES: Readonly<Record<string, DisputeState>> = {
  RESOLVED_BUYER_FAVOUR: 'lost',
  ACCEPTED: 'lost',
  RESOLVED_SELLER_FAVOUR: 'won',
  DENIED: 'won',
  /** PayPal has paid one of the two itself; what it took from us stands among the refunds. */
  RESOLVED_WITH_PAYOUT: 'won',
  CANCELED_BY_BUYER: 'closed',
  /** An inquiry that nobody went on with. */
  NONE: 'closed',
};
