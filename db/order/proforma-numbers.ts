import type { RegisteredPi } from '../../domain/order/pi-problem';
import { money } from '../../domain/money/money';
import type { IsoDate } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';
import { currencyOf } from '../shared/currency-of';

interface Row {
  pi_id: string;
  partner_id: string;
  pi_key: string;
  amount_minor: number;
  currency: string;
  valid_until: IsoDate;
  withdrawn_at: string | null;
}

export interface PartnerPi {
  readonly partnerId: string;
  readonly key: string;
}

/** The partner's order that holds the number now; null: it is free. */
export async function findPiHolder(db: Db, { partnerId, key }: PartnerPi): Promise<string | null> {
  const row = await db('orders')
    .where({ partner_id: partnerId, pi_key: key })
    .first<{ order_id: string } | undefined>('order_id');
  return row?.order_id ?? null;
}

/** The partner's own registered proforma; null for a number that is not registered, or is another partner's. */
export async function findRegisteredPi(db: Db, { partnerId, key }: PartnerPi): Promise<RegisteredPi | null> {
  const row = await db<Row>('registered_pis')
    .where({ partner_id: partnerId, pi_key: key })
    .whereNull('withdrawn_at')
    .first();
  if (row === undefined) return null;
  const amount = money(row.amount_minor, currencyOf(row.currency));
  return { piId: row.pi_id, amount, validUntil: row.valid_until };
}
