import { insertAllocation, liveAllocationsOfOrder, takeBackAllocations } from '../../../db/receipt/allocations';
import { lockReceipt } from '../../../db/receipt/receipt-row';
import { decidePersonRequest } from '../../../db/shared/person-requests';
import { inTransaction } from '../../../db/shared/transaction';
import type { Database } from '../../../db/shared/connection';
import type { RequestAnswer } from '../../../workflows/contracts/order-contract';
import type { TestApi } from './start-test-api';

/** What the sample catalogue has for seller-eu in USD. */
export const ACCOUNT = 'DE02120300000000202051';

/** A line of the statement as an account manager types it; no two have the same reference. */
export function typedLine(change: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  count += 1;
  return {
    account: ACCOUNT,
    valueDate: '2026-11-20',
    bankReference: `NTRF ${count}`,
    amount: { amountMinor: 11_900, currency: 'USD' },
    payer: 'Aurora Workspaces GmbH',
    ...change,
  };
}
let count = 0;

/** Orders answer as their workflows would: allocations are written and taken back, each wish once; nothing is checked. */
export function letOrdersTakeMoney(api: TestApi): void {
  api.workflows.on('ask', (orderId, name, { requestId }) => takeMoney(api.deps.db, { orderId, name, requestId }));
}

interface Message {
  readonly orderId: string;
  readonly name: string;
  readonly requestId: string;
}

export function takeMoney(db: Database, { orderId, name, requestId }: Message): Promise<RequestAnswer> {
  return inTransaction(db, async (trx) => {
    const request = await trx('person_requests').where({ request_id: requestId }).forUpdate().first();
    const { actor_id: by, body, outcome } = request;
    const at = '2026-11-23T08:00:00.000Z';
    if (outcome !== null) return { outcome: 'done', state: 'awaiting_payment' };
    if (name === 'allocateReceipt') {
      const receipt = await lockReceipt(trx, body.receiptId);
      if (receipt === null) return { outcome: 'refused', code: 'receipt_unknown', state: 'awaiting_payment' };
      await insertAllocation(trx, receipt, { orderId, amountMinor: body.amountMinor, by, requestId, at });
      await trx('orders').where({ order_id: orderId }).increment('received_minor', body.amountMinor);
    }
    if (name === 'withdrawAllocation') {
      const live = await liveAllocationsOfOrder(trx, orderId);
      const [allocation] = live.filter(({ allocationId }) => allocationId === body.allocationId);
      if (allocation === undefined)
        return { outcome: 'refused', code: 'allocation_unknown', state: 'awaiting_payment' };
      await takeBackAllocations(trx, [allocation], { by, reason: body.reason, at });
      await trx('orders').where({ order_id: orderId }).decrement('received_minor', allocation.amountMinor);
    }
    await decidePersonRequest(trx, requestId, { outcome: 'done' }, at);
    return { outcome: 'done', state: 'awaiting_payment' };
  });
}
