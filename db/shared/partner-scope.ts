import type { Knex } from 'knex';
import type { Actor } from '../../domain/access/role';

/** Whose rows a reader gets to see; every read model applies it in SQL, so that a stranger's row is simply not there. */
export type PartnerScope =
  | { readonly kind: 'partner'; readonly partnerId: string }
  /** Partners that this account manager (or deputy) or distributor looks after. */
  | { readonly kind: 'assigned'; readonly userId: string }
  | { readonly kind: 'all' }
  | { readonly kind: 'none' };

/** @param scope what the access table gives the actor for the capability at hand */
export function partnerScope(actor: Actor, scope: 'own_partner' | 'assigned_partners' | 'all' | 'none'): PartnerScope {
  switch (scope) {
    case 'own_partner':
      return actor.partnerId === null ? { kind: 'none' } : { kind: 'partner', partnerId: actor.partnerId };
    case 'assigned_partners':
      return { kind: 'assigned', userId: actor.userId };
    case 'all':
      return { kind: 'all' };
    case 'none':
      return { kind: 'none' };
  }
}

/** Narrows a query to the scope. `column` holds the row's partner id, qualified by its table. */
export function withinScope<T extends Knex.QueryBuilder>(query: T, column: string, scope: PartnerScope): T {
  switch (scope.kind) {
    case 'partner':
      void query.where(column, scope.partnerId);
      break;
    case 'assigned':
      void query.whereRaw(
        `?? in (select p.partner_id from partners p
                where p.account_manager_id = ? or p.distributor_id = ? or ? = any(p.deputy_ids))`,
        [column, scope.userId, scope.userId, scope.userId]
      );
      break;
    case 'none':
      void query.whereRaw('false');
      break;
    case 'all':
      break;
  }
  return query;
}
