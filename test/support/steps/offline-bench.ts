import { uuidv7 } from 'uuidv7';
import type { NewReceipt } from '../../../db/receipt/record-receipt';
import type { PersonRequestBodies, PersonRequestKind } from '../../../db/shared/person-requests';
import { storePersonRequest } from '../../../db/shared/person-requests';
import type { OrderWish } from '../../../domain/order/order-wish';
import { addMs, MS_PER_DAY } from '../../../domain/time/calendar';
import type { RequestInput, RequestResult } from '../../../workflows/contracts/order-steps';
import { insertUser, type PartnerRows } from '../rows/partner-rows';
import { recordReceipt } from '../rows/receipt-rows';
import { startStepBench, type Buy, type StepBench } from './step-bench';

/** An offline order in the database, with who looks after its partner. */
export interface OfflineOrder {
  readonly orderId: string;
  readonly partner: PartnerRows;
  readonly totalMinor: number;
}

/** The steps that deal with bank money, and the people who ask for them. */
export interface OfflineBench extends StepBench {
  /** Looks after every partner that the bench makes. */
  readonly manager: string;
  /** Looks after nobody. */
  readonly stranger: string;
  readonly finance: string;
  readonly colleague: string;
  offlineOrder(options?: {
    readonly buy?: Buy;
    readonly wish?: Partial<OrderWish>;
    readonly partner?: PartnerRows;
  }): Promise<OfflineOrder>;
  /** Above the limit of one pair of eyes. */
  bigOrder(): Promise<OfflineOrder>;
  managed(): Promise<PartnerRows>;
  receipt(partner: PartnerRows | null, amountMinor: number, change?: Partial<NewReceipt>): Promise<string>;
  /** Stores what a person wants, as the API does. */
  ask<K extends PersonRequestKind>(
    kind: K,
    order: { readonly orderId: string },
    wish: { readonly by: string; readonly body?: PersonRequestBodies[K] }
  ): Promise<RequestInput>;
  allocate(order: OfflineOrder, receiptId: string, amountMinor: number, by?: string): Promise<RequestResult>;
  /** A receipt over the amount, allocated to the order; returns the receipt. */
  receive(order: OfflineOrder, amountMinor: number): Promise<string>;
  /** Puts a part-paid order where its workflow puts it at its deadline. */
  parkPartPaid(order: OfflineOrder): Promise<void>;
  /** The same a day after the deadline, which is moved into the past for that. */
  deadlinePassed(order: OfflineOrder): Promise<void>;
  orderRow(orderId: string): Promise<Record<string, unknown>>;
  receiptRow(receiptId: string): Promise<Record<string, unknown>>;
  /** Without the proforma, which every order without a PI begins with. */
  events(orderId: string): Promise<readonly string[]>;
  /** `kind state` of each task, in the order of opening. */
  tasks(orderId: string): Promise<readonly string[]>;
}

/** 25 desks more. */
const SMALL: Buy = { items: [{ service: 'desk', quantity: 25 }] };
const BIG: Buy = { items: [{ service: 'desk', quantity: 5_000 }] };

export async function startOfflineBench(): Promise<OfflineBench> {
  const bench = await startStepBench();
  const { db, steps, now } = bench;
  const [manager, stranger] = await Promise.all(
    [1, 2].map(() => insertUser(db, { role: 'account_manager', partnerId: null }))
  );
  const [finance, colleague] = await Promise.all(
    [1, 2].map(() => insertUser(db, { role: 'finance', partnerId: null }))
  );
  if (manager === undefined || stranger === undefined || finance === undefined || colleague === undefined) {
    throw new Error('four people were to be made');
  }

  const managed = async (): Promise<PartnerRows> => {
    const partner = await bench.company();
    await db('partners').where({ partner_id: partner.partnerId }).update({ account_manager_id: manager });
    return partner;
  };

  const offlineOrder: OfflineBench['offlineOrder'] = async ({ buy = SMALL, wish = {}, partner } = {}) => {
    const owner = partner ?? (await managed());
    const orderId = await bench.request(owner, { method: 'offline', ...wish }, buy);
    const recorded = await steps.recordOrder({ orderId, at: now() });
    if (recorded.outcome !== 'recorded') throw new Error(recorded.code);
    return { orderId, partner: owner, totalMinor: recorded.amount.amountMinor };
  };

  const ask: OfflineBench['ask'] = async (kind, { orderId }, { by, body }) => {
    const requestId = uuidv7();
    await storePersonRequest(db, {
      requestId,
      kind,
      actorId: by,
      subjectId: orderId,
      at: now(),
      ...(body === undefined ? {} : { body }),
    });
    return { orderId, requestId, at: now() };
  };

  const allocate: OfflineBench['allocate'] = async (order, receiptId, amountMinor, by = manager) =>
    steps.allocateReceipt(await ask('allocate_receipt', order, { by, body: { receiptId, amountMinor } }));

  const receipt: OfflineBench['receipt'] = (partner, amountMinor, change = {}) =>
    recordReceipt(db, { partnerId: partner?.partnerId ?? null, amountMinor, recordedBy: manager, ...change });

  const parkPartPaid: OfflineBench['parkPartPaid'] = async ({ orderId }) => {
    await steps.parkOrder({ orderId, step: 'partPaid', reason: 'deadline_passed', at: now() });
  };

  return {
    ...bench,
    manager,
    stranger,
    finance,
    colleague,
    managed,
    offlineOrder,
    bigOrder: () => offlineOrder({ buy: BIG }),
    receipt,
    ask,
    allocate,
    receive: async (order, amountMinor) => {
      const receiptId = await receipt(order.partner, amountMinor);
      const answer = await allocate(order, receiptId, amountMinor);
      if (answer.outcome !== 'done') throw new Error(answer.code);
      return receiptId;
    },
    parkPartPaid,
    deadlinePassed: async (order) => {
      const yesterday = addMs(now(), -MS_PER_DAY);
      await db('orders').where({ order_id: order.orderId }).update({ deadline_at: yesterday });
      await parkPartPaid(order);
    },
    orderRow: (orderId) => db('orders').where({ order_id: orderId }).first(),
    receiptRow: (receiptId) => db('receipts').where({ receipt_id: receiptId }).first(),
    events: (orderId) =>
      db('order_events')
        .where({ order_id: orderId })
        .whereNot({ what: 'proforma_issued' })
        .orderBy('event_id')
        .pluck('what'),
    tasks: async (orderId) => {
      const rows = await db('tasks').where({ order_id: orderId }).orderBy(['opened_at', 'task_id']);
      return rows.map(({ kind, state }: { kind: string; state: string }) => `${kind} ${state}`);
    },
  };
}
