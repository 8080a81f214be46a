import type { DisputeState } from '../../domain/payment/dispute-state';
import type { Instant } from '../../domain/time/iso-date';

/** As a provider says it; the currency may be one that nobody sells in. */
export interface SeenAmount {
  readonly amountMinor: number;
  readonly currency: string;
}

/** Money of an order that somebody sent back at the provider, or that the provider took for a lost dispute. */
export interface SentBackAtProvider {
  readonly refundId: string;
  readonly provider: string;
  readonly amount: SeenAmount;
  readonly state: 'pending' | 'done' | 'failed';
  readonly madeAt: Instant;
  readonly disputeId: string | null;
}

export interface DisputeOfOrder {
  readonly disputeId: string;
  readonly provider: string;
  readonly amount: SeenAmount;
  readonly state: DisputeState;
  readonly reason: string;
  readonly openedAt: Instant;
  readonly respondBy: Instant | null;
  readonly decidedAt: Instant | null;
}

export interface MoneyBackRow {
  disputes: DisputeOfOrder[];
  provider_refunds: SentBackAtProvider[];
}

/** Columns of a query over `orders`: an order has a handful of each at most. */
export const MONEY_BACK_COLUMNS = `
  (select coalesce(jsonb_agg(jsonb_build_object(
      'disputeId', d.dispute_id, 'provider', d.provider, 'state', d.state, 'reason', d.reason,
      'amount', jsonb_build_object('amountMinor', d.amount_minor, 'currency', d.currency),
      'openedAt', d.opened_at, 'respondBy', d.respond_by, 'decidedAt', d.decided_at)
      order by d.opened_at, d.dispute_id), '[]')
     from disputes d where d.order_id = orders.order_id) as disputes,
  (select coalesce(jsonb_agg(jsonb_build_object(
      'refundId', f.refund_id, 'provider', f.provider, 'state', f.state, 'madeAt', f.sent_at, 'disputeId', f.dispute_id,
      'amount', jsonb_build_object('amountMinor', f.amount_minor, 'currency', f.currency))
      order by f.wanted_at, f.refund_id), '[]')
     from refunds f where f.order_id = orders.order_id and f.cause = 'provider') as provider_refunds`;

/** JSON of Postgres writes times in a form of its own. */
export function toMoneyBack({ disputes, provider_refunds: refunds }: MoneyBackRow) {
  return {
    disputes: disputes.map((dispute) => ({
      ...dispute,
      openedAt: instant(dispute.openedAt),
      respondBy: dispute.respondBy === null ? null : instant(dispute.respondBy),
      decidedAt: dispute.decidedAt === null ? null : instant(dispute.decidedAt),
    })),
    refundsAtProvider: refunds.map((refund) => ({ ...refund, madeAt: instant(refund.madeAt) })),
  };
}

function instant(text: string): Instant {
  return new Date(text).toISOString();
}
