import type { ProviderName } from '../../domain/payment/provider-name';
import type { Instant } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';
import { CHANNELS, notify } from '../shared/notify';

/** What each topic's payload holds: ids, since the reader looks at the rows themselves. */
export interface OutboxPayloads {
  readonly deliver_mail: { readonly mailId: string };
  readonly subscription_changed: { readonly companyId: string };
  /** There is something to do about the order's money; its aftercare does it. */
  readonly refunds_wanted: { readonly orderId: string };
  /** A refund has taken hold of a parked order, whose own workflow ends. */
  readonly order_left: { readonly orderId: string };
  /** A payment of the order may have changed, as a webhook would say it. */
  readonly payment_changed: { readonly orderId: string; readonly provider: ProviderName; readonly checkoutId: string };
  /** More of a payment on record went back, or it was contested: the order's aftercare reads it. */
  readonly money_changed: { readonly orderId: string; readonly provider: ProviderName; readonly checkoutId: string };
  /** An open order has lost its workflow. */
  readonly order_restart: { readonly orderId: string };
}
export type OutboxTopic = keyof OutboxPayloads;

export interface NewOutboxRow<T extends OutboxTopic> {
  readonly topic: T;
  /** The same key twice is one message. */
  readonly dedupeKey: string;
  readonly payload: OutboxPayloads[T];
  readonly at: Instant;
}

/**
 * Stores a message to a workflow in the transaction of its cause. Postgres folds equal notifications of one transaction
 * into one, so the channel's payload is the same for every row.
 */
export async function addOutbox<T extends OutboxTopic>(trx: Db, row: NewOutboxRow<T>): Promise<void> {
  await trx('outbox')
    .insert({
      topic: row.topic,
      dedupe_key: row.dedupeKey,
      payload: JSON.stringify(row.payload),
      created_at: row.at,
      next_try_at: row.at,
    })
    .onConflict('dedupe_key')
    .ignore();
  await notify(trx, CHANNELS.outbox, 'due');
}
