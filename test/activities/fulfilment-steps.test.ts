import { issueInvoice } from '../../activities/invoice/issue-invoice';
import { sampleSeller } from '../support/sample-catalogue';
import { FinalFailure, TryLater } from '../../activities/shared/final-failure';
import { GatewayFailure } from '../../gateways/shared/provider-failure';
import { startStepBench, type StepBench } from '../support/steps/step-bench';

jest.setTimeout(60_000);

let bench: StepBench;
beforeAll(async () => {
  bench = await startStepBench();
});
afterAll(() => bench.close());

const subscriptionOf = (companyId: string) => bench.db('subscriptions').where({ company_id: companyId }).first();
const CONSENT = { autoRenew: 'enable', consent: { textVersion: 'c1' } } as const;

async function fulfilled(orderId: string): Promise<void> {
  await bench.steps.activateCapacity({ orderId, at: bench.now() });
  await bench.steps.armSubscription({ orderId, at: bench.now() });
}

describe('activating capacity', () => {
  it('tells Workplace the whole target once, however often it runs', async () => {
    const partner = await bench.company();
    const orderId = await bench.paid(partner);
    for (let time = 0; time < 3; time += 1) await bench.steps.activateCapacity({ orderId, at: bench.now() });
    expect(await bench.workplaceChanges(partner.companyId)).toHaveLength(1);
    expect(await subscriptionOf(partner.companyId)).toMatchObject({
      version: 1,
      capacities: { meeting_room: 15, desk: 20 },
    });
    expect(await bench.db('orders').where({ order_id: orderId }).first()).toMatchObject({
      activated_at: expect.any(String),
    });
  });

  it('ends right when the connection broke after Workplace had acted', async () => {
    const partner = await bench.company();
    const orderId = await bench.paid(partner);
    await bench.workplaceFault({
      match: { method: 'PUT', path: `/v1/companies/${partner.companyId}` },
      effect: 'cut-after',
      times: 1,
    });
    await expect(bench.steps.activateCapacity({ orderId, at: bench.now() })).rejects.toBeInstanceOf(GatewayFailure);
    expect((await subscriptionOf(partner.companyId)).version).toBe(0);
    await bench.steps.activateCapacity({ orderId, at: bench.now() });
    expect(await bench.workplaceChanges(partner.companyId)).toHaveLength(1);
    expect((await subscriptionOf(partner.companyId)).version).toBe(1);
  });

  it('adds two open expansions up, one waiting for the other', async () => {
    const partner = await bench.company();
    const [first, second] = [await bench.placed(partner), await bench.placed(partner)];
    for (const { orderId, checkoutId } of [first, second]) {
      await bench.stripe.pay(checkoutId);
      await bench.steps.settlePayment({ orderId, attemptNo: 1, at: bench.now() });
    }
    await bench.workplaceFault({
      match: { method: 'PUT', path: `/v1/companies/${partner.companyId}` },
      effect: 'cut-before',
      times: 1,
    });
    await expect(bench.steps.activateCapacity({ orderId: first.orderId, at: bench.now() })).rejects.toBeInstanceOf(
      GatewayFailure
    );
    const busy = bench.steps.activateCapacity({ orderId: second.orderId, at: bench.now() });
    await expect(busy).rejects.toMatchObject({ code: 'company_busy' });
    await expect(busy).rejects.toBeInstanceOf(TryLater);
    await fulfilled(first.orderId);
    await fulfilled(second.orderId);
    expect(await subscriptionOf(partner.companyId)).toMatchObject({ version: 2, capacities: { meeting_room: 20 } });
    expect(await bench.workplaceChanges(partner.companyId)).toHaveLength(2);
  });

  it('stops for a person when the limit was used up since the quote', async () => {
    const partner = await bench.company();
    const orderId = await bench.paid(partner);
    await bench
      .db('subscriptions')
      .where({ company_id: partner.companyId })
      .update({ capacities: JSON.stringify({ meeting_room: 100_000, location: 0, desk: 0, visitor: 0 }) });
    const step = bench.steps.activateCapacity({ orderId, at: bench.now() });
    await expect(step).rejects.toBeInstanceOf(FinalFailure);
    await expect(step).rejects.toMatchObject({ code: 'over_limit' });
    expect(await bench.db('activations').where({ order_id: orderId })).toHaveLength(0);
  });

  it('gives the company free after a final refusal and can be resumed once the cause is gone', async () => {
    const partner = await bench.company();
    const orderId = await bench.paid(partner);
    await bench.workplaceFault({
      match: { method: 'PUT', path: `/v1/companies/${partner.companyId}` },
      effect: 'status',
      status: 422,
      times: 1,
    });
    await expect(bench.steps.activateCapacity({ orderId, at: bench.now() })).rejects.toBeInstanceOf(FinalFailure);
    expect(await bench.db('activations').where({ order_id: orderId }).first()).toMatchObject({ state: 'refused' });
    await bench.steps.activateCapacity({ orderId, at: bench.now() });
    expect(await bench.workplaceChanges(partner.companyId)).toHaveLength(1);
  });

  it('begins the term of a first purchase on the day of activation', async () => {
    const partner = await bench.company({ plan: 'none' });
    const orderId = await bench.paid(partner, {}, { plan: 'standard', items: [{ service: 'desk', quantity: 10 }] });
    await fulfilled(orderId);
    const today = bench.now().slice(0, 10);
    expect(await subscriptionOf(partner.companyId)).toMatchObject({
      status: 'active',
      plan: 'standard',
      term_start: today,
      capacities: { desk: 10, meeting_room: 0 },
    });
  });
});

