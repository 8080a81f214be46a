import { randomUUID } from 'node:crypto';
import { FinalFailure } from '../../activities/shared/final-failure';
import * as order from '../../workflows/contracts/order-contract';
import type { PaymentMethod } from '../../domain/order/order-kind';
import { eventually } from '../support/eventually';
import { fastForward } from '../support/servers/test-temporal';
import { manyWorlds } from '../support/workflows/many-worlds';
import { recordHistory } from '../support/workflows/record-history';
import { scriptWorld, type ScriptedWorld } from '../support/workflows/scripted-activities';
import {
  openWorkflowHarness,
  placeOrder,
  type PlacedOrder,
  type WorkflowHarness,
} from '../support/workflows/workflow-harness';

jest.setTimeout(60_000);

const DAY = 24 * 60 * 60_000;
const BANK_MONEY = { state: 'fulfilling', receivedMinor: 12_300, openMinor: 0 } as const;

const worlds = manyWorlds();
let harness: WorkflowHarness;
let worker: { stop(): Promise<void> };
beforeAll(async () => {
  harness = await openWorkflowHarness('order-races');
  worker = await harness.startWorker(worlds.activities);
});
afterAll(async () => {
  await worker.stop();
  await harness.close();
});

/** The order's id belongs to its script before the order is placed. */
function begin(world: ScriptedWorld, method: Method = 'card'): Promise<PlacedOrder> {
  const orderId = randomUUID();
  worlds.set(orderId, world);
  return placeOrder(harness, orderId, method);
}

const asked = (requestId: string) => ({ args: [{ requestId }] as [order.PersonRequest] });
const PROVIDERS = { card: 'stripe', paypal: 'paypal' } as const;
const METHODS = ['card', 'paypal', 'offline'] as const;
type Method = (typeof METHODS)[number];

const isOnline = (method: Method): method is 'card' | 'paypal' => method !== 'offline';
const worldOf = (method: Method): ScriptedWorld => scriptWorld({ deadlineMs: 30 * DAY, standing: { method } });

async function openPage({ handle }: PlacedOrder, attemptNo: number): Promise<void> {
  await eventually(async () => {
    const answer = await handle.executeUpdate(order.payNow, asked(`page-${attemptNo}`));
    return answer.outcome === 'open' && answer.attemptNo === attemptNo;
  });
}

describe('change of method', () => {
  const pairs = METHODS.flatMap((from) => METHODS.map((to) => [from, to] as const));

  it.each(pairs)(
    'from %s to %s: the earlier page is voided first, then the new way is the only one',
    async (from, to) => {
      const world = worldOf(from);
      world.onStep.changeMethod = from === to ? { code: 'method_unchanged' } : { method: to as PaymentMethod };
      const placed = await begin(world, from);
      const { handle } = placed;
      const answer = await handle.executeUpdate(order.changeMethod, asked('r-1'));
      expect(answer.outcome).toBe(from === to ? 'refused' : 'done');
      if (isOnline(from)) expect(world.count('voidAttempt')).toBe(1);
      if (isOnline(to)) {
        await openPage(placed, isOnline(from) ? 2 : 1);
        world.provider = { outcome: 'paid' };
        const checkoutId = `cs_${isOnline(from) ? 2 : 1}`;
        await handle.signal(order.paymentHint, { provider: PROVIDERS[to], checkoutId, source: 'webhook' });
      } else {
        world.onStep.allocateReceipt = { state: 'fulfilling', receivedMinor: 12_300, openMinor: 0 };
        await handle.executeUpdate(order.allocateReceipt, asked('r-2'));
      }
      await expect(handle.result()).resolves.toMatchObject({ state: 'completed' });
      if (from === 'card' && to === 'offline') await recordHistory('order', 'card-to-offline', handle);
      if (from === 'offline' && to === 'paypal') await recordHistory('order', 'offline-to-paypal', handle);
      expect(world.count('activateCapacity')).toBe(1);
    }
  );

  it('loses against money that came by the earlier page', async () => {
    const world = worldOf('card');
    world.provider = { outcome: 'paid' };
    const { handle } = await begin(world);
    await expect(handle.executeUpdate(order.changeMethod, asked('r-1'))).resolves.toMatchObject({
      outcome: 'refused',
      code: 'money_received',
    });
    await expect(handle.result()).resolves.toMatchObject({ state: 'completed' });
    await recordHistory('order', 'change-loses-to-money', handle);
    expect(world.count('changeMethod')).toBe(0);
  });

  it('waits while money is announced', async () => {
    const world = scriptWorld({ standing: { method: 'paypal' } });
    world.provider = { outcome: 'processing' };
    const { handle } = await begin(world, 'paypal');
    await handle.signal(order.paymentHint, { provider: 'paypal', checkoutId: 'cs_1', source: 'return' });
    await eventually(async () => (await handle.query(order.orderView)).waitingFor === 'settlement');
    await expect(handle.executeUpdate(order.changeMethod, asked('r-1'))).resolves.toMatchObject({
      outcome: 'refused',
      code: 'money_announced',
    });
    await fastForward(harness.client, handle.workflowId, 1.1 * DAY, 'past the deadline');
    expect((await handle.query(order.orderView)).state).toBe('awaiting_payment');
    world.provider = { outcome: 'paid' };
    await handle.signal(order.lookAgain, {});
    await expect(handle.result()).resolves.toMatchObject({ state: 'completed' });
    await recordHistory('order', 'paypal-announced-then-paid', handle);
  });

  it('is a way out for an order whose page cannot be opened', async () => {
    const world = worldOf('card');
    world.broken.add('openCheckout');
    const placing = begin(world);
    await eventually(() => world.count('parkOrder') === 1);
    world.onStep.changeMethod = { state: 'awaiting_payment', method: 'offline' };
    const orderId = (world.calls[0]?.input as { orderId: string }).orderId;
    const handle = harness.client.workflow.getHandle(`order-${orderId}`);
    await expect(handle.executeUpdate(order.changeMethod, asked('r-1'))).resolves.toMatchObject({ outcome: 'done' });
    await placing;
    expect((await handle.query(order.orderView)).waitingFor).toBe('bank_transfer');
    await handle.executeUpdate(order.cancelOrder, { args: [{}] });
    await handle.result();
    await recordHistory('order', 'no-page-changed-method', handle);
  });
});

