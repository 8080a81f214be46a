import { ORDER_STATES, type OrderState } from '../../../domain/order/order-state';
import {
  canMove,
  INITIAL_ORDER_STATES,
  isClosed,
  isFinal,
  ORDER_TRANSITIONS,
  partnerFacingState,
} from '../../../domain/order/order-transitions';

function reachableFrom(start: readonly OrderState[]): Set<OrderState> {
  const seen = new Set<OrderState>(start);
  for (const state of seen) {
    for (const next of ORDER_TRANSITIONS[state]) seen.add(next);
  }
  return seen;
}

describe('the order states', () => {
  test('are all in the table, which leads nowhere else', () => {
    expect(Object.keys(ORDER_TRANSITIONS).sort()).toEqual([...ORDER_STATES].sort());
    for (const targets of Object.values(ORDER_TRANSITIONS)) {
      for (const target of targets) expect(ORDER_STATES).toContain(target);
    }
  });

  test('are all reachable from where an order begins', () => {
    expect([...reachableFrom(INITIAL_ORDER_STATES)].sort()).toEqual([...ORDER_STATES].sort());
  });

  test('never leave an order stuck: from every state an end can be reached', () => {
    for (const state of ORDER_STATES) {
      expect([...reachableFrom([state])].some((reached) => isFinal(reached) || reached === 'completed')).toBe(true);
    }
  });

  test('end in cancelled, expired and refunded', () => {
    expect(ORDER_STATES.filter(isFinal)).toEqual(['cancelled', 'expired', 'refunded']);
  });

  test('close the order’s workflow also where a refund may still come', () => {
    expect(ORDER_STATES.filter(isClosed)).toEqual([
      'completed',
      'cancelled',
      'expired',
      'refunded',
      'partially_refunded',
    ]);
  });

  test.each([
    ['awaiting_payment', 'fulfilling', true],
    ['awaiting_payment', 'awaiting_approval', true],
    ['awaiting_payment', 'completed', false],
    ['awaiting_approval', 'awaiting_payment', true],
    ['awaiting_approval', 'expired', false],
    ['awaiting_approval', 'cancelled', false],
    ['fulfilling', 'cancelled', false],
    ['fulfilling', 'expired', false],
    ['fulfilling', 'needs_attention', true],
    ['needs_attention', 'fulfilling', true],
    ['needs_attention', 'completed', false],
    ['cancelled', 'fulfilling', false],
    ['expired', 'fulfilling', false],
    ['completed', 'cancelled', false],
    ['refunded', 'completed', false],
    ['partially_refunded', 'refunding', true],
  ] as const)('%s → %s is %p', (from, to, allowed) => {
    expect(canMove(from, to)).toBe(allowed);
  });

  test('never lead back to themselves', () => {
    for (const state of ORDER_STATES) expect(canMove(state, state)).toBe(false);
  });

  test('hide the trouble of a parked order from the partner and nothing else', () => {
    for (const state of ORDER_STATES) {
      expect(partnerFacingState(state)).toBe(state === 'needs_attention' ? 'in_progress' : state);
    }
  });
});
