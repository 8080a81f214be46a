import { uuidv7 } from 'uuidv7';
import { noteDisputes } from '../../activities/payment/note-disputes';
import { findCapture } from '../../db/payment/captures';
import { hasOpenDispute, readDisputesOfOrder } from '../../db/payment/disputes';
import { readProviderRefunds } from '../../db/payment/provider-refunds';
import { lockOrder } from '../../db/shared/order-facts';
import { inTransaction } from '../../db/shared/transaction';
import { PROVIDER_NAMES, type ProviderName } from '../../domain/payment/provider-name';
import type { DisputeView } from '../../gateways/shared/payment-provider';
import { startStepBench, type StepBench } from '../support/steps/step-bench';

jest.setTimeout(30_000);

let bench: StepBench;
beforeAll(async () => {
  bench = await startStepBench();
}, 60_000);
afterAll(() => bench.close());

interface Paid {
  readonly orderId: string;
  readonly provider: ProviderName;
  readonly checkoutId: string;
  readonly captureId: string;
  readonly totalMinor: number;
}

const portOf = (provider: ProviderName) => bench[provider].provider;

/** An order that was fulfilled for this payment, or that had ended before it. */
async function paid(provider: ProviderName, ended = false): Promise<Paid> {
  const method = provider === 'stripe' ? 'card' : 'paypal';
  const { orderId, checkoutId } = await bench.placed(await bench.company(), { method });
  if (ended) await bench.steps.closeOrder({ orderId, as: 'expired', requestId: null, at: bench.now() });
  if (provider === 'stripe') await bench.stripe.pay(checkoutId);
  else {
    await bench.paypal.control(`approve/${checkoutId}`);
    await bench.paypal.control(`capture/${checkoutId}`);
  }
  if (ended) await bench.steps.reviewStray({ orderId, provider, checkoutId, at: bench.now() });
  else await bench.steps.settlePayment({ orderId, attemptNo: 1, at: bench.now() });
  const {
    provider_object_id: captureId,
    amount_minor: totalMinor,
  }: { provider_object_id: string; amount_minor: number } = await bench
    .db('captures')
    .where({ order_id: orderId })
    .first();
  return { orderId, provider, checkoutId, captureId, totalMinor };
}

const review = ({ orderId, provider, checkoutId }: Paid, at = bench.now()) =>
  bench.steps.reviewMoney({ orderId, provider, checkoutId, about: 'payment', at });

const control = (provider: ProviderName, path: string, body?: object) => bench[provider].control(path, body);

async function dispute({ provider, captureId }: Paid, how: 'question' | 'claim' = 'claim'): Promise<string> {
  const isInquiry = how === 'question';
  const opened =
    provider === 'stripe'
      ? await control(provider, 'disputes', { paymentIntent: captureId, isInquiry })
      : await control(provider, 'disputes', { captureId, stage: isInquiry ? 'INQUIRY' : 'CHARGEBACK' });
  return String(opened['id'] ?? opened['dispute_id']);
}

const decide = ({ provider }: Paid, id: string, status: 'won' | 'lost') =>
  control(provider, `disputes/${id}/close`, { status });

async function byHand({ provider, captureId }: Paid, amountMinor: number): Promise<string> {
  const refundId = uuidv7();
  const amount = { amountMinor, currency: 'USD' };
  const sent = await portOf(provider).refund({ captureId, refundId, amount, idempotencyKey: refundId });
  if (sent.outcome !== 'made') throw new Error(sent.code);
  return sent.refund.providerRefundId;
}

const whats = (orderId: string): Promise<string[]> =>
  bench.db('order_events').where({ order_id: orderId }).orderBy('event_id').pluck<string[]>('what');
const tasksOf = async (orderId: string): Promise<string[]> => {
  const rows: { kind: string; state: string }[] = await bench
    .db('tasks')
    .where({ order_id: orderId })
    .orderBy('task_id');
  return rows.map(({ kind, state }) => `${kind} ${state}`);
};
const refundsOf = (orderId: string): Promise<object[]> =>
  bench.db('refunds').where({ order_id: orderId }).orderBy('refund_id');
const onlyReturn = async (orderId: string): Promise<string> => {
  const [row] = await bench.db('refunds').where({ order_id: orderId, cause: 'stray' }).pluck<string[]>('refund_id');
  if (row === undefined) throw new Error('no return');
  return row;
};

