import { deadlineAfterPause } from '../../domain/order/deadline-after-pause';
import { quotedLimit } from '../../domain/order/quoted-deadline';
import type { Instant } from '../../domain/time/iso-date';
import { readQuoteOfOrder } from '../../db/order/quote-of-order';
import type { Db } from '../../db/shared/connection';
import type { FactChange, OrderFactsRow } from '../../db/shared/order-facts';
import type { StepDeps } from '../shared/step-deps';

/**
 * The deadline stood still while somebody was to approve, or had passed with money on the order; now that the order waits
 * for its money again (product §5), it runs on and leaves time to pay. A price that has ended gives no time: the order then
 * expires.
 */
export async function renewDeadline(
  trx: Db,
  { catalogue, policies }: StepDeps,
  { orderId, deadlineAt, approvalSince }: OrderFactsRow,
  at: Instant
): Promise<FactChange> {
  const { quote, companyTimeZone } = await readQuoteOfOrder(trx, orderId);
  const later = deadlineAfterPause({
    deadlineAt,
    pausedSince: approvalSince ?? at,
    at,
    limit: quotedLimit(quote, companyTimeZone, catalogue),
    graceMs: policies.deadlineGraceMs,
  });
  return { deadline_at: later, offline_until: later, approval_since: null };
}