describe('money on a page that was voided', () => {
  it('is sent back while the order goes on waiting for the other', async () => {
    const world = worldOf('paypal');
    world.onStep.changeMethod = { method: 'card' };
    const placed = await begin(world, 'paypal');
    const { handle } = placed;
    await handle.executeUpdate(order.changeMethod, asked('r-1'));
    await openPage(placed, 2);
    world.provider = { outcome: 'returned' };
    await handle.signal(order.paymentHint, { provider: 'paypal', checkoutId: 'cs_1', source: 'webhook' });
    await eventually(() => world.count('settlePayment') === 1);
    expect((await handle.query(order.orderView)).state).toBe('awaiting_payment');
    world.provider = { outcome: 'paid' };
    await handle.signal(order.paymentHint, { provider: 'stripe', checkoutId: 'cs_2', source: 'webhook' });
    await expect(handle.result()).resolves.toMatchObject({ state: 'completed' });
    await recordHistory('order', 'paypal-to-card-both-paid', handle);
    expect(world.count('activateCapacity')).toBe(1);
  });
});

describe('money besides', () => {
  it('is looked up while the order is being fulfilled, not weeks later', async () => {
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const world = scriptWorld({ standing: { method: 'paypal' }, overrides: { activateCapacity: () => held } });
    world.onStep.changeMethod = { method: 'card' };
    const placed = await begin(world, 'paypal');
    const { handle } = placed;
    await handle.executeUpdate(order.changeMethod, asked('r-1'));
    await openPage(placed, 2);
    world.provider = { outcome: 'paid' };
    await handle.signal(order.paymentHint, { provider: 'stripe', checkoutId: 'cs_2', source: 'webhook' });
    await eventually(() => world.count('activateCapacity') === 1);
    for (const [provider, checkoutId] of [
      ['stripe', 'cs_2'],
      ['paypal', 'cs_1'],
    ] as const) {
      await handle.signal(order.paymentHint, { provider, checkoutId, source: 'webhook' });
    }
    await eventually(() => world.count('reviewStray') === 1);
    letGo();
    await expect(handle.result()).resolves.toMatchObject({ state: 'completed' });
    await recordHistory('order', 'second-money-while-fulfilling', handle);
    expect(world.calls.filter(({ name }) => name === 'reviewStray')).toMatchObject([{ input: { provider: 'paypal' } }]);
  });

  it('of a wrong amount on a voided page is settled by sending it back, and the transfer goes on', async () => {
    const world = scriptWorld({ deadlineMs: 30 * DAY, standing: { method: 'paypal' } });
    world.onStep.changeMethod = { method: 'offline' };
    world.onStep.allocateReceipt = BANK_MONEY;
    const { handle } = await begin(world, 'paypal');
    await handle.executeUpdate(order.changeMethod, asked('r-1'));
    world.provider = { outcome: 'wrong_money', reason: 'wrong_amount' };
    await handle.signal(order.paymentHint, { provider: 'paypal', checkoutId: 'cs_1', source: 'webhook' });
    await eventually(() => world.count('parkOrder') === 1);
    world.provider = { outcome: 'returned' };
    await handle.signal(order.resume, {});
    await eventually(async () => (await handle.executeUpdate(order.allocateReceipt, asked('r-2'))).outcome === 'done');
    await expect(handle.result()).resolves.toMatchObject({ state: 'completed' });
  });

  it('that was announced while the order was parked is not forgotten for what the watch says later', async () => {
    let parked = false;
    let looks = 0;
    const world = scriptWorld({
      standing: { method: 'paypal' },
      overrides: {
        parkOrder: async () => {
          parked = true;
          return null;
        },
        settlePayment: async () => {
          if ((looks += 1) === 1) throw new FinalFailure('paypal_not_permitted', 'the script says so');
          return looks < 4 ? { outcome: 'processing' } : { outcome: 'paid' };
        },
        watchCheckout: async () => {
          await eventually(() => parked);
          return { outcome: 'closed' };
        },
      },
    });
    const { handle } = await begin(world, 'paypal');
    const hint = { provider: 'paypal', checkoutId: 'cs_1', source: 'webhook' } as const;
    await handle.signal(order.paymentHint, hint);
    await eventually(() => parked);
    await handle.signal(order.resume, {});
    await eventually(async () => (await handle.query(order.orderView)).waitingFor === 'settlement');
    await eventually(() => looks === 3);
    world.provider = { outcome: 'processing' };
    await expect(handle.executeUpdate(order.cancelOrder, { args: [{}] })).resolves.toMatchObject({
      outcome: 'too_late',
    });
    await handle.signal(order.lookAgain, {});
    await expect(handle.result()).resolves.toMatchObject({ state: 'completed' });
  });

  it('that the database knows of keeps an order whose deadline has come', async () => {
    const world = scriptWorld({
      overrides: {
        closeOrder: async () => ({
          outcome: 'kept',
          standing: { ...world.standing, state: 'fulfilling' },
          capturingAttemptNo: null,
        }),
      },
    });
    const { handle } = await begin(world);
    await fastForward(harness.client, handle.workflowId, 2 * DAY, 'past the deadline');
    await expect(handle.result()).resolves.toMatchObject({ state: 'completed' });
    expect(world.count('parkOrder')).toBe(0);
  });
});