describe('arming the subscription', () => {
  it('completes the order once and wakes the sleeper by one message', async () => {
    const partner = await bench.company();
    const orderId = await bench.paid(partner);
    await bench.steps.activateCapacity({ orderId, at: bench.now() });
    await Promise.all([1, 2, 3].map(() => bench.steps.armSubscription({ orderId, at: bench.now() })));
    expect(await bench.db('orders').where({ order_id: orderId }).first()).toMatchObject({ state: 'completed' });
    expect(await bench.db('outbox').where({ dedupe_key: `subscription_changed:armed:${orderId}` })).toHaveLength(1);
    const events: string[] = await bench
      .db('order_events')
      .where({ order_id: orderId })
      .orderBy('event_id')
      .pluck('what');
    expect(events).toEqual(['placed', 'checkout_opened', 'paid', 'activated', 'completed']);
  });

  it('switches Auto Renew on with the method that was saved with consent', async () => {
    const partner = await bench.company();
    const orderId = await bench.paid(partner, CONSENT);
    await fulfilled(orderId);
    const [method] = await bench.db('saved_methods').where({ company_id: partner.companyId });
    expect(method).toMatchObject({
      last4: '4242',
      consent: { textVersion: 'c1', by: partner.userId },
      released_at: null,
    });
    expect(await subscriptionOf(partner.companyId)).toMatchObject({
      auto_renew: true,
      saved_method_id: method.saved_method_id,
    });
  });

  it('saves nothing without the tick', async () => {
    const partner = await bench.company();
    await fulfilled(await bench.paid(partner));
    expect(await bench.db('saved_methods').where({ company_id: partner.companyId })).toHaveLength(0);
    expect(await subscriptionOf(partner.companyId)).toMatchObject({ auto_renew: false });
  });

  it('switches Auto Renew off and leaves the method to be forgotten at the provider', async () => {
    const partner = await bench.company();
    await fulfilled(await bench.paid(partner, CONSENT));
    await fulfilled(await bench.paid(partner, { autoRenew: 'disable' }));
    expect(await subscriptionOf(partner.companyId)).toMatchObject({ auto_renew: false, saved_method_id: null });
    const plan = await bench.steps.planSubscription({ companyId: partner.companyId, at: bench.now() });
    if (plan.forgetMethodId === null) throw new Error('nothing to forget');
    const step = { companyId: partner.companyId, savedMethodId: plan.forgetMethodId, at: bench.now() };
    await bench.steps.forgetMethod(step);
    await bench.steps.forgetMethod(step);
    expect(await bench.db('saved_methods').where({ company_id: partner.companyId })).toMatchObject([
      { forgotten_at: expect.any(String) },
    ]);
    expect(
      (await bench.steps.planSubscription({ companyId: partner.companyId, at: bench.now() })).forgetMethodId
    ).toBeNull();
  });
});

describe('the invoice of a first purchase', () => {
  it('states the term that began with activation, not the one that was quoted', async () => {
    const partner = await bench.company({ plan: 'none' });
    const orderId = await bench.paid(partner, {}, { plan: 'standard', items: [{ service: 'desk', quantity: 10 }] });
    const tomorrow = new Date(Date.parse(bench.now()) + 86_400_000).toISOString();
    await bench.steps.activateCapacity({ orderId, at: tomorrow });
    const { invoiceId } = await issueInvoice({ db: bench.db, sellerOf: sampleSeller })({ orderId, at: tomorrow });
    const { body } = await bench.db('invoices').where({ invoice_id: invoiceId }).first();
    expect(body.lines.map(({ period }: { period: { from: string } }) => period.from)).toEqual(
      body.lines.map(() => tomorrow.slice(0, 10))
    );
  });
});
