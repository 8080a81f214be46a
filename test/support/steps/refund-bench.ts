import { uuidv7 } from 'uuidv7';
import { issueInvoice } from '../../../activities/invoice/issue-invoice';
import { askRefund } from '../../../api/refund/ask-refund';
import type { RefundWish } from '../../../api/refund/start-refund';
import { inTransaction } from '../../../db/shared/transaction';
import type { Role } from '../../../domain/access/role';
import type { AftercareItem } from '../../../workflows/contracts/aftercare-steps';
import { BILLING } from '../rows/order-rows';
import { insertUser, type PartnerRows } from '../rows/partner-rows';
import { sampleCatalogue, sampleSeller } from '../sample-catalogue';
import { startOfflineBench, type OfflineBench } from './offline-bench';
import type { Buy } from './step-bench';

export interface RefundRow {
  readonly order_refund_id: string;
  readonly state: string;
  readonly capacity_state: string;
  readonly channel: string;
  readonly amount_minor: number;
  readonly gross_minor: number;
  readonly problem: string | null;
}

/** Orders that are fulfilled and refunded step by step, as their workflows would. */
export interface RefundBench extends OfflineBench {
  readonly ops: string;
  /** Paid by card, active, invoiced and completed. */
  completed(partner: PartnerRows, buy?: Buy): Promise<string>;
  fulfil(orderId: string): Promise<void>;
  /** What ops asks for, decided as the API decides it; returns the refund's id. */
  refund(orderId: string, wish: Partial<RefundWish>): Promise<string>;
  /** Everything that the order's aftercare finds to do, until nothing is left or only time brings the rest. */
  care(orderId: string): Promise<void>;
  items(orderId: string): Promise<readonly AftercareItem[]>;
  refundRow(refundId: string): Promise<RefundRow>;
  stateOf(orderId: string): Promise<string>;
  /** Received less refunded, in the stand-in's own ledger. */
  netAt(orderId: string): Promise<number>;
  capacityOf(companyId: string): Promise<Readonly<Record<string, number>>>;
}

const MOST_ROUNDS = 10;

export async function startRefundBench(): Promise<RefundBench> {
  const bench = await startOfflineBench();
  const { db, steps, now } = bench;
  const catalogue = sampleCatalogue();
  const ops = await insertUser(db, { role: 'ops', partnerId: null });
  const invoice = issueInvoice({ db, sellerOf: sampleSeller });

  const fulfil = async (orderId: string): Promise<void> => {
    await steps.activateCapacity({ orderId, at: now() });
    await invoice({ orderId, at: now() });
    await steps.armSubscription({ orderId, at: now() });
  };

  const work = async (orderId: string, item: AftercareItem): Promise<void> => {
    const at = now();
    switch (item.kind) {
      case 'begin_refund':
        await steps.beginRefund({ orderId, orderRefundId: item.orderRefundId, at });
        return;
      case 'send_refund':
        await steps.sendRefund({ orderId, refundId: item.refundId, at });
        return;
      case 'conclude_refund':
        return steps.concludeRefund({ orderId, orderRefundId: item.orderRefundId, at });
      case 'end_capacity':
        return steps.endCapacity({ orderId, orderRefundId: item.orderRefundId, at });
      case 'correct_invoice':
        await steps.correctInvoice({ orderId, correctionId: item.correctionId, at });
        return;
      case 'release_order':
        return steps.releaseOrder({ orderId, orderRefundId: item.orderRefundId, at });
    }
  };

  const items: RefundBench['items'] = (orderId) => steps.planAftercare({ orderId, at: now() });

  return {
    ...bench,
    ops,
    fulfil,
    items,
    completed: async (partner, buy) => {
      const orderId = await bench.paid(partner, {}, buy);
      await fulfil(orderId);
      return orderId;
    },
    refund: (orderId, wish) =>
      inTransaction(db, (trx) =>
        askRefund(
          trx,
          { catalogue },
          {
            orderId,
            wish: { reason: 'agreed with the partner', ...wish },
            caller: callerOf(ops, 'ops'),
            meta: metaAt(now(), ops),
          }
        )
      ),
    care: async (orderId) => {
      for (let round = 0; round < MOST_ROUNDS; round += 1) {
        const todo = await items(orderId);
        for (const item of todo) await work(orderId, item);
        if (todo.length === 0 || todo.every(({ kind }) => kind === 'send_refund')) {
          const after = await items(orderId);
          if (after.every(({ kind }) => kind === 'send_refund')) return;
        }
      }
      throw new Error('the care of the order does not come to an end');
    },
    refundRow: async (refundId) => {
      const row: RefundRow | undefined = await db('order_refunds').where({ order_refund_id: refundId }).first();
      if (row === undefined) throw new Error('no such refund');
      return row;
    },
    stateOf: async (orderId) => {
      const row: { state: string } | undefined = await db('orders').where({ order_id: orderId }).first('state');
      return row?.state ?? 'none';
    },
    netAt: async (orderId) => {
      const stripe = (await bench.stripe.ledger(orderId)) as readonly {
        receivedMinor: number;
        refundedMinor: number;
      }[];
      const sum = stripe.reduce((total, entry) => total + entry.receivedMinor - entry.refundedMinor, 0);
      return sum + (await bench.paypal.net(orderId));
    },
    capacityOf: async (companyId) => {
      const row: { capacities: Record<string, number> } | undefined = await db('subscriptions')
        .where({ company_id: companyId })
        .first('capacities');
      return row?.capacities ?? {};
    },
  };
}

function callerOf(userId: string, role: Role) {
  return {
    actor: { userId, role, partnerId: null, rights: [] },
    email: 'ops@purser.test',
    name: 'Ops',
    locale: 'en' as const,
    billing: BILLING,
    session: { sessionId: uuidv7(), via: 'bearer' as const, expiresAt: '2030-01-01T00:00:00.000Z' },
  };
}

function metaAt(at: string, actorId: string) {
  return { at, source: { actorKind: 'user' as const, actorId, ip: null, requestId: null } };
}