describe.each(PROVIDER_NAMES)('a dispute at %s', (provider) => {
  it('is written down once, however often and by how many it is looked at', async () => {
    const payment = await paid(provider);
    await dispute(payment);
    const looks = await Promise.all(Array.from({ length: 5 }, () => review(payment)));
    expect(looks.filter(({ news }) => news)).toHaveLength(1);
    expect(await tasksOf(payment.orderId)).toEqual(['dispute_opened open']);
    expect((await whats(payment.orderId)).filter((what) => what === 'dispute_opened')).toHaveLength(1);
    const audited = await bench.db('audit_log').where({ subject_id: payment.orderId, what: 'money.dispute_opened' });
    expect(audited).toHaveLength(1);
  });

  it('tells its task until when it has to be answered, with all that is needed for that', async () => {
    const payment = await paid(provider);
    const id = await dispute(payment);
    await review(payment);
    const [seen] = await readDisputesOfOrder(bench.db, payment.orderId);
    const task: { due_at: string; evidence: object; subject: string } = await bench
      .db('tasks')
      .where({ order_id: payment.orderId })
      .first();
    expect(task.due_at).toBe(seen?.respondBy);
    expect(task.subject).toContain(`until ${seen?.respondBy?.slice(0, 10) ?? ''}`);
    expect(task.evidence).toMatchObject({
      disputeId: seen?.disputeId,
      providerDisputeId: id,
      amountMinor: payment.totalMinor,
      currency: 'USD',
      reason: seen?.reason,
      captureId: payment.captureId,
    });
  });

  it('whose end is the first thing that we hear is opened and decided in one look', async () => {
    const payment = await paid(provider);
    await decide(payment, await dispute(payment), 'lost');
    await review(payment);
    expect((await whats(payment.orderId)).slice(-2)).toEqual(['dispute_opened', 'dispute_lost']);
    expect(await tasksOf(payment.orderId)).toEqual(['dispute_lost open']);
    expect((await review(payment)).news).toBe(false);
  });

  it('that is won closes its task, and the money is ours', async () => {
    const payment = await paid(provider);
    const id = await dispute(payment);
    await review(payment);
    expect(await hasOpenDispute(bench.db, payment.orderId)).toBe(true);
    await decide(payment, id, 'won');
    await review(payment);
    expect(await hasOpenDispute(bench.db, payment.orderId)).toBe(false);
    expect(await tasksOf(payment.orderId)).toEqual(['dispute_opened done']);
    expect((await whats(payment.orderId)).slice(-1)).toEqual(['dispute_won']);
    expect(await refundsOf(payment.orderId)).toEqual([]);
  });

  it('that begins as a question has an answer to each stage', async () => {
    const payment = await paid(provider);
    const id = await dispute(payment, 'question');
    await review(payment);
    expect(await hasOpenDispute(bench.db, payment.orderId)).toBe(false);
    await control(provider, `disputes/${id}/advance`);
    await review(payment);
    expect(await tasksOf(payment.orderId)).toEqual(['dispute_opened done', 'dispute_opened open']);
    await decide(payment, id, 'lost');
    await review(payment);
    expect(await tasksOf(payment.orderId)).toEqual(['dispute_opened done', 'dispute_opened done', 'dispute_lost open']);
    expect((await whats(payment.orderId)).slice(-3)).toEqual(['dispute_opened', 'dispute_claimed', 'dispute_lost']);
  });

  it('that was a question only ends without a loss', async () => {
    const payment = await paid(provider);
    const id = await dispute(payment, 'question');
    await review(payment);
    await decide(payment, id, 'lost');
    await review(payment);
    expect(await tasksOf(payment.orderId)).toEqual(['dispute_opened done']);
    expect((await whats(payment.orderId)).slice(-1)).toEqual(['dispute_closed']);
  });

  it('that is lost takes the money once, in whatever form the provider shows it', async () => {
    const payment = await paid(provider);
    await decide(payment, await dispute(payment), 'lost');
    await review(payment);
    const rows = await readProviderRefunds(bench.db, payment.orderId);
    const [lost] = await readDisputesOfOrder(bench.db, payment.orderId);
    expect(rows.map(({ disputeId }) => disputeId)).toEqual(provider === 'paypal' ? [lost?.disputeId] : []);
    expect(await whats(payment.orderId)).not.toContain('refunded_at_provider');
  });

  it('stands in the way of our own return, which then is not sent after it', async () => {
    const payment = await paid(provider, true);
    const refundId = await onlyReturn(payment.orderId);
    const id = await dispute(payment);
    if (provider === 'paypal')
      await bench.paypal.fault({ times: 1, effect: 'refund-refused', issue: 'TRANSACTION_DISPUTED' });
    const send = () => bench.steps.sendRefund({ orderId: payment.orderId, refundId, at: bench.now() });
    expect(await send()).toEqual({ outcome: 'stuck' });
    await review(payment);
    expect(await tasksOf(payment.orderId)).toEqual(['refund_stuck open', 'dispute_opened open']);
    await decide(payment, id, 'lost');
    await review(payment);
    expect(await tasksOf(payment.orderId)).toEqual(['refund_stuck done', 'dispute_opened done']);
    expect(await send()).toEqual({ outcome: 'done' });
    const row: { problem: string } = await bench.db('refunds').where({ refund_id: refundId }).first();
    expect(row.problem).toBe('lost_dispute');
  });

  it('of an order that ended years ago is taken up all the same', async () => {
    const payment = await paid(provider);
    await bench
      .db('orders')
      .where({ order_id: payment.orderId })
      .update({ state: 'completed', closed_at: bench.now() });
    const at = new Date(Date.parse(bench.now()) + 3 * 365 * 86_400_000).toISOString();
    await dispute(payment);
    expect(await review(payment, at)).toEqual({ news: true });
    expect(await tasksOf(payment.orderId)).toEqual(['dispute_opened open']);
  });

  it('forbids that the order switches Auto Renew on when it is fulfilled after that', async () => {
    const payment = await paid(provider);
    await dispute(payment);
    await review(payment);
    const { orderId } = payment;
    await bench.db('orders').where({ order_id: orderId }).update({ auto_renew: 'enable' });
    await bench.steps.activateCapacity({ orderId, at: bench.now() });
    await bench.db('orders').where({ order_id: orderId }).update({ invoiced_at: bench.now() });
    await bench.steps.armSubscription({ orderId, at: bench.now() });
    expect(await whats(orderId)).toContain('auto_renew_not_possible');
  });
});

