import { uuidv7 } from 'uuidv7';
import type { ProviderName } from '../../domain/payment/provider-name';
import type { Instant } from '../../domain/time/iso-date';
import { addOutbox } from '../outbox/add-outbox';
import type { Db } from '../shared/connection';
import { captureRowId, type Capture } from './captures';
import type { KeptCapture } from './paid-and-gone';

/**
 * `sending`: the provider may have been asked. `pending`: it has agreed. `stuck`: a person sees to it. `failed`: others sent it, and
 * the money is here again.
 */
export type RefundState = 'wanted' | 'sending' | 'pending' | 'done' | 'stuck' | 'failed';

/** `stray`: money that the order did not want. `person`: somebody decided it. `provider`: made there, by others than us. */
export type RefundCause = 'stray' | 'person' | 'provider';

/** Money on its way back to whoever paid it. */
export interface Refund {
  readonly refundId: string;
  readonly orderId: string;
  readonly provider: ProviderName;
  /** The provider's id of the payment. */
  readonly captureId: string;
  readonly amountMinor: number;
  /** As the provider says it. */
  readonly currency: string;
  readonly tellsBuyer: boolean;
  readonly state: RefundState;
  readonly providerRefundId: string | null;
  readonly sentAt: Instant | null;
  /** The refund of a person that it carries out; null for a stray payment's return. */
  readonly orderRefundId: string | null;
}

interface Row {
  refund_id: string;
  order_id: string;
  order_refund_id: string | null;
  cause: RefundCause;
  provider: ProviderName;
  capture_id: string;
  provider_capture_id: string;
  amount_minor: number;
  currency: string;
  tells_buyer: boolean;
  state: RefundState;
  provider_refund_id: string | null;
  problem: string | null;
  wanted_at: Instant;
  sent_at: Instant | null;
  decided_at: Instant | null;
}

export interface NewReturn {
  readonly capture: Capture;
  /** The whole payment, less what was sent back at the provider before. */
  readonly amountMinor: number;
  readonly tellsBuyer: boolean;
  readonly at: Instant;
}

/** One return per stray payment, with the message to the order's aftercare. Returns the refund's id. */
export async function wantReturn(trx: Db, wanted: NewReturn): Promise<string> {
  const { capture, at } = wanted;
  const refundId = await insertReturn(trx, wanted, { state: 'wanted' });
  const dedupeKey = `refunds_wanted:${refundId}`;
  await addOutbox(trx, { topic: 'refunds_wanted', dedupeKey, payload: { orderId: capture.orderId }, at });
  return refundId;
}

export type WayBack = 'returned_at_the_provider' | 'lost_dispute';

/** The whole payment went back by another way than ours: there is nothing left to return. */
export async function noteReturnByOthers(
  trx: Db,
  capture: Capture,
  { problem, at }: { readonly problem: WayBack; readonly at: Instant }
): Promise<void> {
  const { amountMinor } = capture;
  const decided = { state: 'done', sent_at: at, decided_at: at, problem } as const;
  await insertReturn(trx, { capture, amountMinor, tellsBuyer: false, at }, decided);
}

async function insertReturn(
  trx: Db,
  { capture, amountMinor, tellsBuyer, at }: NewReturn,
  state: Partial<Row> & Pick<Row, 'state'>
): Promise<string> {
  const { provider, captureId, orderId, currency } = capture;
  const refundId = uuidv7();
  await trx('refunds').insert({
    refund_id: refundId,
    order_id: orderId,
    cause: 'stray',
    provider,
    capture_id: await captureRowId(trx, provider, captureId),
    provider_capture_id: captureId,
    amount_minor: amountMinor,
    currency,
    tells_buyer: tellsBuyer,
    wanted_at: at,
    ...state,
  });
  return refundId;
}

export interface PersonRefund {
  readonly orderRefundId: string;
  readonly orderId: string;
  readonly capture: KeptCapture;
  readonly amountMinor: number;
  readonly at: Instant;
}

/** Money to be sent back because a person decided so; one row per payment that is not stuck. */
export async function wantPersonRefund(trx: Db, wanted: PersonRefund): Promise<void> {
  const { orderRefundId, orderId, capture, amountMinor, at } = wanted;
  await trx<Row>('refunds').insert({
    refund_id: uuidv7(),
    order_id: orderId,
    order_refund_id: orderRefundId,
    cause: 'person',
    provider: capture.provider,
    capture_id: capture.captureId,
    provider_capture_id: capture.providerCaptureId,
    amount_minor: amountMinor,
    currency: capture.currency,
    tells_buyer: false,
    state: 'wanted',
    wanted_at: at,
  });
}

