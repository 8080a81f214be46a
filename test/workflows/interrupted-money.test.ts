import type { WorkflowHandle } from '@temporalio/client';
import type { ProviderName } from '../../domain/payment/provider-name';
import { moneyHint } from '../../workflows/contracts/aftercare-contract';
import { aftercareWorkflowId, orderWorkflowId } from '../../workflows/contracts/ids';
import { clockMoved, paymentHint, resume } from '../../workflows/contracts/order-contract';
import { eventually } from '../support/eventually';
import { startStepBench, type StepBench } from '../support/steps/step-bench';
import { passTimeOf } from '../support/servers/test-temporal';
import { interruptedSteps, type InterruptedSteps, type MoneyStep } from '../support/workflows/interrupted-steps';
import { openWorkflowHarness, placeOrder, type WorkflowHarness } from '../support/workflows/workflow-harness';

jest.setTimeout(60_000);

type Effect = 'before' | 'after';
type Case = { readonly provider: ProviderName; readonly step: MoneyStep; readonly effect: Effect | 'never begun' };

const CASES = {
  cardLook: { provider: 'stripe', step: 'settlePayment', effect: 'never begun' },
  cardOpening: { provider: 'stripe', step: 'openCheckout', effect: 'after' },
  cardReturn: { provider: 'stripe', step: 'sendRefund', effect: 'after' },
  cardReturnLost: { provider: 'stripe', step: 'sendRefund', effect: 'before' },
  cardReturnNotBegun: { provider: 'stripe', step: 'sendRefund', effect: 'never begun' },
  paypalOpening: { provider: 'paypal', step: 'openCheckout', effect: 'after' },
  paypalCapture: { provider: 'paypal', step: 'settlePayment', effect: 'after' },
  paypalCaptureLost: { provider: 'paypal', step: 'settlePayment', effect: 'before' },
  paypalReturn: { provider: 'paypal', step: 'sendRefund', effect: 'after' },
  paypalReturnLost: { provider: 'paypal', step: 'sendRefund', effect: 'before' },
  paypalReturnNotBegun: { provider: 'paypal', step: 'sendRefund', effect: 'never begun' },
} as const satisfies Record<string, Case>;
type CaseName = keyof typeof CASES;

const PATHS: Readonly<Record<ProviderName, Readonly<Record<MoneyStep, string>>>> = {
  stripe: { openCheckout: '^/v1/checkout/sessions$', settlePayment: '', sendRefund: '^/v1/refunds$' },
  paypal: {
    openCheckout: '^/v2/checkout/orders$',
    settlePayment: '^/v2/checkout/orders/[^/]+/capture$',
    sendRefund: '^/v2/payments/captures/[^/]+/refund$',
  },
};

/** Stripe is given 20 hours, PayPal 5, opening ten minutes: after seven hours only what asks Stripe is still being tried. */
const WINDOWS = [
  { away: '7 hours', by: 'PT7H', outlived: ['paypal'] },
  { away: '3 days', by: 'P3D', outlived: ['stripe', 'paypal'] },
] as const;

let harness: WorkflowHarness;
beforeAll(async () => {
  harness = await openWorkflowHarness('interrupted-money');
});
afterAll(() => harness.close());

