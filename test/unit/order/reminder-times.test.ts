import { needsApproval, openMinor, stateForBankMoney } from '../../../domain/order/order-money';
import { reminderTimes } from '../../../domain/order/reminder-times';
import { DEFAULT_POLICIES } from '../../../domain/policies/policies';

const offline = {
  state: 'awaiting_payment',
  approvalSince: null,
  method: 'offline',
  placedAt: '2026-11-01T10:00:00.000Z',
  deadlineAt: '2026-12-01T10:00:00.000Z',
  policies: DEFAULT_POLICIES,
  after: '2026-11-01T10:00:00.000Z',
} as const;

describe('reminders of an unpaid offline order', () => {
  test('go to the account manager on days 3, 7, 14 and 21 and to the buyer 3 days before the deadline', () => {
    expect(reminderTimes(offline)).toEqual([
      { at: '2026-11-04T10:00:00.000Z', what: 'account_manager:3' },
      { at: '2026-11-08T10:00:00.000Z', what: 'account_manager:7' },
      { at: '2026-11-15T10:00:00.000Z', what: 'account_manager:14' },
      { at: '2026-11-22T10:00:00.000Z', what: 'account_manager:21' },
      { at: '2026-11-28T10:00:00.000Z', what: 'buyer:2026-12-01' },
    ]);
  });

  test('are those that are still to come, and none at or past a deadline that comes earlier', () => {
    const soon = { ...offline, deadlineAt: '2026-11-15T10:00:00.000Z', after: '2026-11-04T10:00:00.000Z' };
    expect(reminderTimes(soon).map(({ what }) => what)).toEqual(['account_manager:7', 'buyer:2026-11-15']);
  });

  test('go to the approvers every day while the order waits for them, and to nobody else', () => {
    const waiting = { ...offline, state: 'awaiting_approval', approvalSince: '2026-11-10T09:00:00.000Z' } as const;
    const next = (after: string) => reminderTimes({ ...waiting, after });
    expect(next('2026-11-10T09:00:00.000Z')).toEqual([
      { at: '2026-11-11T09:00:00.000Z', what: 'approvers:2026-11-11' },
    ]);
    expect(next('2026-11-11T09:00:00.000Z')).toEqual([
      { at: '2026-11-12T09:00:00.000Z', what: 'approvers:2026-11-12' },
    ]);
    expect(next('2026-12-25T08:59:59.000Z')).toEqual([
      { at: '2026-12-25T09:00:00.000Z', what: 'approvers:2026-12-25' },
    ]);
  });

  test('are none for the other methods', () => {
    expect(reminderTimes({ ...offline, method: 'card' })).toEqual([]);
  });
});

describe('bank money of an order', () => {
  const usd = (amountMinor: number) => ({ amountMinor, currency: 'USD' as const });

  test('is enough when nothing is open, a closed shortfall included', () => {
    const short = { total: usd(12_300), receivedMinor: 12_000, shortfallMinor: 0 };
    expect(openMinor(short)).toBe(300);
    expect(stateForBankMoney(short, DEFAULT_POLICIES)).toBe('awaiting_payment');
    expect(stateForBankMoney({ ...short, shortfallMinor: 300 }, DEFAULT_POLICIES)).toBe('fulfilling');
  });

  test('needs a second pair of eyes above the limit of the gross total, not at it', () => {
    const paid = (total: number) => ({ total: usd(total), receivedMinor: total, shortfallMinor: 0 });
    expect(needsApproval(usd(1_000_000), DEFAULT_POLICIES)).toBe(false);
    expect(stateForBankMoney(paid(1_000_000), DEFAULT_POLICIES)).toBe('fulfilling');
    expect(stateForBankMoney(paid(1_000_001), DEFAULT_POLICIES)).toBe('awaiting_approval');
  });
});
