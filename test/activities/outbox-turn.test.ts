import pino from 'pino';
import { addOutbox } from '../../db/outbox/add-outbox';
import type { OrderInput } from '../../workflows/contracts/order-contract';
import { startStepBench, type StepBench } from '../support/steps/step-bench';
import { outboxTurn } from '../../worker/loops/outbox-turn';
import type { WorkflowMessages } from '../../worker/workflow-messages';

jest.setTimeout(60_000);

let bench: StepBench;
let told: unknown[];
/** Whether the order's own workflow takes a hint. */
let isRunning: boolean;
beforeAll(async () => {
  bench = await startStepBench();
});
afterAll(() => bench.close());
beforeEach(async () => {
  told = [];
  isRunning = true;
  await bench.db('outbox').delete();
});

const say =
  (name: string) =>
  (...args: unknown[]): Promise<void> => {
    told.push([name, ...args]);
    return Promise.resolve();
  };
const messages: WorkflowMessages = {
  hint: async (...args) => {
    if (isRunning) await say('hint')(...args);
    return isRunning;
  },
  moneyHint: say('moneyHint'),
  refundsWanted: say('refundsWanted'),
  orderLeft: say('orderLeft'),
  subscriptionChanged: say('subscriptionChanged'),
  restartOrder: say('restartOrder'),
  startDelivery: say('startDelivery'),
};

async function turn(): Promise<void> {
  const log = pino({ level: 'silent' });
  await outboxTurn({ db: bench.db, messages, clockOffsetMs: () => null, now: () => bench.now(), log });
  expect(await bench.db('outbox').whereNull('handled_at')).toEqual([]);
}

describe('a payment that changed', () => {
  it.each([true, false])('is told to the order whose workflow runs: %s, and else to its aftercare', async (runs) => {
    isRunning = runs;
    const { orderId, checkoutId } = await bench.placed(await bench.company());
    const payload = { orderId, provider: 'stripe', checkoutId } as const;
    await addOutbox(bench.db, { topic: 'payment_changed', dedupeKey: `payment:${orderId}`, payload, at: bench.now() });
    await turn();
    const hint = { provider: 'stripe', checkoutId, source: 'poll' };
    expect(told).toEqual([runs ? ['hint', orderId, hint] : ['moneyHint', expect.objectContaining({ orderId }), hint]]);
  });
});

describe('a payment on record that changed', () => {
  it('is told to the aftercare, also while the order’s own workflow runs', async () => {
    const { orderId } = await bench.placed(await bench.company());
    const payload = { orderId, provider: 'stripe', checkoutId: 'pi_1' } as const;
    await addOutbox(bench.db, { topic: 'money_changed', dedupeKey: `money:${orderId}`, payload, at: bench.now() });
    await turn();
    const hint = { provider: 'stripe', checkoutId: 'pi_1', source: 'poll', about: 'payment' };
    expect(told).toEqual([['moneyHint', expect.objectContaining({ orderId }), hint]]);
  });
});

describe('an order to be begun again', () => {
  const restart = async (orderId: string): Promise<void> => {
    const row = { topic: 'order_restart', dedupeKey: `restart:${orderId}`, payload: { orderId } } as const;
    await addOutbox(bench.db, { ...row, at: bench.now() });
    await turn();
  };

  it('gets the input that it was placed with, from its row', async () => {
    const partner = await bench.company();
    const { orderId } = await bench.placed(partner);
    await restart(orderId);
    const row = await bench.db('orders').where({ order_id: orderId }).first();
    const input: OrderInput = {
      orderId,
      partnerId: partner.partnerId,
      companyId: partner.companyId,
      method: 'card',
      currency: 'USD',
      amountMinor: row.gross_minor,
      dueAt: row.deadline_at,
      clockOffsetMs: null,
    };
    expect(told).toEqual([['restartOrder', input]]);
  });

  it('is left alone once it has ended', async () => {
    const { orderId } = await bench.placed(await bench.company());
    await bench.steps.closeOrder({ orderId, as: 'cancelled', requestId: null, at: bench.now() });
    await bench.db('outbox').delete();
    await restart(orderId);
    expect(told).toEqual([]);
  });
});
