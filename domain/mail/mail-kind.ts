/** Every mail that the product sends (product §8). */
export const MAIL_KINDS = [
  'order_placed_offline',
  'payment_partly_received',
  'offline_follow_up',
  'approval_waiting',
  'payment_received',
  'payment_summary',
  'order_expiring',
  'order_expired',
  'order_cancelled',
  'late_money_returned',
  'credit_note',
  'refund_receipt',
  'renewal_reminder',
  'price_changed',
  'renewal_paid',
  'renewal_failed',
  'capacity_ending',
  'card_expiring',
  'invoice_link',
  'activation',
  'login_code',
] as const;
export type MailKind = (typeof MAIL_KINDS)[number];

/**
 * One mail per key, whatever runs twice: `kind:subject` and, where a subject gets the same kind more than once, `:occasion`
 * (a day, an attempt, a link id). Ids only, never an address: keys stand in logs and workflow ids.
 */
export function mailDedupeKey(kind: MailKind, subjectId: string, occasion?: string): string {
  return occasion === undefined ? `${kind}:${subjectId}` : `${kind}:${subjectId}:${occasion}`;
}

/** The mails that carry a link to the invoice. */
export const INVOICE_MAIL_KINDS = ['payment_received', 'invoice_link'] as const satisfies readonly MailKind[];

export function isInvoiceMail(kind: MailKind): boolean {
  return INVOICE_MAIL_KINDS.some((known) => known === kind);
}

/** Mails to our own people about an order; what becomes of them is no news of the order to its partner. */
const STAFF_MAIL_KINDS = ['offline_follow_up', 'approval_waiting'] as const satisfies readonly MailKind[];

export function isStaffMail(kind: string): boolean {
  return STAFF_MAIL_KINDS.some((known) => known === kind);
}
