import type { Entitlement } from '../../domain/company/entitlement';
import type { Service } from '../../domain/catalogue/plan';
import type { TermLength } from '../../domain/catalogue/plan';
import type { Quote } from '../../domain/quote/quote';
import type { Instant, Period } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';

/** One open change per company: the claim is held from before Workplace is told until its answer is written down. */
export interface Activation {
  /** The order's id for what it buys; the refund's for what a refund ends. */
  readonly changeId: string;
  readonly orderId: string;
  readonly companyId: string;
  readonly version: number;
  readonly target: Entitlement;
  readonly state: 'claimed' | 'active' | 'refused';
}

interface Row {
  change_id: string;
  order_id: string;
  company_id: string;
  version: number;
  target: Entitlement;
  previous: Entitlement;
  state: Activation['state'];
  claimed_at: Instant;
  decided_at: Instant | null;
  problem: string | null;
}

export async function findActivation(trx: Db, changeId: string): Promise<Activation | null> {
  const row = await trx<Row>('activations').where({ change_id: changeId }).first();
  return row === undefined ? null : toActivation(row);
}

/** The change that the company is in just now; null when it is free. */
export async function claimHolder(trx: Db, companyId: string): Promise<Activation | null> {
  const row = await trx<Row>('activations').where({ company_id: companyId, state: 'claimed' }).first();
  return row === undefined ? null : toActivation(row);
}

export interface NewClaim {
  readonly changeId: string;
  readonly orderId: string;
  readonly companyId: string;
  readonly version: number;
  readonly target: Entitlement;
  readonly previous: Entitlement;
  readonly at: Instant;
}

/** Claims the company; a change that was refused before claims anew with a new version. */
export async function claimCompany(trx: Db, claim: NewClaim): Promise<Activation> {
  const columns = {
    change_id: claim.changeId,
    order_id: claim.orderId,
    company_id: claim.companyId,
    version: claim.version,
    target: JSON.stringify(claim.target),
    previous: JSON.stringify(claim.previous),
    state: 'claimed',
    claimed_at: claim.at,
    decided_at: null,
    problem: null,
  };
  const rows = await trx('activations').insert(columns).onConflict('change_id').merge().returning<Row[]>('*');
  const [row] = rows;
  if (row === undefined) throw new Error('the claim was not written');
  return toActivation(row);
}

export async function decideActivation(
  trx: Db,
  changeId: string,
  decision: { readonly state: 'active' | 'refused'; readonly problem: string | null; readonly at: Instant }
): Promise<boolean> {
  const count = await trx<Row>('activations')
    .where({ change_id: changeId, state: 'claimed' })
    .update({ state: decision.state, problem: decision.problem, decided_at: decision.at });
  return count === 1;
}

function toActivation(row: Row): Activation {
  return {
    changeId: row.change_id,
    orderId: row.order_id,
    companyId: row.company_id,
    version: row.version,
    target: row.target,
    state: row.state,
  };
}

/** What the order adds and what it was priced for. */
export interface OrderedChange {
  readonly deltas: readonly { readonly service: Service; readonly quantity: number }[];
  readonly quotedTerm: Period;
  /** The term after it, where that was paid already and charged as well. */
  readonly quotedNextTerm: Period | null;
  readonly quotedPlan: Quote['target']['plan'];
  readonly termLength: TermLength;
}

export async function readOrderedChange(trx: Db, orderId: string): Promise<OrderedChange> {
  const order = await trx('orders')
    .join('quotes', 'quotes.quote_id', 'orders.quote_id')
    .where({ 'orders.order_id': orderId })
    .first<{ body: Quote } | undefined>('quotes.body');
  if (order === undefined) throw new Error(`there is no order ${orderId}`);
  const { lines, term, target, termLength } = order.body;
  return {
    deltas: summed(lines),
    quotedTerm: term,
    quotedNextTerm: lines.find(({ period }) => period.from >= term.until)?.period ?? null,
    quotedPlan: target.plan,
    termLength,
  };
}

/** A service stands on two lines when the next term is paid too; both lines are the same units. */
function summed(lines: Quote['lines']): OrderedChange['deltas'] {
  const byService = new Map<Service, number>();
  for (const { item, quantity } of lines) {
    if (item.type === 'service') byService.set(item.service, Math.max(quantity, byService.get(item.service) ?? 0));
  }
  return [...byService].map(([service, quantity]) => ({ service, quantity }));
}
