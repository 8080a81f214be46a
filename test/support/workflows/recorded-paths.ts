/**
 * Every way that a workflow can go and that a running one may be on when a new release takes over. The replay layer fails
 * when one of these has no recorded history; `npm run histories:record` runs the tests that walk them.
 */
export const RECORDED_PATHS = {
  order: [
    'refused',
    'paid-by-hint',
    'paid-seen-by-watch',
    'paid-with-late-hint',
    'expired',
    'second-page-paid',
    'cancelled',
    'cancel-too-late',
    'strange-money-parked',
    'parked-and-resumed',
    'mail-given-up',
    'no-page-cancelled',
    'announced-money',
    'stray-page-hint',
    'clock-moved-and-expired',
    'waiting-for-money',
    'short-step-goes-on',
    'short-step-parked',
    'paypal-paid',
    'offline-paid',
    'offline-approved',
    'offline-rejected-cancelled',
    'offline-expired',
    'offline-prolonged',
    'part-paid-parked-paid',
    'part-paid-parked-returned',
    'nothing-to-pay',
    'card-to-offline',
    'offline-to-paypal',
    'change-loses-to-money',
    'paypal-announced-then-paid',
    'no-page-changed-method',
    'paypal-to-card-both-paid',
    'second-money-while-fulfilling',
  ],
  aftercare: ['late-money-returned', 'return-pending', 'return-stuck', 'payment-not-found'],
  subscription: [
    'asleep',
    'due-and-planned-again',
    'changed-and-planned-again',
    'auto-renew-off-forgets',
    'clock-moved',
    'nothing-due',
  ],
  delivery: ['sent', 'given-up'],
} as const;

export type RecordedWorkflow = keyof typeof RECORDED_PATHS;
export type RecordedPath<W extends RecordedWorkflow> = (typeof RECORDED_PATHS)[W][number];
