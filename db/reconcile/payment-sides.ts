import type { PaymentOrder, PaymentRecord } from '../../domain/reconcile/judge-payment';
import type { Db } from '../shared/connection';

export interface PaymentRows {
  readonly captureId: string;
  readonly here: PaymentRecord | null;
  readonly order: PaymentOrder | null;
}

/** A payment at the provider, and the order that it names: anybody's text until it is found here. */
export interface AskedPayment {
  readonly captureId: string;
  readonly namedOrderId: string | null;
}

interface Row extends PaymentOrder, PaymentRecord {
  readonly captureId: string;
  readonly recorded: boolean;
  readonly known: boolean;
}

/** What our rows say of these payments of one provider, in one statement; in the order they were asked for. */
export async function readPaymentSides(
  db: Db,
  provider: string,
  asked: readonly AskedPayment[]
): Promise<PaymentRows[]> {
  if (asked.length === 0) return [];
  const found = await db.raw<{ rows: Row[] }>(
    `select a.capture_id as "captureId", c.capture_id is not null as "recorded", o.order_id is not null as "known",
       c.amount_minor as "amountMinor", c.currency,
       coalesce((select sum(r.amount_minor) from refunds r
         where r.capture_id = c.capture_id and r.state = 'done'), 0)::bigint as "returnedMinor",
       coalesce((select sum(r.amount_minor) from refunds r
         where r.capture_id = c.capture_id and r.state in ('sending', 'pending', 'done')), 0)::bigint as "returningMinor",
       exists (select from disputes d where d.capture_id = c.capture_id) as "isDisputeKnown",
       o.order_id as "orderId", o.company_id as "companyId", o.partner_id as "partnerId", o.state
     from unnest(?::text[], ?::text[]) with ordinality as a (capture_id, order_id, no)
     left join captures c on c.provider = ? and c.provider_object_id = a.capture_id
     left join orders o on o.order_id = coalesce(c.order_id, a.order_id)
     order by a.no`,
    [asked.map(({ captureId }) => captureId), asked.map(({ namedOrderId }) => namedOrderId ?? ''), provider]
  );
  return found.rows.map(toRows);
}

function toRows(row: Row): PaymentRows {
  const { captureId, recorded, known, orderId, companyId, partnerId, state } = row;
  const { amountMinor, currency, returnedMinor, returningMinor, isDisputeKnown } = row;
  return {
    captureId,
    here: recorded ? { amountMinor, currency, returnedMinor, returningMinor, isDisputeKnown } : null,
    order: known ? { orderId, companyId, partnerId, state } : null,
  };
}
