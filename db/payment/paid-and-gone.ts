import type { PaidAndGone } from '../../domain/payment/refund-amount';
import type { ProviderName } from '../../domain/payment/provider-name';
import type { Db } from '../shared/connection';

export interface PaidMoney extends PaidAndGone {
  /** null: paid by bank, or nothing was to pay. */
  readonly capture: KeptCapture | null;
}

/** A payment that stands on the order and is on no way back. */
export interface KeptCapture {
  readonly captureId: string;
  readonly provider: ProviderName;
  /** The provider's id of it. */
  readonly providerCaptureId: string;
  /** Of one that is kept for a person: what is left of it. */
  readonly amountMinor: number;
  readonly currency: string;
}

interface Row {
  capture_id: string | null;
  provider: ProviderName | null;
  provider_object_id: string | null;
  amount_minor: number | null;
  currency: string | null;
  received_minor: number;
  refunded: number;
  by_others: number;
  lost: number;
}

/**
 * Of the payment `c`: what somebody sent back at the provider, and what was withdrawn here and made there all the same.
 */
const BY_OTHERS = `(select coalesce(sum(r.amount_minor), 0) from refunds r
  left join order_refunds w on w.order_refund_id = r.order_refund_id
  where r.capture_id = c.capture_id
    and case when r.cause = 'provider' then r.state <> 'failed' and r.dispute_id is null
      else r.state = 'done' and w.state in ('rejected', 'withdrawn', 'refused') end)`;
/** Of the payment `c`: what lost disputes took. */
const LOST = `(select coalesce(sum(d.amount_minor), 0) from disputes d
  where d.capture_id = c.capture_id and d.state = 'lost')`;

/** What a paid order was paid with, and what of it has gone; one statement, for the holder of the order's lock. */
export async function readPaidAndGone(trx: Db, orderId: string): Promise<PaidMoney> {
  const { rows } = await trx.raw<{ rows: Row[] }>(
    `select c.capture_id, c.provider, c.provider_object_id, c.amount_minor, c.currency,
            (select coalesce(sum(a.amount_minor), 0) from receipt_allocations a
              where a.order_id = o.order_id and a.reversed_at is null)::bigint as received_minor,
            (select coalesce(sum(f.amount_minor), 0) from order_refunds f
              where f.order_id = o.order_id and f.state not in ('rejected', 'withdrawn', 'refused'))::bigint as refunded,
            ${BY_OTHERS}::bigint as by_others,
            ${LOST}::bigint as lost
       from orders o left join captures c on c.order_id = o.order_id and c.winning
      where o.order_id = ?`,
    [orderId]
  );
  const row = rows[0];
  if (row === undefined) throw new Error(`there is no order ${orderId}`);
  const capture = captureOf(row);
  return {
    capture,
    paidMinor: capture?.amountMinor ?? row.received_minor,
    refundedMinor: row.refunded,
    byOthersMinor: row.by_others,
    lostMinor: row.lost,
  };
}

function captureOf(row: Row): KeptCapture | null {
  const { capture_id: captureId, provider, provider_object_id: providerCaptureId, amount_minor, currency } = row;
  if (captureId === null || provider === null || providerCaptureId === null) return null;
  return { captureId, provider, providerCaptureId, amountMinor: amount_minor ?? 0, currency: currency ?? '' };
}

/** Payments that a person was asked about, with what of them nobody has sent back or taken; of an order that is not paid. */
export async function listKeptCaptures(trx: Db, orderId: string): Promise<KeptCapture[]> {
  const { rows } = await trx.raw<{
    rows: {
      capture_id: string;
      provider: ProviderName;
      provider_object_id: string;
      amount_minor: number;
      currency: string;
    }[];
  }>(
    `select c.capture_id, c.provider, c.provider_object_id, c.currency,
            (c.amount_minor
              - ${BY_OTHERS}
              - ${LOST})::bigint as amount_minor
       from captures c
      where c.order_id = ?
        and not exists (select 1 from refunds r where r.capture_id = c.capture_id and r.cause in ('stray', 'person'))
      order by c.capture_id limit 20`,
    [orderId]
  );
  const left = rows.filter(({ amount_minor: minor }) => minor > 0);
  return left.map((row) => ({
    captureId: row.capture_id,
    provider: row.provider,
    providerCaptureId: row.provider_object_id,
    amountMinor: row.amount_minor,
    currency: row.currency,
  }));
}

/**
 * Whether less is left of what was paid than the refund is to send: others have sent a part back since it was asked for, a
 * dispute was lost, or the bank took a receipt back. The refund itself is among those that count.
 */
export async function hasGoneOtherwise(
  trx: Db,
  { orderId, basis, amountMinor }: { readonly orderId: string; readonly basis: string; readonly amountMinor: number }
): Promise<boolean> {
  if (basis !== 'refund') return false;
  const paid = await readPaidAndGone(trx, orderId);
  if (paid.capture !== null || paid.paidMinor > 0)
    return paid.paidMinor - paid.refundedMinor - paid.byOthersMinor - paid.lostMinor < 0;
  const left = await readLeftOfKept(trx, orderId);
  return left < amountMinor;
}

/** Of every payment of an order that was never paid, whatever is on its way back by us. */
async function readLeftOfKept(trx: Db, orderId: string): Promise<number> {
  const { rows } = await trx.raw<{ rows: { left_minor: number }[] }>(
    `select coalesce(sum(c.amount_minor
              - ${BY_OTHERS}
              - ${LOST}), 0)::bigint as left_minor
       from captures c
      where c.order_id = ? and not exists (select 1 from refunds r where r.capture_id = c.capture_id and r.cause = 'stray')`,
    [orderId]
  );
  return rows[0]?.left_minor ?? 0;
}
