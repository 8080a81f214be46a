import type { Db } from '../../../db/shared/connection';

export interface QueuedMail {
  readonly mail_id: string;
  readonly kind: string;
  readonly recipient: { readonly address: string };
}

/** The order's mails, oldest first. */
export function mailsOfOrder(db: Db, orderId: string): Promise<QueuedMail[]> {
  return db<QueuedMail & { order_id: string }>('mails').where({ order_id: orderId }).orderBy('mail_id').select('*');
}
