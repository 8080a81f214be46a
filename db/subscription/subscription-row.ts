import type { Capacities, Cycle, Plan } from '../../domain/catalogue/plan';
import type { EndingCapacity } from '../../domain/company/ended-capacity';
import { isCurrency } from '../../domain/money/money';
import type { SubscriptionSnapshot } from '../../domain/subscription/subscription-snapshot';
import type { Instant, IsoDate } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';

/** What the next renewal brings; each part may be absent. */
export interface Scheduled {
  readonly plan?: Plan;
  /** Capacity that was refunded and ends with the term. */
  readonly endings?: readonly EndingCapacity[];
}

export type SubscriptionStatus = 'none' | 'trial' | 'active' | 'grace' | 'lapsed';

/** A company's subscription with what its workflow plans by. */
export interface SubscriptionRow extends SubscriptionSnapshot {
  readonly companyId: string;
  readonly partnerId: string;
  readonly companyName: string;
  readonly status: SubscriptionStatus;
  readonly autoRenew: boolean;
  readonly savedMethodId: string | null;
  /** Rises with every update of the row; `version` only when Workplace is told something new. */
  readonly rowVersion: number;
  readonly wakeAt: Instant | null;
  readonly scheduled: Scheduled;
  /** Everything planned up to here has been dealt with; null before the first planning. */
  readonly duesDoneUntil: Instant | null;
}

interface Row {
  company_id: string;
  partner_id: string;
  company_name: string;
  time_zone: string;
  status: SubscriptionStatus;
  plan: Plan | null;
  cycle: Cycle | null;
  years: number | null;
  term_start: IsoDate | null;
  expires_on: IsoDate | null;
  anchor_day: number | null;
  capacities: Capacities;
  currency: string;
  version: number;
  row_version: number;
  auto_renew: boolean;
  saved_method_id: string | null;
  next_term_start: IsoDate | null;
  next_term_until: IsoDate | null;
  scheduled: Scheduled | null;
  wake_at: Instant | null;
  dues_done_until: Instant | null;
}

const SELECT = `select s.*, c.name as company_name, c.time_zone, c.partner_id
  from subscriptions s join companies c on c.company_id = s.company_id where s.company_id = ?`;

/** Locks the row until the transaction ends; null when Purser does not know the company. */
export async function lockSubscription(trx: Db, companyId: string): Promise<SubscriptionRow | null> {
  const found = await trx.raw<{ rows: Row[] }>(`${SELECT} for update of s`, [companyId]);
  return found.rows[0] === undefined ? null : toSubscription(found.rows[0]);
}

export async function findSubscription(db: Db, companyId: string): Promise<SubscriptionRow | null> {
  const found = await db.raw<{ rows: Row[] }>(SELECT, [companyId]);
  return found.rows[0] === undefined ? null : toSubscription(found.rows[0]);
}

export interface SubscriptionChange {
  readonly status?: SubscriptionStatus;
  readonly plan?: Plan | null;
  readonly cycle?: Cycle | null;
  readonly years?: number | null;
  readonly term_start?: IsoDate | null;
  readonly expires_on?: IsoDate | null;
  readonly anchor_day?: number | null;
  readonly capacities?: string;
  readonly scheduled?: string;
  readonly currency?: string;
  readonly version?: number;
  readonly auto_renew?: boolean;
  readonly saved_method_id?: string | null;
  readonly wake_at?: Instant | null;
  readonly wake_what?: string | null;
  readonly dues_done_until?: Instant;
}

/** Writes only onto the row version that was read. @throws Error when somebody was faster, which the row lock forbids. */
export async function updateSubscription(
  trx: Db,
  row: SubscriptionRow,
  change: SubscriptionChange,
  at: Instant
): Promise<number> {
  const count = await trx('subscriptions')
    .where({ company_id: row.companyId, row_version: row.rowVersion })
    .update({ ...change, row_version: row.rowVersion + 1, updated_at: at });
  if (count !== 1) throw new Error(`subscription of ${row.companyId} changed from version ${row.rowVersion}`);
  return row.rowVersion + 1;
}

/** The plan is the sleeper's own note: writing it down is no change of the subscription. */
export async function noteWake(
  trx: Db,
  companyId: string,
  wake: { at: Instant | null; what: string },
  doneUntil: Instant
): Promise<void> {
  await trx('subscriptions')
    .where({ company_id: companyId })
    .update({ wake_at: wake.at, wake_what: wake.what, dues_done_until: doneUntil });
}

function toSubscription(row: Row): SubscriptionRow {
  return {
    companyId: row.company_id,
    partnerId: row.partner_id,
    companyName: row.company_name,
    timeZone: row.time_zone,
    status: row.status,
    plan: row.plan,
    cycle: row.cycle,
    years: row.years,
    term: row.term_start === null || row.expires_on === null ? null : { from: row.term_start, until: row.expires_on },
    anchorDay: row.anchor_day,
    trial: row.status === 'trial',
    capacities: row.capacities,
    version: row.version,
    currency: isCurrency(row.currency) ? row.currency : null,
    nextTermPaid: nextTermOf(row),
    scheduled: row.scheduled ?? {},
    scheduledPlan: row.scheduled?.plan ?? null,
    autoRenew: row.auto_renew,
    savedMethodId: row.saved_method_id,
    rowVersion: row.row_version,
    wakeAt: row.wake_at,
    duesDoneUntil: row.dues_done_until,
  };
}

function nextTermOf(row: Row): SubscriptionSnapshot['nextTermPaid'] {
  const { next_term_start: from, next_term_until: until, cycle, years } = row;
  return from === null || until === null || cycle === null
    ? null
    : { term: { from, until }, termLength: { cycle, years } };
}
