import { DRIFT_KINDS, DRIFT_TABLE, kindsAbout, SUBJECT_TYPES } from '../../../domain/reconcile/drift-kind';
import { paymentOf, paymentSubject } from '../../../domain/reconcile/drift';
import { canRestart, judgeOrder, type OrderHere } from '../../../domain/reconcile/judge-order';
import { judgePayment, type PaymentSides } from '../../../domain/reconcile/judge-payment';

const AT = '2026-11-26T12:00:00.000Z';
const HOUR = 3_600_000;
const order: OrderHere = {
  orderId: 'o-1',
  orderNo: 'ORD-2026-000001',
  partnerId: 'p-1',
  companyId: 'c-1',
  state: 'awaiting_payment',
  method: 'card',
  deadlineAt: '2026-11-27T12:00:00.000Z',
  activatedAt: null,
  completedAt: null,
  mailedAt: null,
  closedAt: null,
  hasInvoice: false,
  isFullyCredited: false,
  invoiceMails: 0,
  sentInvoiceMails: 0,
  links: 0,
  attempts: [],
};
const first = (state: string) => ({ attemptNo: 1, state });

describe('an open order without a workflow', () => {
  it.each([
    ['paid', { state: 'fulfilling' }, true],
    ['unpaid with its first page open', { attempts: [first('open')] }, true],
    ['unpaid without a page', {}, true],
    ['waiting for a bank transfer', { method: 'offline', attempts: [first('voided')] }, true],
    ['waiting for a bank transfer beside a page', { method: 'offline', attempts: [first('open')] }, false],
    ['unpaid with a page that has closed', { attempts: [first('expired')] }, false],
    ['whose money is being taken', { attempts: [first('capturing')] }, false],
    ['unpaid with a second page', { attempts: [first('voided'), { attemptNo: 2, state: 'open' }] }, false],
    ['that is parked', { state: 'needs_attention' }, false],
    ['that waits for approval', { state: 'awaiting_approval', method: 'offline' }, false],
  ] as const)('%s: is begun again %j: %s', (_, over, expected) => {
    const here = { ...order, ...over };
    expect(canRestart(here)).toBe(expected);
    const [drift] = judgeOrder({ here, isRunning: false, at: AT, stalledMs: HOUR, mailRetryMs: 72 * HOUR });
    expect(drift).toMatchObject({ kind: 'order_workflow_gone', repair: expected ? 'restart_order' : null });
  });
});

describe('an order whose workflow runs', () => {
  const kinds = (over: Partial<OrderHere>): string[] =>
    judgeOrder({ here: { ...order, ...over }, isRunning: true, at: AT, stalledMs: HOUR, mailRetryMs: 72 * HOUR }).map(
      ({ kind }) => kind
    );
  const ago = (hours: number): string => new Date(Date.parse(AT) - hours * HOUR).toISOString();
  const completed = { state: 'completed', activatedAt: ago(9), completedAt: ago(9), hasInvoice: true } as const;

  it('is late an hour after its deadline, unless money is announced', () => {
    expect(kinds({ deadlineAt: ago(0.9) })).toEqual([]);
    expect(kinds({ deadlineAt: ago(1.1) })).toEqual(['order_overdue']);
    expect(kinds({ deadlineAt: ago(9), attempts: [first('capturing')] })).toEqual([]);
    expect(kinds({ deadlineAt: ago(9), state: 'needs_attention' })).toEqual([]);
  });

  it('may try its mail for three days after it has ended', () => {
    expect(kinds({ ...completed, closedAt: ago(72) })).toEqual([]);
    expect(kinds({ ...completed, closedAt: ago(74) })).toEqual(['closed_order_still_running']);
    expect(kinds({ ...completed, closedAt: ago(2), mailedAt: ago(2) })).toEqual(['closed_order_still_running']);
    expect(kinds({ state: 'expired', closedAt: ago(0.5) })).toEqual([]);
  });
});

