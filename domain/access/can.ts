import { assertNever } from '../assert';
import { CAPABILITY_TABLE, type Capability, type CapabilityRow, type Scope } from './capability';
import type { Actor } from './role';

/** The partner whose things are asked for. */
export interface PartnerAccess {
  readonly partnerId: string;
  /** User ids of the account manager and the deputies. */
  readonly accountManagerIds: readonly string[];
  /** User id of the partner's distributor. */
  readonly distributorId: string | null;
}

/** How far the capability reaches for this person; `none` when the person does not have it. */
export function can(actor: Actor, capability: Capability): Scope {
  const row: CapabilityRow = CAPABILITY_TABLE[capability];
  switch (actor.role) {
    case 'partner':
      return row.partner ? 'own_partner' : 'none';
    case 'colleague':
    case 'integrator':
      return holdsRight(actor, row) ? 'own_partner' : 'none';
    case 'distributor':
    case 'account_manager':
    case 'finance':
    case 'ops':
    case 'admin':
      return row[actor.role];
    default:
      return assertNever(actor.role);
  }
}

/** Whether the person may use the capability on what belongs to this partner. A no is answered as if nothing were there. */
export function mayTouchPartner(actor: Actor, capability: Capability, partner: PartnerAccess): boolean {
  const scope = can(actor, capability);
  switch (scope) {
    case 'none':
      return false;
    case 'own_partner':
      return actor.partnerId !== null && actor.partnerId === partner.partnerId;
    case 'assigned_partners':
      return actor.role === 'distributor'
        ? partner.distributorId === actor.userId
        : partner.accountManagerIds.includes(actor.userId);
    case 'all':
      return true;
    default:
      return assertNever(scope);
  }
}

/** Nobody approves their own record (product §1). Ids are user ids; null for a record made by no person. */
export function mayApprove(actorId: string, recorderId: string | null): boolean {
  return actorId !== recorderId;
}

function holdsRight(actor: Actor, row: CapabilityRow): boolean {
  return row.members === 'any' || row.members.some((right) => actor.rights.includes(right));
}
