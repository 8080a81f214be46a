import { FinalFailure } from '../../activities/shared/final-failure';
import { addMonths } from '../../domain/time/add-months';
import { startStepBench, type StepBench } from '../support/steps/step-bench';
import type { PartnerRows } from '../support/rows/partner-rows';

jest.setTimeout(60_000);

let bench: StepBench;
beforeAll(async () => {
  bench = await startStepBench();
});
afterAll(() => bench.close());

const subscriptions = ({ companyId }: PartnerRows) => bench.db('subscriptions').where({ company_id: companyId });

/** What a renewal paid ahead writes: the term after the running one, a year from its end. */
async function payNextTerm(partner: PartnerRows, months = 12): Promise<void> {
  const { expires_on: from, anchor_day: anchor } = await subscriptions(partner).first();
  await subscriptions(partner).update({ next_term_start: from, next_term_until: addMonths(from, months, anchor) });
}

const loseNextTerm = (partner: PartnerRows) =>
  subscriptions(partner).update({ next_term_start: null, next_term_until: null });

async function activate(orderId: string): Promise<unknown> {
  try {
    await bench.steps.activateCapacity({ orderId, at: bench.now() });
    return 'active';
  } catch (error) {
    if (error instanceof FinalFailure) return error.code;
    throw error;
  }
}

describe('a paid expansion is activated for what it was charged for', () => {
  it('this term, while no next one is paid', async () => {
    const partner = await bench.company();
    await expect(activate(await bench.paid(partner))).resolves.toBe('active');
  });

  it('not the next term, when that was paid after the quote', async () => {
    const partner = await bench.company();
    const orderId = await bench.paid(partner);
    await payNextTerm(partner);
    await expect(activate(orderId)).resolves.toBe('term_changed');
    expect(await bench.workplaceChanges(partner.companyId)).toHaveLength(0);
    expect(await bench.db('activations').where({ order_id: orderId })).toHaveLength(0);
    await loseNextTerm(partner);
    await expect(activate(orderId)).resolves.toBe('active');
  });

  it('both terms, when both were charged and are there', async () => {
    const partner = await bench.company();
    await payNextTerm(partner);
    const orderId = await bench.paid(partner);
    expect(await bench.db('order_lines').where({ order_id: orderId })).toHaveLength(2);
    await expect(activate(orderId)).resolves.toBe('active');
    const { next_term_until: until } = await subscriptions(partner).first();
    const { target } = await bench.db('activations').where({ order_id: orderId }).first();
    expect(target).toMatchObject({ expiresOn: until, capacities: { meeting_room: 15 } });
  });

  it.each([
    ['is gone', loseNextTerm],
    ['is another one now', (partner: PartnerRows) => payNextTerm(partner, 24)],
  ])('not when a next term that was charged as well %s', async (_, change) => {
    const partner = await bench.company();
    await payNextTerm(partner);
    const orderId = await bench.paid(partner);
    await change(partner);
    await expect(activate(orderId)).resolves.toBe('term_changed');
    expect(await bench.workplaceChanges(partner.companyId)).toHaveLength(0);
  });
});

describe('of two open expansions the second is checked against what the first left', () => {
  const DESKS = { items: [{ service: 'desk', quantity: 6_000 }] };
  const ROOMS = { items: [{ service: 'desk', quantity: 5 }] };

  it('the limit', async () => {
    const partner = await bench.company();
    const orders = [await bench.paid(partner, {}, DESKS), await bench.paid(partner, {}, DESKS)];
    const outcomes = [await activate(orders[0] ?? ''), await activate(orders[1] ?? '')];
    expect(outcomes).toEqual(['active', 'over_limit']);
    expect((await subscriptions(partner).first()).capacities).toMatchObject({ desk: 6_020 });
  });

  it('the plan', async () => {
    const partner = await bench.company();
    const orders = [await bench.paid(partner, {}, ROOMS), await bench.paid(partner, {}, ROOMS)];
    await activate(orders[0] ?? '');
    await subscriptions(partner).update({ plan: 'pro' });
    await expect(activate(orders[1] ?? '')).resolves.toBe('plan_changed');
  });

  it('a downgrade that was scheduled in between', async () => {
    const partner = await bench.company();
    const orders = [await bench.paid(partner, {}, ROOMS), await bench.paid(partner, {}, ROOMS)];
    await activate(orders[0] ?? '');
    await subscriptions(partner).update({ scheduled: JSON.stringify({ plan: 'basic' }) });
    await expect(activate(orders[1] ?? '')).resolves.toBe('service_leaves_with_downgrade');
  });

  it('the term', async () => {
    const partner = await bench.company();
    const orders = [await bench.paid(partner, {}, ROOMS), await bench.paid(partner, {}, ROOMS)];
    await activate(orders[0] ?? '');
    const { expires_on: until, anchor_day: anchor } = await subscriptions(partner).first();
    await subscriptions(partner).update({ term_start: until, expires_on: addMonths(until, 12, anchor) });
    await expect(activate(orders[1] ?? '')).resolves.toBe('term_changed');
    expect(await bench.workplaceChanges(partner.companyId)).toHaveLength(1);
  });
});
