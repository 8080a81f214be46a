import type { Logger } from 'pino';
import { claimDue, markOutboxFailed, markOutboxHandled, type OutboxRow } from '../../db/outbox/claim-outbox';
import { readOrderFacts } from '../../db/shared/order-facts';
import type { Database } from '../../db/shared/connection';
import { openTask } from '../../db/task/open-task';
import { assertNever } from '../../domain/assert';
import type { Instant } from '../../domain/time/iso-date';
import { ofMoney, type WorkflowMessages } from '../workflow-messages';

export interface OutboxDeps {
  readonly db: Database;
  readonly messages: WorkflowMessages;
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

async function handle({ db, messages, now, log }: OutboxDeps, row: OutboxRow): Promise<void> {
  try {
    await tell(db, messages, row);
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

async function tell(db: Database, messages: WorkflowMessages, row: OutboxRow): Promise<void> {
  switch (row.topic) {
    case 'deliver_mail':
      return messages.startDelivery(row.payload.mailId);
    case 'subscription_changed':
      return messages.subscriptionChanged(row.payload.companyId);
    case 'refunds_wanted':
      return messages.refundsWanted(await readOrderFacts(db, row.payload.orderId).then(ofMoney));
    case 'order_left':
      return messages.orderLeft(row.payload.orderId);
    default:
      return assertNever(row);
  }
}
