import type { Db } from '../shared/connection';
import { containsPattern } from '../shared/like-pattern';
import { withinScope, type PartnerScope } from '../shared/partner-scope';
import { findSubscription, type SubscriptionRow } from './subscription-row';

export interface SubscriptionListQuery {
  readonly scope: PartnerScope;
  /** Part of a company's name, or of its id. */
  readonly text: string | null;
  /** Begins behind this company. */
  readonly after: string | null;
  readonly limit: number;
}

/** In the order of their Company IDs. */
export async function listSubscriptions(db: Db, query: SubscriptionListQuery): Promise<SubscriptionRow[]> {
  const list = db('companies').orderBy('company_id').limit(query.limit);
  withinScope(list, 'companies.partner_id', query.scope);
  if (query.after !== null) void list.where('company_id', '>', query.after);
  if (query.text !== null) {
    const pattern = containsPattern(query.text);
    void list.whereRaw('(name ilike ? or company_id ilike ?)', [pattern, pattern]);
  }
  const ids = await list.pluck<string[]>('company_id');
  const rows = await Promise.all(ids.map((companyId) => findSubscription(db, companyId)));
  return rows.filter((row) => row !== null);
}

/** Null for a company that the reader does not see, as for one that is not known. */
export async function readSubscription(
  db: Db,
  scope: PartnerScope,
  companyId: string
): Promise<SubscriptionRow | null> {
  const query = db('companies').where({ company_id: companyId });
  const visible: unknown = await withinScope(query, 'companies.partner_id', scope).first('company_id');
  return visible === undefined ? null : findSubscription(db, companyId);
}
