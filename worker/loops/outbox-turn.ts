import type { Logger } from 'pino';
import { claimDue, markOutboxFailed, markOutboxHandled, type OutboxRow } from '../../db/outbox/claim-outbox';
import { readOrderFacts, type OrderFactsRow } from '../../db/shared/order-facts';
import type { Database } from '../../db/shared/connection';
import { openTask } from '../../db/task/open-task';
import { assertNever } from '../../domain/assert';
import type { Instant } from '../../domain/time/iso-date';
import { ofMoney, type WorkflowMessages } from '../workflow-messages';
import { tellOfPayment } from './tell-of-payment';

export interface OutboxDeps {
  readonly db: Database;
  readonly messages: WorkflowMessages;
  /** null outside sandbox mode. */
  readonly clockOffsetMs: () => number | null;
  readonly now: () => Instant;
  readonly log: Logger;
}

const BATCH = 50;

/** Tells workflows what a transaction wrote down for them; a message told twice is the same message. */
export async function outboxTurn(deps: OutboxDeps): Promise<'more' | 'idle'> {
  const rows = await claimDue(deps.db, deps.now(), BATCH);
  for (const row of rows) await handle(deps, row);
  return rows.length === BATCH ? 'more' : 'idle';
}

async function handle({ db, messages, clockOffsetMs, now, log }: OutboxDeps, row: OutboxRow): Promise<void> {
  try {
    await tell({ db, messages, clockOffsetMs }, row);
    await markOutboxHandled(db, row.outboxId, now());
  } catch (error) {
    const { stale } = await markOutboxFailed(db, row, 'not told', now());
    if (stale) await tellPerson(db, row, now());
    log[stale ? 'error' : 'warn'](
      { err: error, outboxId: row.outboxId, topic: row.topic },
      'a workflow could not be told; it is tried again'
    );
  }
}

async function tellPerson(db: Database, row: OutboxRow, at: Instant): Promise<void> {
  await openTask(db, {
    dedupeKey: `outbox_undelivered:${row.outboxId}`,
    kind: 'hint_undelivered',
    subject: `A message to a workflow (${row.topic}) could not be delivered for three days`,
    evidence: { outboxId: row.outboxId, topic: row.topic, ...row.payload },
    at,
  });
}

async function tell({ db, messages, clockOffsetMs }: Telling, row: OutboxRow): Promise<unknown> {
  switch (row.topic) {
    case 'deliver_mail':
      return messages.startDelivery(row.payload.mailId);
    case 'subscription_changed':
      return messages.subscriptionChanged(row.payload.companyId);
    case 'refunds_wanted':
      return messages.refundsWanted(await readOrderFacts(db, row.payload.orderId).then(ofMoney));
    case 'order_left':
      return messages.orderLeft(row.payload.orderId);
    case 'payment_changed': {
      const { orderId, provider, checkoutId } = row.payload;
      return tellOfPayment({ db, messages }, orderId, { provider, checkoutId, source: 'poll' });
    }
    case 'money_changed': {
      const { orderId, provider, checkoutId } = row.payload;
      const order = ofMoney(await readOrderFacts(db, orderId));
      return messages.moneyHint(order, { provider, checkoutId, source: 'poll', about: 'payment' });
    }
    case 'order_restart':
      return restart(messages, await readOrderFacts(db, row.payload.orderId), clockOffsetMs());
    default:
      return assertNever(row);
  }
}

type Telling = Pick<OutboxDeps, 'db' | 'messages' | 'clockOffsetMs'>;

/** An order that has ended meanwhile is left alone. */
async function restart(messages: WorkflowMessages, order: OrderFactsRow, clockOffsetMs: number | null): Promise<void> {
  if (order.closedAt !== null) return;
  const { orderId, partnerId, companyId, method, total, deadlineAt: dueAt } = order;
  const { currency, amountMinor } = total;
  await messages.restartOrder({ orderId, partnerId, companyId, method, currency, amountMinor, dueAt, clockOffsetMs });
}
