/** Who can disagree with our database about an order, a payment or a company. */
export type OtherSide = 'provider' | 'temporal' | 'workplace' | 'database';

/** What Purser may do by itself; each can be repeated and moves no money that the money table does not move anyway. */
export const REPAIRS = [
  'tell_of_payment',
  'restart_order',
  'mail_invoice',
  'renew_link',
  'deliver_mail',
  'send_refunds',
  'resend_entitlement',
  'wake_subscription',
  'stop_auto_renew',
] as const;
export type Repair = (typeof REPAIRS)[number];

/** What a finding is about. */
export const SUBJECT_TYPES = ['payment', 'order', 'company', 'mail', 'refund'] as const;
export type SubjectType = (typeof SUBJECT_TYPES)[number];

interface DriftRow {
  readonly between: OtherSide;
  readonly subject: SubjectType;
  /** One line for the list of tasks; what each side says stands in the evidence. */
  readonly says: string;
  /** null: a person decides. */
  readonly repair: Repair | null;
  /** When a person is asked: at once, or when the repair of an earlier run has not helped or is not safe. */
  readonly task: 'at_once' | 'when_repair_fails';
}

/**
 * Every way in which two of the four (provider, database, Temporal, Workplace) can disagree, as the comparison finds it. A test
 * walks the table and injects each.
 */
export const DRIFT_TABLE = {
  missed_webhook: {
    between: 'provider',
    subject: 'payment',
    says: 'An unpaid order has been paid at the provider',
    repair: 'tell_of_payment',
    task: 'when_repair_fails',
  },
  payment_not_recorded: {
    between: 'provider',
    subject: 'payment',
    says: 'The provider holds a payment for an order that no longer waits for one',
    repair: 'tell_of_payment',
    task: 'when_repair_fails',
  },
  money_without_order: {
    between: 'provider',
    subject: 'payment',
    says: 'The provider holds a payment that names no order of ours: find out whose it is, and send it back there if nobody’s',
    repair: null,
    task: 'at_once',
  },
  capture_missing_at_provider: {
    between: 'provider',
    subject: 'payment',
    says: 'A payment on record is unknown to the provider: look whether the order was fulfilled for nothing',
    repair: null,
    task: 'at_once',
  },
  payment_amount_differs: {
    between: 'provider',
    subject: 'payment',
    says: 'A payment on record has another amount or currency at the provider',
    repair: null,
    task: 'at_once',
  },
  refund_not_on_record: {
    between: 'provider',
    subject: 'payment',
    says: 'More of a payment went back at the provider than is on record',
    repair: 'tell_of_payment',
    task: 'at_once',
  },
  refund_missing_at_provider: {
    between: 'provider',
    subject: 'payment',
    says: 'A return on record has not arrived at the provider, or came back: look for it there',
    repair: null,
    task: 'at_once',
  },
  dispute_not_on_record: {
    between: 'provider',
    subject: 'payment',
    says: 'A payment is contested at the provider and nobody here was told: answer it there in time',
    repair: 'tell_of_payment',
    task: 'at_once',
  },
  dispute_differs: {
    between: 'provider',
    subject: 'payment',
    says: 'A dispute stands otherwise at the provider than on record: look there how it was decided',
    repair: 'tell_of_payment',
    task: 'when_repair_fails',
  },
  order_workflow_gone: {
    between: 'temporal',
    subject: 'order',
    says: 'An open order has no workflow: nothing happens to it by itself',
    repair: 'restart_order',
    task: 'when_repair_fails',
  },
  closed_order_still_running: {
    between: 'temporal',
    subject: 'order',
    says: 'An order that has ended still has a running workflow: look at it in the Temporal Web UI',
    repair: null,
    task: 'at_once',
  },
  order_overdue: {
    between: 'temporal',
    subject: 'order',
    says: 'An unpaid order is past its deadline and did not end: look whether its workflow moves',
    repair: null,
    task: 'at_once',
  },
  activation_missing: {
    between: 'database',
    subject: 'order',
    says: 'An order is completed without its capacity',
    repair: null,
    task: 'at_once',
  },
  invoice_missing: {
    between: 'database',
    subject: 'order',
    says: 'An order is completed without an invoice',
    repair: null,
    task: 'at_once',
  },
  invoice_mail_missing: {
    between: 'database',
    subject: 'order',
    says: 'The invoice of a completed order was never mailed',
    repair: 'mail_invoice',
    task: 'when_repair_fails',
  },
  invoice_link_missing: {
    between: 'database',
    subject: 'order',
    says: 'The invoice was mailed and its link is gone',
    repair: 'renew_link',
    task: 'when_repair_fails',
  },
  mail_stuck: {
    between: 'temporal',
    subject: 'mail',
    says: 'A mail waits and nobody delivers it',
    repair: 'deliver_mail',
    task: 'when_repair_fails',
  },
  refund_stalled: {
    between: 'temporal',
    subject: 'refund',
    says: 'Money is to go back, or a refund or correction to be carried out, and nobody does it',
    repair: 'send_refunds',
    task: 'when_repair_fails',
  },
  entitlement_older: {
    between: 'workplace',
    subject: 'company',
    says: 'Workplace holds an older version of ours',
    repair: 'resend_entitlement',
    task: 'when_repair_fails',
  },
  entitlement_newer: {
    between: 'workplace',
    subject: 'company',
    says: 'Workplace holds a newer version than we have set: find out who set it',
    repair: null,
    task: 'at_once',
  },
  entitlement_differs: {
    between: 'workplace',
    subject: 'company',
    says: 'Workplace holds our version with another plan, term or capacity: find out who changed it',
    repair: null,
    task: 'at_once',
  },
  company_missing_at_workplace: {
    between: 'workplace',
    subject: 'company',
    says: 'Workplace no longer knows a company that has a subscription here',
    repair: null,
    task: 'at_once',
  },
  company_changed_partner: {
    between: 'workplace',
    subject: 'company',
    says: 'Workplace has given a company to another partner: Auto Renew is off; cancel its unpaid orders',
    repair: 'stop_auto_renew',
    task: 'at_once',
  },
  subscription_not_asleep: {
    between: 'temporal',
    subject: 'company',
    says: 'A subscription has no workflow: nobody would be reminded',
    repair: 'wake_subscription',
    task: 'when_repair_fails',
  },
  subscription_overdue: {
    between: 'temporal',
    subject: 'company',
    says: 'A date of a subscription has passed and nothing was done',
    repair: 'wake_subscription',
    task: 'when_repair_fails',
  },
  comparison_failed: {
    between: 'database',
    subject: 'order',
    says: 'Something could not be compared: nobody knows whether all sides agree about it',
    repair: null,
    task: 'at_once',
  },
} as const satisfies Record<string, DriftRow>;

export type DriftKind = keyof typeof DRIFT_TABLE;

export const DRIFT_KINDS: readonly DriftKind[] = Object.keys(DRIFT_TABLE).filter(isDriftKind);

export function isDriftKind(value: string): value is DriftKind {
  return Object.hasOwn(DRIFT_TABLE, value);
}

/** What a comparison of such a subject looks for; only these are over when it finds them no more. */
export function kindsAbout(subject: SubjectType): readonly DriftKind[] {
  return DRIFT_KINDS.filter((kind) => kind === 'comparison_failed' || DRIFT_TABLE[kind].subject === subject);
}