describe.each(WINDOWS)('a money step whose worker is away for $away', ({ by, outlived }) => {
  let bench: StepBench;
  let steps: InterruptedSteps;
  let worker: { stop(): Promise<void> };
  const orders = new Map<CaseName, string>();

  const orderOf = (name: CaseName): string => orders.get(name) ?? '';
  const handleOf = (name: CaseName): WorkflowHandle => {
    const id = CASES[name].step === 'sendRefund' ? aftercareWorkflowId : orderWorkflowId;
    return harness.client.workflow.getHandle(id(orderOf(name)));
  };
  const stateOf = async (name: CaseName): Promise<string> => {
    const row: { state: string } = await bench
      .db('orders')
      .where({ order_id: orderOf(name) })
      .first('state');
    return row.state;
  };
  const isOver = (name: CaseName): boolean =>
    CASES[name].step === 'openCheckout' || outlived.some((provider) => provider === CASES[name].provider);
  const tasksOf = (name: CaseName): Promise<string[]> =>
    bench
      .db('tasks')
      .where({ order_id: orderOf(name), state: 'open' })
      .pluck('kind');
  const ends = (name: CaseName, state: string) => eventually(async () => (await stateOf(name)) === state);

  const pay = async (provider: ProviderName, checkoutId: string, captures: boolean): Promise<void> => {
    if (provider === 'stripe') return bench.stripe.pay(checkoutId);
    await bench.paypal.control(`approve/${checkoutId}`, { payer: 'normal' });
    if (captures) await bench.paypal.control(`capture/${checkoutId}`);
  };

  /** Takes an order to its money step, which is taken up and does not come back. */
  const interrupt = async (name: CaseName): Promise<void> => {
    const { provider, step, effect } = CASES[name];
    const method = provider === 'stripe' ? 'card' : 'paypal';
    if (effect !== 'never begun') {
      const match = { method: 'POST', path: PATHS[provider][step] };
      await bench[provider].fault({ match, effect: `cut-${effect}`, times: provider === 'stripe' ? 2 : 1 });
    }
    const how = effect === 'never begun' ? 'never' : 'first';
    if (step === 'sendRefund') await beginReturn(name, method, () => steps.hold(orderOf(name), step, how));
    else await beginOrder(name, method, () => steps.hold(orderOf(name), step, how));
    await eventually(() => steps.isHeld(orderOf(name)));
  };

  const beginOrder = async (name: CaseName, method: 'card' | 'paypal', hold: () => void): Promise<void> => {
    const { provider, step } = CASES[name];
    const orderId = await bench.request(await bench.company(), { method });
    orders.set(name, orderId);
    hold();
    const placing = placeOrder(harness, orderId, method, await bench.moveClock('PT1S'));
    // The update of one whose page is held is answered by whoever comes next.
    placing.catch(() => undefined);
    if (step === 'openCheckout') return;
    await placing;
    const checkoutId = await eventually(async () => (await pageOf(orderId))?.provider_object_id);
    await pay(provider, checkoutId, false);
    await handleOf(name).signal(paymentHint, { provider, checkoutId, source: 'webhook' });
  };

  const pageOf = (
    orderId: string,
    attemptNo = 1
  ): Promise<{ provider_object_id: string | null; state: string } | undefined> =>
    bench.db('payment_attempts').where({ order_id: orderId, attempt_no: attemptNo }).first();

  /** Money that came to an order that had ended. */
  const beginReturn = async (name: CaseName, method: 'card' | 'paypal', hold: () => void): Promise<void> => {
    const { provider } = CASES[name];
    const partner = await bench.company();
    const { orderId, checkoutId } = await bench.placed(partner, { method });
    orders.set(name, orderId);
    hold();
    await bench.steps.closeOrder({ orderId, as: 'cancelled', requestId: null, at: bench.now() });
    await pay(provider, checkoutId, true);
    const clockOffsetMs = await bench.moveClock('PT1S');
    await harness.client.workflow.signalWithStart('aftercare', {
      workflowId: aftercareWorkflowId(orderId),
      taskQueue: harness.taskQueue,
      args: [{ orderId, partnerId: partner.partnerId, companyId: partner.companyId, clockOffsetMs }],
      signal: moneyHint,
      signalArgs: [{ provider, checkoutId, source: 'webhook' }],
    });
  };

  /** What a provider holds for the order, in how many payments. */
  const moneyOf = async (name: CaseName): Promise<{ payments: number; heldMinor: number }> => {
    const orderId = orderOf(name);
    if (CASES[name].provider === 'paypal') {
      return { payments: await bench.paypal.captures(orderId), heldMinor: await bench.paypal.net(orderId) };
    }
    const entries = (await bench.stripe.ledger(orderId)) as unknown as {
      receivedMinor: number;
      refundedMinor: number;
    }[];
    return {
      payments: entries.filter(({ receivedMinor }) => receivedMinor > 0).length,
      heldMinor: entries.reduce((sum, { receivedMinor, refundedMinor }) => sum + receivedMinor - refundedMinor, 0),
    };
  };
  const totalOf = async (name: CaseName): Promise<number> => {
    const row: { gross_minor: number } = await bench
      .db('orders')
      .where({ order_id: orderOf(name) })
      .first('gross_minor');
    return row.gross_minor;
  };

  beforeAll(async () => {
    bench = await startStepBench();
    steps = interruptedSteps(bench);
    worker = await harness.startWorker(steps.activities);
    const names = Object.keys(CASES) as CaseName[];
    for (const name of names) await interrupt(name);
    await worker.stop();
    await bench.stripe.calm();
    await bench.paypal.calm();
    const offsetMs = await bench.moveClock(by);
    for (const name of names) {
      await handleOf(name).signal(clockMoved, { offsetMs });
      if (isOver(name)) await passTimeOf(harness.client, handleOf(name).workflowId, CASES[name].step);
    }
    steps.letGo();
    worker = await harness.startWorker(steps.activities);
  });
  afterAll(async () => {
    await worker.stop();
    await bench.close();
  });

  test.each(['cardLook', 'paypalCapture'] as const)('%s charges once, and the order completes', async (name) => {
    await ends(name, 'completed');
    expect(await moneyOf(name)).toEqual({ payments: 1, heldMinor: await totalOf(name) });
    expect(await tasksOf(name)).toEqual([]);
  });

  test.each(['cardReturn', 'cardReturnNotBegun', 'paypalReturn', 'paypalReturnNotBegun'] as const)(
    '%s gives the money back once',
    async (name) => {
      await handleOf(name).result();
      expect(await moneyOf(name)).toEqual({ payments: 1, heldMinor: 0 });
      expect(await tasksOf(name)).toEqual([]);
    }
  );

  test.each(['cardReturnLost', 'paypalReturnLost'] as const)(
    '%s is repeated within its window, and a person’s matter beyond',
    async (name) => {
      await handleOf(name).result();
      expect([await moneyOf(name), await tasksOf(name)]).toEqual([
        { payments: 1, heldMinor: isOver(name) ? await totalOf(name) : 0 },
        isOver(name) ? ['refund_stuck'] : [],
      ]);
    }
  );

  test('paypalCaptureLost stands in front of a person and takes nothing; a resume finds that it is over', async () => {
    const name = 'paypalCaptureLost';
    await ends(name, 'needs_attention');
    expect(await tasksOf(name)).toEqual(['order_parked']);
    const parked: unknown = await bench
      .db('orders')
      .where({ order_id: orderOf(name) })
      .first('parked_step', 'parked_reason');
    expect(parked).toEqual({ parked_step: 'settlePayment', parked_reason: 'capture_not_found' });
    await handleOf(name).signal(resume, {});
    await ends(name, by === 'P3D' ? 'expired' : 'awaiting_payment');
    expect(await moneyOf(name)).toEqual({ payments: 0, heldMinor: 0 });
  });

  test.each(['cardOpening', 'paypalOpening'] as const)(
    '%s leaves one page at most that can take money',
    async (name) => {
      const orderId = orderOf(name);
      if (by === 'P3D') {
        await ends(name, 'expired');
      } else {
        const next = await eventually(async () => (await pageOf(orderId, 2))?.provider_object_id);
        await pay(CASES[name].provider, next, false);
        await handleOf(name).signal(paymentHint, {
          provider: CASES[name].provider,
          checkoutId: next,
          source: 'webhook',
        });
        await ends(name, 'completed');
      }
      expect(await moneyOf(name)).toEqual(
        by === 'P3D' ? { payments: 0, heldMinor: 0 } : { payments: 1, heldMinor: await totalOf(name) }
      );
      expect((await pageOf(orderId))?.state).toMatch(/^(expired|voided|failed)$/);
    }
  );
});
