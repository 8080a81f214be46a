import { startStepBench, type StepBench } from '../support/steps/step-bench';
import type { PartnerRows } from '../support/rows/partner-rows';
import { BILLING } from '../support/rows/order-rows';

jest.setTimeout(60_000);

let bench: StepBench;
beforeAll(async () => {
  bench = await startStepBench();
});
afterAll(() => bench.close());

const rowOf = ({ companyId }: PartnerRows) => bench.db('subscriptions').where({ company_id: companyId }).first();

async function withContact(partner: PartnerRows): Promise<void> {
  await bench.db('billing_contacts').insert({
    contact_id: `contact-${partner.partnerId}`,
    partner_id: partner.partnerId,
    data: JSON.stringify(BILLING),
    created_at: bench.now(),
    updated_at: bench.now(),
  });
}

async function ask(partner: PartnerRows, on: boolean): Promise<string> {
  const requestId = `${on ? 'on' : 'off'}-${partner.companyId}`;
  await bench.db('person_requests').insert({
    request_id: requestId,
    kind: 'set_auto_renew',
    actor_id: partner.userId,
    subject_id: partner.companyId,
    body: JSON.stringify({ on }),
    created_at: bench.now(),
  });
  return requestId;
}

describe('planning a sleeper', () => {
  it('chooses the 30-day reminder first, then 7 days, then the day itself when nothing renews by itself', async () => {
    const partner = await bench.company();
    const { expires_on: expiresOn } = await rowOf(partner);
    const dates: string[] = [];
    let at = bench.now();
    for (let turn = 0; turn < 4; turn += 1) {
      const plan = await bench.steps.planSubscription({ companyId: partner.companyId, at });
      if (plan.wakeAt === null) throw new Error('nothing planned');
      dates.push(`${plan.what} ${Math.round((Date.parse(expiresOn) - Date.parse(plan.wakeAt)) / 86_400_000)}`);
      at = plan.wakeAt;
      const { companyId } = partner;
      await bench.steps.performDue({ companyId, what: plan.what, dueAt: plan.wakeAt, version: plan.version, at });
    }
    expect(dates).toEqual(['reminder:30 30', 'reminder:7 7', 'reminder:0 0', 'grace_end -7']);
    expect((await bench.steps.planSubscription({ companyId: partner.companyId, at })).wakeAt).toBeNull();
  });

  it('plans nothing for a company without a plan', async () => {
    const partner = await bench.company({ plan: 'none' });
    await expect(
      bench.steps.planSubscription({ companyId: partner.companyId, at: bench.now() })
    ).resolves.toMatchObject({
      wakeAt: null,
      what: 'nothing',
    });
  });
});

describe('what is due', () => {
  it('is one mail to the billing contact, whatever is repeated', async () => {
    const partner = await bench.company();
    await withContact(partner);
    const { companyId } = partner;
    const plan = await bench.steps.planSubscription({ companyId, at: bench.now() });
    const due = { companyId, what: plan.what, dueAt: plan.wakeAt ?? '', version: plan.version, at: bench.now() };
    await bench.steps.performDue(due);
    await bench.steps.performDue(due);
    expect(await bench.db('mails').where({ company_id: companyId })).toMatchObject([
      {
        kind: 'renewal_reminder',
        recipient: { address: BILLING.email },
        data: { autoRenew: false, today: false, estimate: { currency: 'USD' } },
      },
    ]);
  });

  it('is a task when there is nobody to write to', async () => {
    const { companyId } = await bench.company();
    const plan = await bench.steps.planSubscription({ companyId, at: bench.now() });
    await bench.steps.performDue({
      companyId,
      what: plan.what,
      dueAt: plan.wakeAt ?? '',
      version: plan.version,
      at: bench.now(),
    });
    expect(await bench.db('tasks').where({ company_id: companyId })).toMatchObject([
      { kind: 'renewal_due', role: 'account_manager' },
    ]);
  });

  it('is skipped when the subscription has changed since the plan was made', async () => {
    const partner = await bench.company();
    await withContact(partner);
    const { companyId } = partner;
    const plan = await bench.steps.planSubscription({ companyId, at: bench.now() });
    await bench.steps.performDue({
      companyId,
      what: plan.what,
      dueAt: plan.wakeAt ?? '',
      version: plan.version + 1,
      at: bench.now(),
    });
    expect(await bench.db('mails').where({ company_id: companyId })).toHaveLength(0);
  });

  it('opens a task for the account manager when a renewal is due, since nothing is charged yet', async () => {
    const { companyId } = await bench.company();
    const { row_version: version } = await bench.db('subscriptions').where({ company_id: companyId }).first();
    await bench.steps.performDue({ companyId, what: 'renewal_due', dueAt: bench.now(), version, at: bench.now() });
    expect(await bench.db('tasks').where({ company_id: companyId })).toMatchObject([
      { kind: 'renewal_due', state: 'open' },
    ]);
  });
});

describe('Auto Renew by a person', () => {
  it('cannot be switched on without a saved method', async () => {
    const partner = await bench.company();
    const requestId = await ask(partner, true);
    const input = { companyId: partner.companyId, requestId, at: bench.now() };
    await expect(bench.steps.changeAutoRenew(input)).resolves.toEqual({ outcome: 'refused', code: 'no_saved_method' });
    await expect(bench.steps.changeAutoRenew(input)).resolves.toEqual({ outcome: 'refused', code: 'no_saved_method' });
  });

  it('is switched off in one call, once, and releases the method', async () => {
    const partner = await bench.company();
    const orderId = await bench.paid(partner, { autoRenew: 'enable', consent: { textVersion: 'c1' } });
    await bench.steps.activateCapacity({ orderId, at: bench.now() });
    await bench.steps.armSubscription({ orderId, at: bench.now() });
    const requestId = await ask(partner, false);
    const input = { companyId: partner.companyId, requestId, at: bench.now() };
    await expect(bench.steps.changeAutoRenew(input)).resolves.toEqual({ outcome: 'off' });
    const { row_version: after } = await rowOf(partner);
    await expect(bench.steps.changeAutoRenew(input)).resolves.toEqual({ outcome: 'off' });
    expect(await rowOf(partner)).toMatchObject({ auto_renew: false, row_version: after });
    expect(
      await bench.db('audit_log').where({ subject_id: partner.companyId, what: 'subscription.auto_renew' })
    ).toMatchObject([{ actor_id: partner.userId }]);
  });

  it('does nothing for an id that no person stored', async () => {
    const partner = await bench.company();
    const input = { companyId: partner.companyId, requestId: 'made up', at: bench.now() };
    await expect(bench.steps.changeAutoRenew(input)).rejects.toMatchObject({ code: 'request_unknown' });
  });
});
