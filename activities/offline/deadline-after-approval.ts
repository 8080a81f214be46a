import { deadlineAfterPause } from '../../domain/order/deadline-after-pause';
import { quotedLimit } from '../../domain/order/quoted-deadline';
import type { Instant } from '../../domain/time/iso-date';
import { readQuoteOfOrder } from '../../db/order/quote-of-order';
import type { Db } from '../../db/shared/connection';
import type { FactChange, OrderFactsRow } from '../../db/shared/order-facts';
import type { StepDeps } from '../shared/step-deps';

/** The deadline stood still while somebody was to approve; now it runs again (product §5). */
export async function deadlineAfterApproval(
  trx: Db,
  { catalogue }: StepDeps,
  { orderId, deadlineAt, approvalSince }: OrderFactsRow,
  at: Instant
): Promise<FactChange> {
  const { quote, companyTimeZone } = await readQuoteOfOrder(trx, orderId);
  const limit = quotedLimit(quote, companyTimeZone, catalogue);
  const later = deadlineAfterPause({ deadlineAt, pausedSince: approvalSince ?? at, at, limit });
  return { deadline_at: later, offline_until: later, approval_since: null };
}
