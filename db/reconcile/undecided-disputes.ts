import type { DisputeState } from '../../domain/payment/dispute-state';
import type { Db } from '../shared/connection';

/** A dispute on record that nobody has told us the end of. */
export interface UndecidedDispute {
  readonly disputeId: string;
  readonly provider: string;
  readonly providerDisputeId: string;
  /** The provider's id of the payment. */
  readonly captureId: string;
  readonly state: DisputeState;
  readonly orderId: string;
  readonly companyId: string;
  readonly partnerId: string;
}

const UNDECIDED = ['inquiry', 'open'] as const satisfies readonly DisputeState[];

/** By their ids. */
export function listUndecidedDisputes(
  db: Db,
  { after, limit }: { readonly after: string; readonly limit: number }
): Promise<UndecidedDispute[]> {
  return db('disputes as d')
    .join('captures as c', 'c.capture_id', 'd.capture_id')
    .join('orders as o', 'o.order_id', 'd.order_id')
    .whereIn('d.state', UNDECIDED)
    .where('d.dispute_id', '>', after)
    .orderBy('d.dispute_id')
    .limit(limit)
    .select<UndecidedDispute[]>({
      disputeId: 'd.dispute_id',
      provider: 'd.provider',
      providerDisputeId: 'd.provider_dispute_id',
      captureId: 'c.provider_object_id',
      state: 'd.state',
      orderId: 'd.order_id',
      companyId: 'o.company_id',
      partnerId: 'd.partner_id',
    });
}