describe('a buyer whose page cannot be opened', () => {
  it('is heard though Pay Now was pressed again and again', async () => {
    let fail = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      fail = resolve;
    });
    const world = scriptWorld({
      overrides: {
        openCheckout: async () => {
          await held;
          throw new FinalFailure('stripe_key_refused', 'the script says so');
        },
      },
    });
    const orderId = randomUUID();
    worlds.set(orderId, world);
    const placing = placeOrder(harness, orderId);
    await eventually(() => world.count('openCheckout') === 1);
    const handle = harness.client.workflow.getHandle(`order-${orderId}`);
    for (let click = 0; click < 12; click += 1) {
      await expect(handle.executeUpdate(order.payNow, asked(`click-${click}`))).resolves.toEqual({
        outcome: 'opening',
      });
    }
    fail();
    await eventually(() => world.count('parkOrder') === 1);
    await expect(handle.executeUpdate(order.payNow, asked('parked'))).resolves.toMatchObject({
      outcome: 'wrong_state',
    });
    await expect(handle.executeUpdate(order.cancelOrder, asked('cancel'))).resolves.toEqual({ outcome: 'cancelled' });
    await placing;
    await handle.result();
  });
});

type Act = 'cancel' | 'expire' | 'pay' | 'allocate' | 'approve' | 'reject';

