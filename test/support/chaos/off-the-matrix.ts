/**
 * Steps and messages that no path of the matrix comes by, each with the reason. Whatever is neither here nor on a path fails
 * `test/unit/chaos/points.test.ts`.
 */
export const OFF_THE_MATRIX: Readonly<Record<string, string>> = {
  'activity:reviewStray': 'a hint of a page that the open order does not know; test/workflows/order.test.ts',
  'activity:refuseCorrection': 'a correction that fails for good; test/workflows/aftercare.test.ts',
  'activity:beginReconcile': 'reads, and hands over to ways of the matrix; test/workflows/reconcile.test.ts',
  'activity:compareSides': 'reads, and hands over to ways of the matrix; test/workflows/reconcile.test.ts',
  'activity:finishReconcile': 'writes the numbers of a run; test/workflows/reconcile.test.ts',
  'activity:reportStray': 'comes after 20 hours without an answer of the provider; test/workflows/aftercare.test.ts',
  'activity:reportStuckRefund': 'comes after days of a return that nobody settles; test/workflows/aftercare.test.ts',
  'activity:giveUpOrderMail': 'comes after three days of a dead mail server; test/workflows/order.test.ts',
  'activity:giveUpMail': 'comes after three days of a dead mail server; test/workflows/delivery.test.ts',
  'activity:reportUnforgotten':
    'comes after 20 hours without an answer of the provider; test/workflows/subscription.test.ts',
  'activity:parkRefund': 'a refund that the provider refuses; test/e2e/refunds.test.ts',
  'activity:releaseOrder': 'a refund withdrawn after it began; test/workflows/aftercare.test.ts',
  'activity:reportCapacityLeft': 'comes after 24 hours of a Workplace that refuses; test/workflows/aftercare.test.ts',
  'message:orderLeft': 'a parked order that is refunded; test/e2e/refunds.test.ts',
  'activity:performDue': 'comes weeks after an order, by a moved clock; test/e2e/moving-clock.test.ts',
  'message:clockMoved': 'moves the clock of the sandbox, which no installation has; test/e2e/moving-clock.test.ts',
};

/** Timers of workflows that the matrix does not wait for, by the file that starts them. */
export const TIMERS_OFF_THE_MATRIX: Readonly<Record<string, string>> = {
  'workflows/aftercare/aftercare-workflow.ts': 'the next look at a return comes after an hour at the least',
  'workflows/subscription/subscription-workflow.ts': 'a sleeper wakes days later; test/e2e/moving-clock.test.ts',
};