it('of which PayPal takes the money before it says so is one loss', async () => {
  const payment = await paid('paypal');
  const id = await dispute(payment);
  await control('paypal', `captures/${payment.captureId}/reverse`);
  await review(payment);
  expect(await tasksOf(payment.orderId)).toEqual(['dispute_opened open', 'provider_refund open']);
  await decide(payment, id, 'lost');
  await review(payment);
  expect(await tasksOf(payment.orderId)).toEqual(['dispute_opened done', 'provider_refund done', 'dispute_lost open']);
  const [lost] = await readDisputesOfOrder(bench.db, payment.orderId);
  expect(await readProviderRefunds(bench.db, payment.orderId)).toMatchObject([{ disputeId: lost?.disputeId }]);
});

describe('an appeal', () => {
  const view: DisputeView = {
    providerDisputeId: '',
    amount: { amountMinor: 100, currency: 'USD' },
    state: 'lost',
    reason: 'fraudulent',
    openedAt: '2026-11-23T08:00:00.000Z',
    respondBy: null,
  };
  const turn = (payment: Paid, state: DisputeView['state'], at: string) =>
    inTransaction(bench.db, async (trx) => {
      const order = await lockOrder(trx, payment.orderId);
      const capture = await findCapture(trx, 'stripe', payment.captureId);
      if (capture === null) throw new Error('no payment');
      const providerDisputeId = `dp_${payment.captureId}`;
      const known = { order, capture: { ...capture, provider: 'stripe' as const }, at };
      await noteDisputes(trx, known, [{ ...view, providerDisputeId, state }]);
    });

  it.each([
    ['nobody has decided on the loss', false, ['dispute_lost done', 'dispute_opened done']],
    ['somebody has', true, ['dispute_lost done', 'dispute_opened done', 'provider_difference open']],
  ] as const)('that is won is told where %s', async (_what, isDecided, tasks) => {
    const payment = await paid('stripe');
    await turn(payment, 'lost', '2026-12-01T08:00:00.000Z');
    if (isDecided) {
      const done = { state: 'done', closed_at: bench.now(), closed_by: 'somebody' };
      await bench.db('tasks').where({ order_id: payment.orderId, kind: 'dispute_lost' }).update(done);
    }
    await turn(payment, 'open', '2026-12-02T08:00:00.000Z');
    await turn(payment, 'won', '2026-12-03T08:00:00.000Z');
    expect(await tasksOf(payment.orderId)).toEqual(tasks);
  });
});

