import type { Instant } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';

/** How a wish was answered; the same words as the answer to the person. */
export type AutoRenewDecision =
  | { readonly outcome: 'on' | 'off' }
  | { readonly outcome: 'refused'; readonly code: 'no_saved_method' | 'not_active' | 'charge_started' };

export interface AutoRenewWish {
  readonly actorId: string;
  readonly on: boolean;
  readonly decided: AutoRenewDecision | null;
}

interface Row {
  request_id: string;
  kind: string;
  subject_id: string;
  actor_id: string;
  body: { on?: unknown };
  outcome: AutoRenewDecision | null;
  used_at: Instant | null;
}

/** null: nobody asked for this about that company. */
export async function lockWish(trx: Db, requestId: string, companyId: string): Promise<AutoRenewWish | null> {
  const row = await trx<Row>('person_requests')
    .where({ request_id: requestId, subject_id: companyId, kind: 'set_auto_renew' })
    .forUpdate()
    .first();
  if (row === undefined || typeof row.body.on !== 'boolean') return null;
  return { actorId: row.actor_id, on: row.body.on, decided: row.outcome };
}

export async function decideWish(trx: Db, requestId: string, decision: AutoRenewDecision, at: Instant): Promise<void> {
  await trx('person_requests')
    .where({ request_id: requestId })
    .update({ used_at: at, outcome: JSON.stringify(decision) });
}
