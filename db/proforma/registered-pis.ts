import type { Knex } from 'knex';
import { uuidv7 } from 'uuidv7';
import { money, type Money } from '../../domain/money/money';
import type { Instant, IsoDate } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';
import { currencyOf } from '../shared/currency-of';
import { containsPattern } from '../shared/like-pattern';
import { withinScope, type PartnerScope } from '../shared/partner-scope';

/** A proforma that the account manager announced: the buyer may name its number at checkout. */
export interface RegisteredPiItem {
  readonly piId: string;
  readonly partner: { readonly partnerId: string; readonly name: string };
  readonly piNumber: string;
  readonly amount: Money;
  /** Last day on which an order may name it. */
  readonly validUntil: IsoDate;
  readonly registeredBy: { readonly userId: string; readonly name: string };
  readonly registeredAt: Instant;
  readonly withdrawnAt: Instant | null;
  /** The order that it pays; null while it is free. */
  readonly order: { readonly orderId: string; readonly orderNo: string } | null;
}

export interface NewRegisteredPi {
  readonly partnerId: string;
  readonly piNumber: string;
  /** What numbers are compared by. */
  readonly piKey: string;
  readonly amount: Money;
  readonly validUntil: IsoDate;
  readonly by: string;
  readonly at: Instant;
}

export const PI_STATES = ['free', 'used', 'withdrawn'] as const;
export type PiState = (typeof PI_STATES)[number];

export interface PiListQuery {
  readonly scope: PartnerScope;
  readonly filter: { readonly state?: PiState; readonly partnerId?: string; readonly text?: string };
  /** Begins behind this one; null begins at the newest. */
  readonly after: { readonly registeredAt: Instant; readonly piId: string } | null;
  readonly limit: number;
}

interface Row {
  pi_id: string;
  partner_id: string;
  partner_name: string;
  pi_number: string;
  amount_minor: number;
  currency: string;
  valid_until: IsoDate;
  registered_by: string;
  registrar_name: string;
  registered_at: Instant;
  withdrawn_at: Instant | null;
  order_id: string | null;
  order_no: string | null;
}

const COLUMNS = ['p.*', 'partners.name as partner_name', 'u.name as registrar_name', 'o.order_id', 'o.order_no'];

/** Returns the new id; null when the partner has a live proforma of that number already. */
export async function insertRegisteredPi(trx: Db, pi: NewRegisteredPi): Promise<string | null> {
  const rows = await trx('registered_pis')
    .insert({
      pi_id: uuidv7(),
      partner_id: pi.partnerId,
      pi_number: pi.piNumber,
      pi_key: pi.piKey,
      amount_minor: pi.amount.amountMinor,
      currency: pi.amount.currency,
      valid_until: pi.validUntil,
      registered_by: pi.by,
      registered_at: pi.at,
    })
    .onConflict(trx.raw('(partner_id, pi_key) where withdrawn_at is null'))
    .ignore()
    .returning<{ pi_id: string }[]>('pi_id');
  return rows[0]?.pi_id ?? null;
}

/**
 * Takes a proforma out of the register unless an order has it. An order that names it in this very moment keeps it: its row
 * says what it is paid by, and the register is only asked at that moment.
 */
export async function withdrawRegisteredPi(
  trx: Db,
  { piId, at }: { readonly piId: string; readonly at: Instant }
): Promise<'withdrawn' | 'used' | 'withdrawn_before'> {
  const row = await trx('registered_pis')
    .where({ pi_id: piId })
    .forUpdate()
    .first<{ withdrawn_at: Instant | null } | undefined>('withdrawn_at');
  if (row === undefined || row.withdrawn_at !== null) return 'withdrawn_before';
  const holder = await trx('orders')
    .where({ pi_id: piId })
    .whereNotNull('pi_key')
    .first<{ order_id: string } | undefined>('order_id');
  if (holder !== undefined) return 'used';
  await trx('registered_pis').where({ pi_id: piId }).update({ withdrawn_at: at });
  return 'withdrawn';
}

/** Newest first. */
export async function listRegisteredPis(
  db: Db,
  { scope, filter, after, limit }: PiListQuery
): Promise<RegisteredPiItem[]> {
  const list = withinScope(pis(db), 'p.partner_id', scope).select<Row[]>(COLUMNS).limit(limit);
  if (filter.state === 'withdrawn') void list.whereNotNull('p.withdrawn_at');
  if (filter.state === 'used') void list.whereNotNull('o.order_id');
  if (filter.state === 'free') void list.whereNull('p.withdrawn_at').whereNull('o.order_id');
  if (filter.partnerId !== undefined) void list.where('p.partner_id', filter.partnerId);
  if (filter.text !== undefined) void list.whereRaw('p.pi_number ilike ?', [containsPattern(filter.text)]);
  if (after !== null) {
    void list.whereRaw('(p.registered_at, p.pi_id) < (?::timestamptz, ?)', [after.registeredAt, after.piId]);
  }
  const rows = await list.orderBy([
    { column: 'p.registered_at', order: 'desc' },
    { column: 'p.pi_id', order: 'desc' },
  ]);
  return rows.map(toItem);
}

/** null: there is none within the scope. */
export async function readRegisteredPi(db: Db, scope: PartnerScope, piId: string): Promise<RegisteredPiItem | null> {
  const query = pis(db).where('p.pi_id', piId).first<Row | undefined>(COLUMNS);
  const row = await withinScope(query, 'p.partner_id', scope);
  return row === undefined ? null : toItem(row);
}

function pis(db: Db): Knex.QueryBuilder {
  return db('registered_pis as p')
    .join('partners', 'partners.partner_id', 'p.partner_id')
    .join('users as u', 'u.user_id', 'p.registered_by')
    .joinRaw('left join orders o on o.pi_id = p.pi_id and o.pi_key is not null');
}

function toItem(row: Row): RegisteredPiItem {
  return {
    piId: row.pi_id,
    partner: { partnerId: row.partner_id, name: row.partner_name },
    piNumber: row.pi_number,
    amount: money(row.amount_minor, currencyOf(row.currency)),
    validUntil: row.valid_until,
    registeredBy: { userId: row.registered_by, name: row.registrar_name },
    registeredAt: row.registered_at,
    withdrawnAt: row.withdrawn_at,
    order: row.order_id === null ? null : { orderId: row.order_id, orderNo: row.order_no ?? '' },
  };
}
