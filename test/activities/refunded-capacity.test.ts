import { startRefundBench, type RefundBench } from '../support/steps/refund-bench';

jest.setTimeout(60_000);

let bench: RefundBench;
beforeAll(async () => {
  bench = await startRefundBench();
});
afterAll(() => bench.close());

const PLAN = { plan: 'standard', items: [{ service: 'desk', quantity: 25 }] };
const subscriptionOf = (companyId: string) => bench.db('subscriptions').where({ company_id: companyId }).first();
const linesOf = async (orderId: string): Promise<{ line_no: number; item_type: string }[]> =>
  bench.db('order_lines').where({ order_id: orderId }).orderBy('line_no');

describe('capacity that ends now', () => {
  it('takes the plan away with all it carried, at Workplace and here', async () => {
    const partner = await bench.company({ plan: 'none' });
    const orderId = await bench.completed(partner, PLAN);
    await bench.refund(orderId, { capacity: 'end_now' });
    await bench.care(orderId);
    expect(await subscriptionOf(partner.companyId)).toMatchObject({
      plan: null,
      status: 'lapsed',
      auto_renew: false,
      capacities: { desk: 0 },
    });
    const changes = (await bench.workplaceChanges(partner.companyId)) as { to?: unknown }[];
    expect(changes).toHaveLength(2);
  });

  it('leaves a plan that other orders have put services on', async () => {
    const partner = await bench.company({ plan: 'none' });
    const orderId = await bench.completed(partner, PLAN);
    await bench.completed(partner, { items: [{ service: 'meeting_room', quantity: 5 }] });
    await expect(bench.refund(orderId, { capacity: 'end_now' })).rejects.toMatchObject({
      code: 'invalid_input',
      options: { errors: [{ code: 'services_remain' }] },
    });
    const planLine = (await linesOf(orderId)).find((line) => line.item_type === 'plan');
    const wish = { lines: [{ lineNo: planLine?.line_no ?? 0, quantity: 1, capacity: 'end_at_term' as const }] };
    await bench.refund(orderId, wish);
    await bench.care(orderId);
    expect(await subscriptionOf(partner.companyId)).toMatchObject({
      plan: 'standard',
      auto_renew: false,
      scheduled: { endings: [{ item: { type: 'plan' }, choice: 'end_at_term' }] },
    });
  });

  it('waits while another order is changing the company, and is told once', async () => {
    const partner = await bench.company();
    const orderId = await bench.completed(partner);
    const other = await bench.paid(partner);
    const path = `/v1/companies/${partner.companyId}`;
    await bench.workplaceFault({ match: { method: 'PUT', path }, effect: 'cut-before', times: 1 });
    await expect(bench.steps.activateCapacity({ orderId: other, at: bench.now() })).rejects.toThrow();
    await bench.refund(orderId, { capacity: 'end_now' });
    await expect(bench.care(orderId)).rejects.toMatchObject({ code: 'company_busy' });
    await bench.steps.activateCapacity({ orderId: other, at: bench.now() });
    await bench.care(orderId);
    await bench.care(orderId);
    expect((await bench.capacityOf(partner.companyId))['meeting_room']).toBe(15);
    expect(await bench.workplaceChanges(partner.companyId)).toHaveLength(3);
  });

  it('is repeated under the same version when the answer was lost', async () => {
    const partner = await bench.company();
    const orderId = await bench.completed(partner);
    const path = `/v1/companies/${partner.companyId}`;
    await bench.refund(orderId, { capacity: 'end_now' });
    await bench.workplaceFault({ match: { method: 'PUT', path }, effect: 'cut-after', times: 1 });
    await expect(bench.care(orderId)).rejects.toThrow();
    await bench.care(orderId);
    expect(await bench.workplaceChanges(partner.companyId)).toHaveLength(2);
    expect((await bench.capacityOf(partner.companyId))['meeting_room']).toBe(10);
  });

  it('that Workplace will not take back is a task, and the refund stays done', async () => {
    const partner = await bench.company();
    const orderId = await bench.completed(partner);
    const refundId = await bench.refund(orderId, { capacity: 'end_now' });
    const input = { orderId, orderRefundId: refundId, reason: 'workplace_refused', at: bench.now() };
    await bench
      .db('companies')
      .where({ company_id: partner.companyId })
      .update({ partner_id: (await bench.company()).partnerId });
    await expect(bench.care(orderId)).rejects.toMatchObject({ code: 'company_moved' });
    await bench.steps.reportCapacityLeft(input);
    await bench.steps.reportCapacityLeft(input);
    expect(await bench.refundRow(refundId)).toMatchObject({ state: 'done', capacity_state: 'stuck' });
    expect(await bench.tasks(orderId)).toEqual(['capacity_left open']);
    expect(await bench.items(orderId)).toEqual([]);
  });

  it.each(['cut-before', 'cut-after'] as const)(
    'that Workplace has said nothing about (%s) leaves the company free, and its next change decides',
    async (effect) => {
      const partner = await bench.company();
      const { companyId } = partner;
      const orderId = await bench.completed(partner);
      const orderRefundId = await bench.refund(orderId, { capacity: 'end_now' });
      await bench.workplaceFault({ match: { method: 'PUT', path: `/v1/companies/${companyId}` }, effect, times: 1 });
      await expect(bench.care(orderId)).rejects.toThrow();
      await bench.steps.reportCapacityLeft({ orderId, orderRefundId, reason: 'no_answer', at: bench.now() });
      expect(await bench.tasks(orderId)).toEqual(['capacity_left open']);
      expect(await bench.db('activations').where({ company_id: companyId, state: 'claimed' })).toEqual([]);
      expect(await subscriptionOf(companyId)).toMatchObject({ version: 2, capacities: { meeting_room: 15 } });
      await bench.completed(partner);
      expect(await subscriptionOf(companyId)).toMatchObject({ version: 3, capacities: { meeting_room: 20 } });
      expect((await bench.capacityOf(companyId))['meeting_room']).toBe(20);
    }
  );
});
