/** A task is a row for a person; it never blocks an order unless a rule says so (product §12). */
export const TASK_STATES = ['open', 'done', 'dismissed'] as const;
export type TaskState = (typeof TASK_STATES)[number];

export const TASK_ROLES = ['account_manager', 'finance', 'ops'] as const;
export type TaskRole = (typeof TASK_ROLES)[number];

/** The role that acts on each kind of task. */
export const TASK_ROLE_BY_KIND = {
  order_parked: 'ops',
  second_money: 'ops',
  refund_stuck: 'finance',
  dispute_opened: 'ops',
  dispute_lost: 'ops',
  provider_refund: 'ops',
  workplace_difference: 'ops',
  provider_difference: 'ops',
  hint_undelivered: 'ops',
  mail_undelivered: 'ops',
  company_changed_partner: 'ops',
  drift: 'ops',
  offline_order_placed: 'account_manager',
  renewal_due: 'account_manager',
  receipt_reported: 'account_manager',
  receipt_reversed: 'account_manager',
  receipt_rejected: 'account_manager',
  receipt_unmatched: 'account_manager',
  foreign_pi_number: 'account_manager',
  receipt_to_approve: 'finance',
  receipt_to_return: 'finance',
  refund_to_approve: 'finance',
  correction_refused: 'finance',
  refund_to_transfer: 'finance',
  refund_refused: 'ops',
  capacity_left: 'ops',
  tax_number_failed: 'finance',
} as const satisfies Record<string, TaskRole>;

export type TaskKind = keyof typeof TASK_ROLE_BY_KIND;

export const TASK_KINDS: readonly TaskKind[] = Object.keys(TASK_ROLE_BY_KIND).filter(isTaskKind);

export function isTaskKind(value: string): value is TaskKind {
  return Object.hasOwn(TASK_ROLE_BY_KIND, value);
}

const TASK_TRANSITIONS: Readonly<Record<TaskState, readonly TaskState[]>> = {
  open: ['done', 'dismissed'],
  done: [],
  dismissed: [],
};

export function canMoveTask(from: TaskState, to: TaskState): boolean {
  return TASK_TRANSITIONS[from].includes(to);
}
