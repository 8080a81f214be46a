import { assertNever } from '../../domain/assert';
import type { MoneyEvent, MoneyOutcome } from '../../domain/order/money-outcome';
import type { SettlementCheck } from '../../domain/payment/check-settlement';
import type { Instant } from '../../domain/time/iso-date';
import { writeAudit } from '../../db/audit/write-audit';
import type { Capture } from '../../db/payment/captures';
import { wantReturn } from '../../db/payment/refunds';
import type { Db } from '../../db/shared/connection';
import { addOrderEvent } from '../../db/shared/order-events';
import type { OrderFactsRow } from '../../db/shared/order-facts';
import { openTask } from '../../db/task/open-task';
import type { SettleResult } from '../../workflows/contracts/order-steps';

export interface StrayMoney {
  readonly capture: Capture;
  /** What of it has not been sent back at the provider. */
  readonly leftMinor: number;
  readonly check: SettlementCheck;
  readonly event: MoneyEvent;
  /** What the money table says of it. */
  readonly outcome: MoneyOutcome;
  /** Seen before, and kept for a person then; the order may have ended since. */
  readonly isKnown: boolean;
  readonly at: Instant;
}

/**
 * Money that does not fulfil the order, by the money table (product §4): sent back at once, or kept and shown to a person.
 * Nothing is dropped, whatever the order's state and age.
 */
export async function takeStray(trx: Db, order: OrderFactsRow, money: StrayMoney): Promise<SettleResult> {
  const { outcome } = money;
  switch (outcome) {
    case 'refund_at_once':
    case 'refund_at_once_and_tell_buyer':
      await sendBack(trx, order, money);
      return order.paidAt === null ? { outcome: 'returned' } : { outcome: 'paid' };
    case 'park_for_review':
    case 'keep_and_show_ops':
      if (!money.isKnown) await showToPerson(trx, order, money);
      return { outcome: 'wrong_money', reason: money.check === 'right' ? 'unexpected_money' : money.check };
    case 'fulfil':
    case 'ignore':
    case 'record':
    case 'record_and_alert':
    case 'record_and_stop_auto_renew':
      throw new Error(`the money table sends no stray to ${outcome}`);
    default:
      return assertNever(outcome);
  }
}

/** The wish to return it commits with the sight of it; the order's aftercare sends it. */
async function sendBack(trx: Db, order: OrderFactsRow, money: StrayMoney): Promise<void> {
  const { capture, event, outcome, at } = money;
  const { orderId } = order;
  const tellsBuyer = outcome === 'refund_at_once_and_tell_buyer';
  const refundId = await wantReturn(trx, { capture, amountMinor: money.leftMinor, tellsBuyer, at });
  await tell(trx, order, money);
  await writeAudit(trx, {
    at,
    source: { actorKind: 'system', actorId: null, ip: null, requestId: null },
    what: 'money.return_wanted',
    subject: { type: 'order', id: orderId },
    data: { refundId, captureId: capture.captureId, event, state: order.state },
  });
}

/** Of the one task in which a payment is shown to a person. */
export function strayTaskKey({ provider, captureId }: Capture): string {
  return `stray:${provider}:${captureId}`;
}

async function showToPerson(trx: Db, order: OrderFactsRow, money: StrayMoney): Promise<void> {
  const { capture, check, event, outcome, at } = money;
  const { orderId, orderNo, partnerId } = order;
  await tell(trx, order, money);
  await openTask(trx, {
    dedupeKey: strayTaskKey(capture),
    kind: 'second_money',
    subject: `${orderNo} got money that it does not wait for (${check})`,
    evidence: { ...capture, expected: order.total, state: order.state, event, outcome, check },
    partnerId,
    orderId,
    at,
  });
}

async function tell(trx: Db, { orderId }: OrderFactsRow, money: StrayMoney): Promise<void> {
  const { capture, check, event, outcome, at } = money;
  const { amountMinor, currency } = capture;
  await addOrderEvent(trx, {
    orderId,
    at,
    what: 'stray_money',
    data: { check, event, outcome, amountMinor, currency },
  });
}