const ACTS: Record<Act, (placed: PlacedOrder, world: ScriptedWorld) => Promise<unknown>> = {
  cancel: ({ handle }) => handle.executeUpdate(order.cancelOrder, asked('cancel')),
  expire: ({ handle }) => fastForward(harness.client, handle.workflowId, 31 * DAY, 'past the deadline'),
  pay: ({ handle }, world) => {
    // Beside bank money the provider's money goes back, whatever page it came by.
    world.provider = { outcome: world.standing.receivedMinor > 0 ? 'returned' : 'paid' };
    return handle.signal(order.paymentHint, { provider: 'stripe', checkoutId: 'cs_1', source: 'webhook' });
  },
  allocate: ({ handle }) => handle.executeUpdate(order.allocateReceipt, asked('allocate')),
  approve: ({ handle }) => handle.executeUpdate(order.approveOrder, asked('approve')),
  reject: ({ handle }) => handle.executeUpdate(order.rejectOrder, asked('reject')),
};

/** Which of the two decides, in both orders; with `approve` all bank money is in and waits for a second person. */
const RACES = [
  ['card', 'cancel', 'pay', 'cancelled', 'completed'],
  ['card', 'cancel', 'expire', 'cancelled', 'expired'],
  ['card', 'pay', 'expire', 'completed', 'expired'],
  ['offline', 'cancel', 'allocate', 'cancelled', 'completed'],
  ['offline', 'cancel', 'expire', 'cancelled', 'expired'],
  ['offline', 'allocate', 'expire', 'completed', 'expired'],
  // Bank money on the order: nobody cancels, no deadline runs, and provider money goes back.
  ['offline', 'approve', 'cancel', 'completed', 'completed'],
  ['offline', 'approve', 'expire', 'completed', 'completed'],
  ['offline', 'approve', 'pay', 'completed', 'completed'],
] as const;

async function raced(method: 'card' | 'offline', waitsForApproval: boolean): Promise<[PlacedOrder, ScriptedWorld]> {
  const world = worldOf(method);
  const placed = await begin(world, method);
  world.onStep.approveOrder = BANK_MONEY;
  world.onStep.allocateReceipt = { ...BANK_MONEY, state: waitsForApproval ? 'awaiting_approval' : 'fulfilling' };
  if (waitsForApproval) await ACTS.allocate(placed, world);
  return [placed, world];
}

const endingOf = async ({ handle }: PlacedOrder): Promise<string> =>
  ((await handle.result()) as { readonly state: string }).state;

/** One kind of ending; a step inside a workflow task may run again when the task does, and answers the same. */
function expectOneEnding(world: ScriptedWorld): void {
  const endings = (['closeOrder', 'activateCapacity'] as const).filter((name) => world.count(name) > 0);
  expect(endings).toHaveLength(1);
}

describe('two who want different things', () => {
  describe.each(RACES)('of a %s order: %s and %s', (...[method, one, other, ending, reverse]) => {
    const waitsForApproval = (one as Act) === 'approve';

    it(`in this order: ${ending}`, async () => {
      const [placed, world] = await raced(method, waitsForApproval);
      await ACTS[one](placed, world);
      await Promise.allSettled([ACTS[other](placed, world)]);
      expect(await endingOf(placed)).toBe(ending);
      expectOneEnding(world);
    });

    it(`the other way round: ${reverse}`, async () => {
      const [placed, world] = await raced(method, waitsForApproval);
      await ACTS[other](placed, world);
      await Promise.allSettled([ACTS[one](placed, world)]);
      expect(await endingOf(placed)).toBe(reverse);
      expectOneEnding(world);
    });

    it('at once: one of the two', async () => {
      const [placed, world] = await raced(method, waitsForApproval);
      await Promise.allSettled([ACTS[one](placed, world), ACTS[other](placed, world)]);
      expect([ending, reverse]).toContain(await endingOf(placed));
      expectOneEnding(world);
    });
  });

  it.each([
    ['approve', 'reject', 'completed'],
    ['reject', 'approve', 'cancelled'],
  ] as const)('%s, then %s: the first word stands', async (first, second, ending) => {
    const [placed, world] = await raced('offline', true);
    world.onStep.rejectOrder = { state: 'awaiting_payment', receivedMinor: 0, openMinor: 12_300 };
    await ACTS[first](placed, world);
    if (first === 'reject') world.onStep.approveOrder = { code: 'wrong_state' };
    await expect(ACTS[second](placed, world)).resolves.toMatchObject({ outcome: 'refused', code: 'wrong_state' });
    if (first === 'reject') await ACTS.cancel(placed, world);
    expect(await endingOf(placed)).toBe(ending);
  });
});
