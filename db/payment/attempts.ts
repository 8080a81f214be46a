import type { Instant } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';

/** `capturing`: the money is being taken, and how that ended is not known yet. */
export type AttemptState = 'opening' | 'open' | 'capturing' | 'paid' | 'expired' | 'voided' | 'failed';

/** States in which a page of the order may still bring money. */
const LIVE: readonly AttemptState[] = ['opening', 'open', 'capturing'];

export interface PaymentAttempt {
  readonly orderId: string;
  readonly attemptNo: number;
  readonly provider: string;
  readonly state: AttemptState;
  /** The provider's checkout; null while its opening has an unknown outcome. */
  readonly checkoutId: string | null;
  readonly expiresAt: Instant;
  readonly createdAt: Instant;
  readonly lastProblem: string | null;
  /** How many times taking the money was begun; a decline begins the next. */
  readonly captureNo: number;
}

interface Row {
  order_id: string;
  attempt_no: number;
  provider: string;
  state: AttemptState;
  provider_object_id: string | null;
  url: string | null;
  expires_at: Instant;
  created_at: Instant;
  opened_at: Instant | null;
  closed_at: Instant | null;
  last_problem: string | null;
  capture_no: number;
}

export interface NewAttempt {
  readonly orderId: string;
  readonly attemptNo: number;
  readonly provider: string;
  readonly expiresAt: Instant;
  readonly at: Instant;
}

/** Writes the intent before the provider is called; a repeat gets what stands there. */
export async function beginAttempt(
  trx: Db,
  attempt: NewAttempt
): Promise<{ readonly attempt: PaymentAttempt; readonly isFirst: boolean }> {
  const written = await trx<Row>('payment_attempts')
    .insert({
      order_id: attempt.orderId,
      attempt_no: attempt.attemptNo,
      provider: attempt.provider,
      state: 'opening',
      expires_at: attempt.expiresAt,
      created_at: attempt.at,
    })
    .onConflict(['order_id', 'attempt_no'])
    .ignore()
    .returning('attempt_no');
  const stored = await findAttempt(trx, attempt.orderId, attempt.attemptNo);
  if (stored === null) throw new Error('an attempt that blocked an insert is gone');
  return { attempt: stored, isFirst: written.length === 1 };
}

/** null: the order never opened such a page. */
export async function findAttempt(db: Db, orderId: string, attemptNo: number): Promise<PaymentAttempt | null> {
  const row = await db<Row>('payment_attempts').where({ order_id: orderId, attempt_no: attemptNo }).first();
  return row === undefined ? null : toAttempt(row);
}

export interface OpenedPage {
  readonly checkoutId: string;
  readonly url: string;
  readonly at: Instant;
}

/** False: the attempt was closed meanwhile, or stands open already. */
export async function markOpen(trx: Db, attempt: PaymentAttempt, page: OpenedPage): Promise<boolean> {
  const count = await trx<Row>('payment_attempts')
    .where({ order_id: attempt.orderId, attempt_no: attempt.attemptNo, state: 'opening' })
    .update({ state: 'open', provider_object_id: page.checkoutId, url: page.url, opened_at: page.at });
  return count === 1;
}

/** Sets the end of a live attempt; its page's address is of no use any more. */
export async function closeAttempt(
  trx: Db,
  attempt: PaymentAttempt,
  state: 'paid' | 'expired' | 'voided' | 'failed',
  at: Instant
): Promise<boolean> {
  const count = await trx<Row>('payment_attempts')
    .where({ order_id: attempt.orderId, attempt_no: attempt.attemptNo })
    .whereIn('state', LIVE)
    .update({ state, closed_at: at, url: null });
  return count === 1;
}

/** Closes a page by a mark of ours; false while its money is being taken, which comes to its end first. */
export async function markVoided(trx: Db, attempt: PaymentAttempt, at: Instant): Promise<boolean> {
  const count = await trx<Row>('payment_attempts')
    .where({ order_id: attempt.orderId, attempt_no: attempt.attemptNo })
    .whereIn('state', ['opening', 'open'])
    .update({ state: 'voided', closed_at: at, url: null });
  return count === 1;
}

/** From now on nobody closes the page until the capture has ended. null: it was closed before, and its money is never taken. */
export async function beginCapture(trx: Db, attempt: PaymentAttempt): Promise<PaymentAttempt | null> {
  const rows = await trx<Row>('payment_attempts')
    .where({ order_id: attempt.orderId, attempt_no: attempt.attemptNo })
    .whereIn('state', ['open', 'capturing'])
    .update({ state: 'capturing' })
    .returning('*');
  return rows[0] === undefined ? null : toAttempt(rows[0]);
}

/** The capture was declined: the page is open again, and the next capture is another one. */
export async function endCapture(trx: Db, attempt: PaymentAttempt): Promise<void> {
  await trx<Row>('payment_attempts')
    .where({
      order_id: attempt.orderId,
      attempt_no: attempt.attemptNo,
      state: 'capturing',
      capture_no: attempt.captureNo,
    })
    .update({ state: 'open', capture_no: attempt.captureNo + 1 });
}

/** True when the problem is news. `problem` is a stable word, never the provider's text. */
export async function noteProblem(trx: Db, attempt: PaymentAttempt, problem: string): Promise<boolean> {
  const count = await trx<Row>('payment_attempts')
    .where({ order_id: attempt.orderId, attempt_no: attempt.attemptNo })
    .andWhereRaw('last_problem is distinct from ?', [problem])
    .update({ last_problem: problem });
  return count === 1;
}

function toAttempt(row: Row): PaymentAttempt {
  return {
    orderId: row.order_id,
    attemptNo: row.attempt_no,
    provider: row.provider,
    state: row.state,
    checkoutId: row.provider_object_id,
    expiresAt: row.expires_at,
    createdAt: row.created_at,
    lastProblem: row.last_problem,
    captureNo: row.capture_no,
  };
}
