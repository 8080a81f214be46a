import pino from 'pino';
import { uuidv7 } from 'uuidv7';
import { insertOnce } from '../../db/inbox/inbox-events';
import type { ProviderName } from '../../domain/payment/provider-name';
import { sampleCatalogue } from '../support/sample-catalogue';
import { startStepBench, type StepBench } from '../support/steps/step-bench';
import { inboxTurn, type InboxDeps } from '../../worker/loops/inbox-turn';
import type { WorkflowMessages } from '../../worker/workflow-messages';

jest.setTimeout(60_000);

let bench: StepBench;
/** Orders whose workflow is still there to hear a hint. */
let running: Set<string>;
/** What the workflows said of the pages they were sent to. */
let reviews: string[];
beforeAll(async () => {
  bench = await startStepBench();
});
afterAll(() => bench.close());
beforeEach(() => {
  running = new Set();
  reviews = [];
});

/** The workflows' part: whoever is told of a page looks at it. */
const messages = (): WorkflowMessages => {
  const review: WorkflowMessages['moneyHint'] = async ({ orderId }, { provider, checkoutId, about }) => {
    if (about === 'payment') {
      const { news } = await bench.steps.reviewMoney({ orderId, provider, checkoutId, about, at: bench.now() });
      reviews.push(news ? 'news of a payment' : 'no news');
      return;
    }
    reviews.push((await bench.steps.reviewStray({ orderId, provider, checkoutId, at: bench.now() })).outcome);
  };
  return {
    hint: async (orderId, hint) => {
      if (running.has(orderId)) await review({ orderId, partnerId: '', companyId: '' }, hint);
      return running.has(orderId);
    },
    moneyHint: review,
    refundsWanted: () => Promise.resolve(),
    orderLeft: () => Promise.resolve(),
    subscriptionChanged: () => Promise.resolve(),
    restartOrder: () => Promise.resolve(),
    startDelivery: () => Promise.resolve(),
  };
};

function inboxDeps(told: WorkflowMessages): InboxDeps {
  const { db, now } = bench;
  const catalogue = sampleCatalogue();
  const payment = {
    db,
    catalogue,
    policies: catalogue.policies,
    payableMethods: ['card', 'paypal'] as const,
    providers: { stripe: bench.stripe.provider, paypal: bench.paypal.provider },
    publicUrl: 'http://127.0.0.1:1',
  };
  return { payment, messages: told, now, log: pino({ level: 'silent' }) };
}

async function webhook(
  provider: ProviderName,
  objectId: string,
  about: 'page' | 'payment' = 'page'
): Promise<string | null> {
  const { db, now } = bench;
  const eventId = uuidv7();
  await insertOnce(db, { provider, eventId, eventType: 'changed', about, objectId, bodyHash: 'hash', at: now() });
  await inboxTurn(inboxDeps(messages()));
  const row: { outcome: string | null } = await db('inbox_events').where({ event_id: eventId }).first('outcome');
  return row.outcome;
}

/** A page that names an order and that nobody here has written down. */
async function strangePage(orderId: string, attemptNo = 7): Promise<string> {
  const { objectId } = await bench.stripe.provider.startCheckout(await bench.stripe.order({ orderId, attemptNo }));
  return objectId;
}

const tasksOf = (orderId: string): Promise<string[]> =>
  bench.db('tasks').where({ order_id: orderId }).orderBy('opened_at').pluck<string[]>('kind');

describe('a page that names an order of ours and that we never wrote down', () => {
  it.each([
    ['whose workflow runs', 'hinted'],
    ['whose workflow has closed', 'aftercare'],
  ])('of an order %s is shown to a person once it is paid', async (_, outcome) => {
    const { orderId } = await bench.placed(await bench.company());
    if (outcome === 'hinted') running.add(orderId);
    const checkoutId = await strangePage(orderId);
    expect(await webhook('stripe', checkoutId)).toBe(outcome);
    expect(await tasksOf(orderId)).toEqual([]);
    await bench.stripe.pay(checkoutId);
    expect(await webhook('stripe', checkoutId)).toBe(outcome);
    expect(reviews).toEqual(['no_money', 'task_opened']);
    expect(await tasksOf(orderId)).toEqual(['provider_difference']);
  });

  it('at PayPal, after the answer to its opening was lost, is no matter for a person: its money is never taken', async () => {
    const { orderId, checkoutId } = await bench.placed(await bench.company(), { method: 'paypal' });
    await bench
      .db('payment_attempts')
      .where({ order_id: orderId })
      .update({ state: 'failed', provider_object_id: null, url: null, closed_at: bench.now() });
    running.add(orderId);
    await bench.paypal.control(`approve/${checkoutId}`, { payer: 'normal' });
    expect(await webhook('paypal', checkoutId)).toBe('hinted');
    expect(reviews).toEqual(['no_money']);
    expect(await tasksOf(orderId)).toEqual([]);
    expect(await bench.paypal.captures(orderId)).toBe(0);
  });

  it('waits while a page of the order is being opened: that may be it', async () => {
    const { orderId } = await bench.placed(await bench.company());
    const checkoutId = await strangePage(orderId);
    await bench
      .db('payment_attempts')
      .where({ order_id: orderId })
      .update({ state: 'opening', provider_object_id: null });
    expect(await webhook('stripe', checkoutId)).toBeNull();
    await bench.db('inbox_events').whereNull('handled_at').delete();
  });
});

