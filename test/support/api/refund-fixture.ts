import { uuidv7 } from 'uuidv7';
import { issueInvoiceOnce } from '../../../db/invoice/issue-invoice';
import { insertPaidOrder } from '../rows/paid-order-rows';
import type { OrderParty } from './order-fixture';
import { sampleCatalogue, sampleSeller } from '../sample-catalogue';
import { START, startTestApi, type TestApi } from './start-test-api';

export interface CompletedOrder {
  readonly orderId: string;
  readonly invoiceId: string;
  /** A dispute over its whole payment; returns its id. */
  dispute(state: 'open' | 'won' | 'lost'): Promise<string>;
}

const PAID = { amount_minor: 11_900, currency: 'USD' };

/** An order over 100.00 net and 19.00 tax that was paid by card and is completed. */
export async function completedOrder(api: TestApi, party: OrderParty): Promise<CompletedOrder> {
  const { db } = api.deps;
  const orderId = await insertPaidOrder(db, party.rows);
  const captureId = uuidv7();
  await db('captures').insert({
    capture_id: captureId,
    provider: 'stripe',
    provider_object_id: `pi_${captureId}`,
    order_id: orderId,
    attempt_no: 1,
    ...PAID,
    winning: true,
    seen_at: START,
  });
  const { invoiceId } = await issueInvoiceOnce(db, sampleSeller, { orderId, at: api.clock.now() });
  await db('orders').where({ order_id: orderId }).update({ state: 'completed', completed_at: START, closed_at: START });
  return {
    orderId,
    invoiceId,
    dispute: async (state) => {
      const disputeId = uuidv7();
      await db('disputes').insert({
        dispute_id: disputeId,
        provider: 'stripe',
        provider_dispute_id: `dp_${disputeId}`,
        order_id: orderId,
        partner_id: party.rows.partnerId,
        capture_id: captureId,
        ...PAID,
        state,
        reason: 'fraudulent',
        opened_at: START,
        seen_at: START,
        decided_at: state === 'open' ? null : START,
      });
      return disputeId;
    },
  };
}

/** Where a refund above 50.00 needs a second pair of eyes. */
export function startCarefulApi(): Promise<TestApi> {
  const catalogue = sampleCatalogue();
  const secondApprovalAboveMinor = { USD: 5_000, CNY: 5_000, EUR: 5_000 };
  const policies = { ...catalogue.policies, secondApprovalAboveMinor };
  return startTestApi({ deps: { catalogue: { ...catalogue, policies } } });
}
