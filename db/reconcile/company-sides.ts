import type { Capacities, Cycle, Plan } from '../../domain/catalogue/plan';
import type { Entitlement } from '../../domain/company/entitlement';
import type { CompanyHere } from '../../domain/reconcile/judge-company';
import type { Instant, IsoDate } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';

export interface CompanyPlace {
  readonly companyId: string;
  /** `updated_at` or `wake_at`, by which the list is sorted. */
  readonly at: Instant;
}

interface CompanyQuery {
  readonly after: CompanyPlace | null;
  readonly limit: number;
}

/** Subscriptions that changed since then, in that order. */
export function listChangedCompanies(db: Db, since: Instant, query: CompanyQuery): Promise<CompanyPlace[]> {
  return listBy(db, 'updated_at', { ...query, where: 'updated_at >= ?', bound: since });
}

/** Subscriptions whose date has passed, longest first. */
export function listOverdueCompanies(db: Db, before: Instant, query: CompanyQuery): Promise<CompanyPlace[]> {
  return listBy(db, 'wake_at', { ...query, where: 'wake_at < ?', bound: before });
}

/** Companies in a change that began before then, longest first. */
export async function listLongClaimed(
  db: Db,
  { before, limit }: { readonly before: Instant; readonly limit: number }
): Promise<string[]> {
  return db('activations')
    .where({ state: 'claimed' })
    .where('claimed_at', '<', before)
    .orderBy(['claimed_at', 'company_id'])
    .limit(limit)
    .pluck<string[]>('company_id');
}

interface SortedQuery extends CompanyQuery {
  readonly where: string;
  readonly bound: Instant;
}

async function listBy(
  db: Db,
  column: 'updated_at' | 'wake_at',
  { where, bound, after, limit }: SortedQuery
): Promise<CompanyPlace[]> {
  const list = db('subscriptions')
    .whereRaw(where, [bound])
    .orderBy([{ column }, { column: 'company_id' }])
    .limit(limit);
  if (after !== null) void list.whereRaw(`(${column}, company_id) > (?::timestamptz, ?)`, [after.at, after.companyId]);
  return list.select<CompanyPlace[]>({ companyId: 'company_id', at: column });
}

interface Row {
  companyId: string;
  partnerId: string;
  partnerCode: string;
  status: string;
  plan: Plan | null;
  cycle: Cycle | null;
  years: number | null;
  termStart: IsoDate | null;
  expiresOn: IsoDate | null;
  capacities: Capacities;
  version: number;
  autoRenew: boolean;
  isBusy: boolean;
  canResend: boolean;
  wakeAt: Instant | null;
  wakeWhat: string | null;
  openOrderIds: string[];
}

const MOST_ORDERS_NAMED = 10;

/** What our rows say of these companies, in one statement; a change that began before `claimsSince` keeps none busy. */
export async function readCompanySides(
  db: Db,
  companyIds: readonly string[],
  claimsSince: Instant
): Promise<CompanyHere[]> {
  if (companyIds.length === 0) return [];
  const found = await db.raw<{ rows: Row[] }>(
    `select s.company_id as "companyId", c.partner_id as "partnerId", p.partner_code as "partnerCode", s.status, s.plan,
       s.cycle, s.years, s.term_start as "termStart", coalesce(s.next_term_until, s.expires_on) as "expiresOn",
       s.capacities, s.version, s.auto_renew as "autoRenew", s.wake_at as "wakeAt", s.wake_what as "wakeWhat",
       exists (select from activations a
         where a.company_id = s.company_id and a.state = 'claimed' and a.claimed_at >= ?) as "isBusy",
       exists (select from activations a
         where a.company_id = s.company_id and a.version = s.version and a.state = 'active') as "canResend",
       coalesce((select json_agg(open.order_id) from (
         select o.order_id from orders o where o.company_id = s.company_id and o.closed_at is null
          order by o.placed_at limit ?) open), '[]') as "openOrderIds"
     from subscriptions s
     join companies c on c.company_id = s.company_id
     join partners p on p.partner_id = c.partner_id
     where s.company_id = any(?) order by s.company_id`,
    [claimsSince, MOST_ORDERS_NAMED, [...companyIds]]
  );
  return found.rows.map(toCompany);
}

function toCompany({ plan, cycle, years, termStart, expiresOn, capacities, ...row }: Row): CompanyHere {
  const trial = row.status === 'trial';
  return { ...row, entitlement: { plan, cycle, years, termStart, expiresOn, trial, capacities } };
}

export interface SentTarget {
  /** The order, or the refund, that it was set for. */
  readonly changeId: string;
  readonly isOrder: boolean;
  readonly version: number;
  readonly target: Entitlement;
}

type SentRow = Omit<SentTarget, 'isOrder'> & { readonly orderId: string };

/** The target that the company's present version was set with, and by which order; null when no order set it. */
export async function readSentTarget(db: Db, companyId: string): Promise<SentTarget | null> {
  const row = await db('activations as a')
    .join('subscriptions as s', 's.company_id', 'a.company_id')
    .where({ 'a.company_id': companyId, 'a.state': 'active' })
    .whereRaw('a.version = s.version')
    .first<SentRow | undefined>({
      changeId: 'a.change_id',
      orderId: 'a.order_id',
      version: 'a.version',
      target: 'a.target',
    });
  if (row === undefined) return null;
  const { changeId, orderId, version, target } = row;
  return { changeId, isOrder: changeId === orderId, version, target };
}