it.each(['an-order-of-another-shop', uuidv7()])('a page that names %s is not ours', async (orderId) => {
  const checkoutId = await strangePage(orderId);
  await bench.stripe.pay(checkoutId);
  expect(await webhook('stripe', checkoutId)).toBe('not_ours');
  expect(reviews).toEqual([]);
});

describe('a message about money that was taken before', () => {
  const refundByHand = async (captureId: string): Promise<void> => {
    const amount = { amountMinor: 100, currency: 'USD' };
    await bench.stripe.provider.refund({ captureId, refundId: uuidv7(), amount, idempotencyKey: uuidv7() });
  };
  const paymentOf = async (checkoutId: string): Promise<string> => {
    const view = await bench.stripe.provider.lookUp(checkoutId);
    if (view.state !== 'paid') throw new Error('nobody has paid');
    return view.captureId;
  };
  const unhandled = () => bench.db('inbox_events').whereNull('handled_at');

  it.each([
    ['runs', true],
    ['has closed', false],
  ])('goes to the aftercare of an order whose workflow %s', async (_, isRunning) => {
    const { orderId, checkoutId } = await bench.placed(await bench.company());
    await bench.stripe.pay(checkoutId);
    await bench.steps.settlePayment({ orderId, attemptNo: 1, at: bench.now() });
    if (isRunning) running.add(orderId);
    const captureId = await paymentOf(checkoutId);
    await refundByHand(captureId);
    expect(await webhook('stripe', captureId, 'payment')).toBe('aftercare');
    expect(await webhook('stripe', captureId, 'payment')).toBe('aftercare');
    expect(reviews).toEqual(['news of a payment', 'no news']);
  });

  it('that an open order has not seen makes it look first, and then goes to its aftercare', async () => {
    const { orderId, checkoutId } = await bench.placed(await bench.company());
    running.add(orderId);
    await bench.stripe.pay(checkoutId);
    const captureId = await paymentOf(checkoutId);
    await refundByHand(captureId);
    expect(await webhook('stripe', captureId, 'payment')).toBeNull();
    // The order's own look, as its hint asks for.
    await bench.steps.settlePayment({ orderId, attemptNo: 1, at: bench.now() });
    await unhandled().update({ next_try_at: '2020-01-01T00:00:00.000Z' });
    expect(await webhook('stripe', captureId, 'payment')).toBe('aftercare');
    expect(await unhandled()).toEqual([]);
    expect(reviews.slice(-1)).toEqual(['news of a payment']);
  });

  it('stops asking an order that never sees it, and keeps waiting', async () => {
    const { orderId, checkoutId } = await bench.placed(await bench.company());
    running.add(orderId);
    await bench.stripe.pay(checkoutId);
    const captureId = await paymentOf(checkoutId);
    running.delete(orderId);
    let hints = 0;
    const eventId = uuidv7();
    const deps = inboxDeps({ ...messages(), hint: () => Promise.resolve((hints += 1) > 0) });
    await insertOnce(bench.db, {
      provider: 'stripe',
      eventId,
      eventType: 'charge.refunded',
      about: 'payment',
      objectId: captureId,
      bodyHash: 'hash',
      at: bench.now(),
    });
    for (let turn = 0; turn < 8; turn += 1) {
      await bench.db('inbox_events').where({ event_id: eventId }).update({ next_try_at: '2020-01-01T00:00:00.000Z' });
      await inboxTurn(deps);
    }
    expect(hints).toBe(5);
    expect(await unhandled()).toHaveLength(1);
    await unhandled().delete();
  });

  it('finds a payment by the refund that PayPal names alone', async () => {
    const { orderId, checkoutId } = await bench.placed(await bench.company(), { method: 'paypal' });
    await bench.paypal.control(`approve/${checkoutId}`);
    await bench.paypal.control(`capture/${checkoutId}`);
    await bench.steps.settlePayment({ orderId, attemptNo: 1, at: bench.now() });
    running.add(orderId);
    const view = await bench.paypal.provider.lookUp(checkoutId);
    if (view.state !== 'paid') throw new Error('nobody has paid');
    const amount = { amountMinor: 100, currency: 'USD' };
    const refund = { captureId: view.captureId, refundId: uuidv7(), amount, idempotencyKey: uuidv7() };
    const sent = await bench.paypal.provider.refund(refund);
    if (sent.outcome !== 'made') throw new Error(sent.code);
    expect(await webhook('paypal', sent.refund.providerRefundId, 'payment')).toBe('aftercare');
    expect(reviews).toEqual(['news of a payment']);
  });

  it('of nobody here is not ours', async () => {
    expect(await webhook('stripe', 'pi_of_another_shop', 'payment')).toBe('not_ours');
  });
});
