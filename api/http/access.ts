import { can } from '../../domain/access/can';
import type { Capability } from '../../domain/access/capability';
import { partnerScope, type PartnerScope } from '../../db/shared/partner-scope';
import { AppError } from './app-error';
import type { Caller } from './caller';
import type { Access } from './route';

/**
 * The scope that the route's access gives the caller; null where the route has none.
 * @throws AppError `not_signed_in` or `not_allowed`
 */
export function authorise(access: Access, caller: Caller | null): PartnerScope | null {
  if (access === 'public') return null;
  if (caller === null) throw new AppError('not_signed_in');
  if (access === 'session') return null;
  const capabilities: readonly Capability[] = typeof access === 'string' ? [access] : access;
  for (const capability of capabilities) {
    const scope = can(caller.actor, capability);
    if (scope !== 'none') return partnerScope(caller.actor, scope);
  }
  throw new AppError('not_allowed', { extra: { capability: capabilities[0] } });
}