/** Problem of a refund that the provider was asked for and said nothing about: it may have been made. */
export const NO_ANSWER = 'no_answer';

/** Every try to send the money of a person's refund, oldest first; bounded by what a person has asked for again. */
export async function listRefundsOf(trx: Db, orderRefundId: string): Promise<(Refund & RefundTrouble)[]> {
  const rows = await trx<Row>('refunds')
    .where({ order_refund_id: orderRefundId })
    .orderBy('wanted_at')
    .orderBy('refund_id')
    .limit(200);
  return rows.map((row) => ({ ...toRefund(row), captureRowId: row.capture_id, problem: row.problem }));
}

export interface RefundTrouble {
  readonly captureRowId: string;
  readonly problem: string | null;
}

/** Whether the whole payment is on its way back, whatever has become of that; not by a part that others sent back. */
export async function isReturned(db: Db, provider: string, captureId: string): Promise<boolean> {
  const row = await db<Row>('refunds')
    .where('provider', provider)
    .where({ provider_capture_id: captureId })
    .whereIn('cause', ['stray', 'person'])
    .first('refund_id');
  return row !== undefined;
}

/** What of the order's money Purser still has to send back, oldest first. */
export async function listOpenRefunds(db: Db, orderId: string): Promise<Refund[]> {
  const rows = await db<Row>('refunds')
    .where({ order_id: orderId })
    .whereNot({ cause: 'provider' })
    .whereIn('state', ['wanted', 'sending', 'pending'])
    .orderBy('wanted_at')
    .orderBy('refund_id')
    .limit(100);
  return rows.map(toRefund);
}

export interface RefundOfPayment extends Refund {
  readonly cause: 'stray' | 'person' | 'provider';
  readonly problem: string | null;
}

/** What is known of money that went back, or is to go back, of one payment. */
export async function listRefundsOfPayment(
  db: Db,
  provider: ProviderName,
  captureId: string
): Promise<RefundOfPayment[]> {
  const rows = await db<Row>('refunds')
    .where({ provider, provider_capture_id: captureId })
    .orderBy('refund_id')
    .limit(200);
  return rows.map((row) => ({ ...toRefund(row), cause: row.cause, problem: row.problem }));
}

/** @throws Error when there is no such refund. */
export async function lockRefund(trx: Db, refundId: string): Promise<Refund> {
  const row = await trx<Row>('refunds').where({ refund_id: refundId }).forUpdate().first();
  if (row === undefined) throw new Error(`there is no refund ${refundId}`);
  return toRefund(row);
}

/** Which refund of the provider a return of ours turned out to be. */
export async function adoptRefund(trx: Db, refundId: string, providerRefundId: string): Promise<void> {
  await trx<Row>('refunds').where({ refund_id: refundId }).update({ provider_refund_id: providerRefundId });
}

export async function setRefund(
  trx: Db,
  refundId: string,
  change: {
    readonly state: RefundState;
    readonly providerRefundId?: string;
    readonly problem?: string;
    readonly sentAt?: Instant;
    readonly decidedAt?: Instant;
  }
): Promise<void> {
  await trx<Row>('refunds')
    .where({ refund_id: refundId })
    .update({
      state: change.state,
      ...(change.providerRefundId === undefined ? {} : { provider_refund_id: change.providerRefundId }),
      ...(change.problem === undefined ? {} : { problem: change.problem }),
      ...(change.sentAt === undefined ? {} : { sent_at: change.sentAt }),
      ...(change.decidedAt === undefined ? {} : { decided_at: change.decidedAt }),
    });
}

function toRefund(row: Row): Refund {
  return {
    refundId: row.refund_id,
    orderId: row.order_id,
    provider: row.provider,
    captureId: row.provider_capture_id,
    amountMinor: row.amount_minor,
    currency: row.currency,
    tellsBuyer: row.tells_buyer,
    state: row.state,
    providerRefundId: row.provider_refund_id,
    sentAt: row.sent_at,
    orderRefundId: row.order_refund_id,
  };
}
