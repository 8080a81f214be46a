import pino from 'pino';
import { uuidv7 } from 'uuidv7';
import { insertOnce } from '../../db/inbox/inbox-events';
import type { ProviderName } from '../../domain/payment/provider-name';
import { sampleCatalogue } from '../support/sample-catalogue';
import { startStepBench, type StepBench } from '../support/steps/step-bench';
import { inboxTurn } from '../../worker/loops/inbox-turn';
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
  const review: WorkflowMessages['moneyHint'] = async ({ orderId }, { provider, checkoutId }) => {
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
    startDelivery: () => Promise.resolve(),
  };
};

async function webhook(provider: ProviderName, objectId: string): Promise<string | null> {
  const { db, now } = bench;
  const eventId = uuidv7();
  await insertOnce(db, { provider, eventId, eventType: 'changed', objectId, bodyHash: 'hash', at: now() });
  const catalogue = sampleCatalogue();
  const payment = {
    db,
    catalogue,
    policies: catalogue.policies,
    payableMethods: ['card', 'paypal'] as const,
    providers: { stripe: bench.stripe.provider, paypal: bench.paypal.provider },
    publicUrl: 'http://127.0.0.1:1',
  };
  await inboxTurn({ payment, messages: messages(), now, log: pino({ level: 'silent' }) });
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
