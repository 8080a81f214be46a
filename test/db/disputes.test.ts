import type { Knex } from 'knex';
import { insertCapture, keepsOther } from '../../db/payment/captures';
import {
  hasOpenDispute,
  readDisputesOfOrder,
  recordDispute,
  wasDisputed,
  type SeenDispute,
} from '../../db/payment/disputes';
import {
  bindToDispute,
  insertProviderRefund,
  readProviderRefunds,
  setProviderRefund,
} from '../../db/payment/provider-refunds';
import { isReturned, listOpenRefunds } from '../../db/payment/refunds';
import { connect } from '../../db/shared/connection';
import { insertOrder } from '../support/rows/order-rows';
import { AT, insertPartner, type PartnerRows } from '../support/rows/partner-rows';
import { createTestDatabase, type TestDatabase } from '../support/servers/test-database';

let database: TestDatabase;
let db: Knex;
let partner: PartnerRows;
let orderId: string;
let captureId: string;
let count = 0;

const LATER = '2026-12-01T08:00:00.000Z';

beforeAll(async () => {
  database = await createTestDatabase();
  db = connect(database.url, { max: 4, applicationName: 'test-disputes' });
  partner = await insertPartner(db);
});
afterAll(async () => {
  await db.destroy();
  await database.drop();
});
beforeEach(async () => {
  orderId = await insertOrder(db, partner, { state: 'completed' });
  captureId = `pi_${(count += 1)}`;
  const amount = { amountMinor: 11_900, currency: 'USD' };
  await insertCapture(db, { provider: 'stripe', captureId, orderId, attemptNo: 1, ...amount, winning: false }, AT);
});

function seen(change: Partial<SeenDispute> = {}): SeenDispute {
  return {
    provider: 'stripe',
    providerDisputeId: `dp_${captureId}`,
    orderId,
    partnerId: partner.partnerId,
    captureId,
    amountMinor: 11_900,
    currency: 'USD',
    state: 'open',
    reason: 'fraudulent',
    openedAt: AT,
    respondBy: LATER,
    ...change,
  };
}

const refund = (providerRefundId: string) => ({
  orderId,
  provider: 'stripe' as const,
  captureId,
  providerRefundId,
  amountMinor: 100,
  currency: 'USD',
  state: 'pending' as const,
  madeAt: AT,
  at: LATER,
});

describe('a dispute', () => {
  test('is one row, that follows what the provider says', async () => {
    const first = await recordDispute(db, seen(), AT);
    expect(first.before).toBeNull();
    expect(await hasOpenDispute(db, orderId)).toBe(true);
    const second = await recordDispute(db, seen({ state: 'lost', respondBy: null }), LATER);
    expect(second.before).toEqual(first.now);
    expect(await readDisputesOfOrder(db, orderId)).toEqual([
      { ...first.now, state: 'lost', respondBy: null, decidedAt: LATER },
    ]);
    expect(await hasOpenDispute(db, orderId)).toBe(false);
    expect(await wasDisputed(db, orderId)).toBe(true);
  });

  test('keeps the day of its decision, until an appeal opens it again', async () => {
    await recordDispute(db, seen({ state: 'lost' }), AT);
    expect((await recordDispute(db, seen({ state: 'lost' }), LATER)).now.decidedAt).toBe(AT);
    expect((await recordDispute(db, seen({ state: 'open' }), LATER)).now.decidedAt).toBeNull();
    expect((await recordDispute(db, seen({ state: 'won' }), LATER)).now.decidedAt).toBe(LATER);
    expect(await wasDisputed(db, orderId)).toBe(false);
  });

  test('that only asks withholds no money', async () => {
    await recordDispute(db, seen({ state: 'inquiry' }), AT);
    expect([await hasOpenDispute(db, orderId), await wasDisputed(db, orderId)]).toEqual([false, true]);
  });

  test('of a payment that is not written down is refused', async () => {
    await expect(recordDispute(db, seen({ captureId: 'pi_nobodys' }), AT)).rejects.toThrow('never written down');
  });
});

describe('a refund at the provider', () => {
  test('is one row, never sent by us and no whole return', async () => {
    const refundId = await insertProviderRefund(db, refund('re_1'));
    await expect(insertProviderRefund(db, refund('re_1'))).rejects.toThrow('refunds_provider');
    expect(await readProviderRefunds(db, orderId)).toMatchObject([{ refundId, state: 'pending', madeAt: AT }]);
    expect(await listOpenRefunds(db, orderId)).toEqual([]);
    expect(await isReturned(db, 'stripe', captureId)).toBe(false);
    expect(await keepsOther(db, orderId, 'pi_other')).toBe(true);
    await setProviderRefund(db, refundId, 'failed', LATER);
    expect(await readProviderRefunds(db, orderId)).toMatchObject([{ refundId, state: 'failed' }]);
  });

  test('belongs to one dispute at most, as a dispute has one', async () => {
    const { now } = await recordDispute(db, seen({ state: 'lost' }), AT);
    const [one, other] = [
      await insertProviderRefund(db, refund('re_2')),
      await insertProviderRefund(db, refund('re_3')),
    ];
    await bindToDispute(db, one, now.disputeId);
    await expect(bindToDispute(db, other, now.disputeId)).rejects.toThrow('refunds_dispute_id');
    expect(await readProviderRefunds(db, orderId)).toMatchObject([{ disputeId: now.disputeId }, { disputeId: null }]);
  });
});
