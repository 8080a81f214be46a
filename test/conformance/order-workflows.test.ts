import { uuidv7 } from 'uuidv7';
import { ORDER_ASKS, type OrderWorkflows } from '../../api/http/order-workflows';
import { createWorkflowClient } from '../../api/http/workflow-client';
import { createFakeOrderWorkflows } from '../support/api/fake-order-workflows';
import { testTemporalAddress, uniqueTaskQueue } from '../support/servers/test-temporal';

interface Subject {
  readonly here: OrderWorkflows;
  readonly away: OrderWorkflows;
  close(): Promise<void>;
}

const clientAt = (address: string) =>
  createWorkflowClient({ address, namespace: 'default', taskQueue: uniqueTaskQueue('port'), realNowMs: Date.now });

const subjects: Readonly<Record<string, () => Subject>> = {
  'the Temporal client': () => {
    const [here, away] = [clientAt(testTemporalAddress()), clientAt('127.0.0.1:1')];
    const close = async (): Promise<void> => {
      await Promise.all([here.close(), away.close()]);
    };
    return { here: here.workflows, away: away.workflows, close };
  },
  'the fake': () => {
    const away = createFakeOrderWorkflows();
    away.away();
    return { here: createFakeOrderWorkflows(), away, close: () => Promise.resolve() };
  },
};

describe.each(Object.entries(subjects))('OrderWorkflows by %s', (_name, create) => {
  const request = { requestId: uuidv7() };
  let subject: Subject;

  beforeAll(() => {
    subject = create();
  });
  afterAll(() => subject.close());

  const updates = (port: OrderWorkflows, id: string) => [
    port.payNow(id, request),
    port.cancel(id, request),
    port.setAutoRenew(id, request),
    // One order takes no more than five waiting messages, so each goes to an order of its own.
    ...ORDER_ASKS.map((name) => port.ask(uuidv7(), name, request)),
  ];
  const signals = (port: OrderWorkflows, id: string) => [
    port.hint(id, { provider: 'stripe', checkoutId: 'cs_1', source: 'return' }),
    port.resume(id, request),
    port.lookAgain(id, request),
    port.orderClockMoved(id, 1),
    port.aftercareClockMoved(id, 1),
    port.subscriptionClockMoved(id, 1),
    port.subscriptionChanged(id),
  ];

  it('answers that there is no such workflow, and throws nothing', async () => {
    const id = uuidv7();
    const answers = await Promise.all(updates(subject.here, id));
    expect(answers).toEqual(Array(3 + ORDER_ASKS.length).fill({ outcome: 'no_workflow' }));
    expect(await Promise.all(signals(subject.here, id))).toEqual(Array(7).fill(false));
  });

  it('begins a reconciliation once, however often it is asked to', async () => {
    const runId = uuidv7();
    for (let times = 0; times < 2; times += 1) {
      await expect(subject.here.startReconciliation(runId)).resolves.toBeUndefined();
    }
  });

  it('tells whether it can be reached', async () => {
    expect([await subject.here.isReachable(), await subject.away.isReachable()]).toEqual([true, false]);
  });

  it('says "unavailable, try later" for every call while the server is away', async () => {
    const id = uuidv7();
    const money = {
      method: 'card',
      currency: 'USD',
      amountMinor: 1,
      clockOffsetMs: 0,
      dueAt: '2026-11-24T08:00:00.000Z',
    } as const;
    const place = subject.away.place({ orderId: id, partnerId: 'p', companyId: 'c', ...money }, request);
    const outcomes = await Promise.allSettled([
      place,
      subject.away.startReconciliation(id),
      ...updates(subject.away, id),
      ...signals(subject.away, id),
    ]);
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({
        status: 'rejected',
        reason: { code: 'workflows_unavailable', options: { retryAfterSeconds: 5 } },
      });
    }
  }, 40_000);
});