describe('a payment', () => {
  const there = { captureId: 'pi_1', takenAt: '2026-11-26T11:00:00.000Z', refundedMinor: 0, disputed: false } as const;
  const here = { amountMinor: 100, currency: 'USD', returnedMinor: 0, returningMinor: 0, isDisputeKnown: false };
  const its = { orderId: 'o-1', companyId: 'c-1', partnerId: 'p-1', state: 'completed' } as const;
  const sides: PaymentSides = {
    provider: 'stripe',
    captureId: 'pi_1',
    there: { ...there, amount: { amountMinor: 100, currency: 'USD' } },
    here,
    order: its,
    wasDisputed: false,
    at: AT,
    settleMs: HOUR / 12,
  };
  const kinds = (over: Partial<PaymentSides>): string[] =>
    judgePayment({ ...sides, ...over }).map(({ kind, repair }) => (repair === null ? kind : `${kind} → ${repair}`));
  const seen = (over: object) => ({ there: { ...there, amount: { amountMinor: 100, currency: 'USD' }, ...over } });

  it('that both sides have alike is none', () => {
    expect(kinds({})).toEqual([]);
    expect(kinds({ there: null, here: null })).toEqual([]);
  });

  it('may be on its way back while the provider says nothing of it, or everything', () => {
    const returning = { here: { ...here, returningMinor: 100 } };
    expect(kinds({ ...returning, ...seen({ refundedMinor: 0 }) })).toEqual([]);
    expect(kinds({ ...returning, ...seen({ refundedMinor: 100 }) })).toEqual([]);
    expect(kinds({ here: { ...here, returnedMinor: 100, returningMinor: 100 } })).toEqual([
      'refund_missing_at_provider',
    ]);
    expect(kinds(seen({ refundedMinor: 1 }))).toEqual(['refund_not_on_record → tell_of_payment']);
  });

  it('says everything that is wrong with it at once', () => {
    const amount = { amountMinor: 99, currency: 'EUR' };
    expect(kinds(seen({ amount, refundedMinor: 1, disputed: true }))).toEqual([
      'payment_amount_differs',
      'refund_not_on_record → tell_of_payment',
      'dispute_not_on_record → tell_of_payment',
    ]);
  });

  it('stays contested while the provider does not say otherwise', () => {
    expect(kinds({ ...seen({ disputed: null }), wasDisputed: true })).toEqual([
      'dispute_not_on_record → tell_of_payment',
    ]);
    expect(kinds({ ...seen({ disputed: null }) })).toEqual([]);
    expect(kinds({ ...seen({ disputed: true }), here: { ...here, isDisputeKnown: true } })).toEqual([]);
  });

  it('of nobody is nobody’s once it has gone back whole', () => {
    const nobody = { here: null, order: null };
    expect(kinds({ ...nobody, ...seen({ refundedMinor: 99 }) })).toEqual(['money_without_order']);
    expect(kinds({ ...nobody, ...seen({ refundedMinor: 100 }) })).toEqual([]);
  });

  it('of a moment ago may still be told of', () => {
    expect(kinds({ here: null, ...seen({ takenAt: '2026-11-26T11:58:00.000Z' }) })).toEqual([]);
    expect(kinds({ here: null })).toEqual(['payment_not_recorded → tell_of_payment']);
    expect(kinds({ here: null, order: { ...its, state: 'awaiting_payment' } })).toEqual([
      'missed_webhook → tell_of_payment',
    ]);
  });
});

describe('the table of drift', () => {
  it('asks a person about whatever it cannot repair', () => {
    const tasks = DRIFT_KINDS.filter((kind) => DRIFT_TABLE[kind].repair === null).map((kind) => DRIFT_TABLE[kind].task);
    expect([...new Set(tasks)]).toEqual(['at_once']);
  });

  it('is looked through by the comparison of some subject, each kind by one', () => {
    const looked = SUBJECT_TYPES.flatMap((type) => kindsAbout(type).filter((kind) => kind !== 'comparison_failed'));
    expect(looked.sort()).toEqual(DRIFT_KINDS.filter((kind) => kind !== 'comparison_failed').sort());
  });

  it('names payments so that both parts are found again', () => {
    expect(paymentOf(paymentSubject('stripe', 'pi:1').id)).toEqual({ provider: 'stripe', captureId: 'pi:1' });
  });
});