describe.each(PROVIDER_NAMES)('a refund at %s', (provider) => {
  it('of ours that comes back after it was done is not silent', async () => {
    const payment = await paid(provider, true);
    const { orderId } = payment;
    const refundId = await onlyReturn(orderId);
    await bench.steps.sendRefund({ orderId, refundId, at: bench.now() });
    const [sent] = await portOf(provider).listRefunds(payment.captureId);
    expect((await review(payment)).news).toBe(false);
    await control(provider, `refunds/${sent?.providerRefundId ?? ''}/fail`);
    expect([(await review(payment)).news, (await review(payment)).news]).toEqual([true, false]);
    expect(await tasksOf(orderId)).toEqual(['refund_stuck open']);
    expect(await refundsOf(orderId)).toMatchObject([{ state: 'stuck', problem: 'failed_after_done' }]);
    expect((await whats(orderId)).slice(-1)).toEqual(['return_stuck']);
  });

  it('by others that fails later closes its task, or asks about what was decided since', async () => {
    for (const isDecided of [false, true]) {
      const payment = await paid(provider);
      const { orderId } = payment;
      const id = await byHand(payment, 100);
      await review(payment);
      if (isDecided) {
        const done = { state: 'done', closed_at: bench.now(), closed_by: 'somebody' };
        await bench.db('tasks').where({ order_id: orderId }).update(done);
      }
      await control(provider, `refunds/${id}/fail`);
      expect([(await review(payment)).news, (await review(payment)).news]).toEqual([true, false]);
      const tasks = ['provider_refund done', ...(isDecided ? ['provider_difference open'] : [])];
      expect(await tasksOf(orderId)).toEqual(tasks);
      expect(await readProviderRefunds(bench.db, orderId)).toMatchObject([{ state: 'failed' }]);
    }
  });

  it('by others that was faster than ours is the same money, written down once', async () => {
    const payment = await paid(provider, true);
    const { orderId, totalMinor } = payment;
    const refundId = await onlyReturn(orderId);
    const id = await byHand(payment, totalMinor);
    expect(await bench.steps.sendRefund({ orderId, refundId, at: bench.now() })).toEqual({ outcome: 'done' });
    expect([(await review(payment)).news, (await review(payment)).news]).toEqual([true, false]);
    expect(await refundsOf(orderId)).toMatchObject([{ refund_id: refundId, state: 'done', provider_refund_id: id }]);
  });

  it('by others in parts takes the question about odd money from the person it was put to', async () => {
    const method = provider === 'stripe' ? 'card' : 'paypal';
    const { orderId, checkoutId } = await bench.placed(await bench.company(), { method });
    await bench.raisePrice(orderId, 1);
    if (provider === 'stripe') await bench.stripe.pay(checkoutId);
    else {
      await bench.paypal.control(`approve/${checkoutId}`);
      await bench.paypal.control(`capture/${checkoutId}`);
    }
    await bench.steps.settlePayment({ orderId, attemptNo: 1, at: bench.now() });
    const {
      provider_object_id: captureId,
      amount_minor: totalMinor,
    }: { provider_object_id: string; amount_minor: number } = await bench
      .db('captures')
      .where({ order_id: orderId })
      .first();
    const payment = { orderId, provider, checkoutId, captureId, totalMinor };
    await byHand(payment, 100);
    await review(payment);
    expect(await tasksOf(orderId)).toEqual(['second_money open']);
    await byHand(payment, totalMinor - 100);
    await review(payment);
    expect(await tasksOf(orderId)).toEqual(['second_money done']);
    expect(await bench.steps.settlePayment({ orderId, attemptNo: 1, at: bench.now() })).toEqual({
      outcome: 'returned',
    });
    expect(await readProviderRefunds(bench.db, orderId)).toHaveLength(2);
  });
});
