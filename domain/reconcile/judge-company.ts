import type { Entitlement, WorkplaceCompany } from '../company/entitlement';
import { instantMs } from '../time/calendar';
import type { Instant } from '../time/iso-date';
import type { Drift } from './drift';
import type { DriftKind } from './drift-kind';

/** The subscription as our rows have it. */
export interface CompanyHere {
  readonly companyId: string;
  readonly partnerId: string;
  readonly partnerCode: string;
  readonly status: string;
  /** What Workplace should hold. */
  readonly entitlement: Entitlement;
  /** Last version that Workplace was told; 0 for none. */
  readonly version: number;
  readonly autoRenew: boolean;
  /** An order is changing the company just now. */
  readonly isBusy: boolean;
  /** The target of the version is on record, so it can be sent again. */
  readonly canResend: boolean;
  readonly wakeAt: Instant | null;
  /** `nothing` when no date is planned. */
  readonly wakeWhat: string | null;
  readonly openOrderIds: readonly string[];
}

export interface CompanySides {
  readonly here: CompanyHere;
  /** null: Workplace does not know the company. */
  readonly there: WorkplaceCompany | null;
  /** Whether the sleeping subscription is there. */
  readonly isRunning: boolean;
  readonly at: Instant;
  readonly stalledMs: number;
}

export function judgeCompany(sides: CompanySides): Drift[] {
  return [...entitlementKinds(sides), ...sleeperKinds(sides)].map((kind) => drift(sides, kind));
}

function entitlementKinds({ here, there }: CompanySides): DriftKind[] {
  if (here.status === 'none' && here.version === 0) return there === null ? [] : movedKinds(here, there);
  if (there === null) return ['company_missing_at_workplace'];
  const moved = movedKinds(here, there);
  // While an order changes the company, its own step knows which version is right.
  if (here.isBusy || here.status === 'lapsed') return moved;
  if (there.version < here.version) return [...moved, 'entitlement_older'];
  if (there.version > here.version) return [...moved, 'entitlement_newer'];
  return isSame(here.entitlement, there) ? moved : [...moved, 'entitlement_differs'];
}

function movedKinds({ partnerCode }: CompanyHere, there: WorkplaceCompany): DriftKind[] {
  return there.partnerCode === partnerCode ? [] : ['company_changed_partner'];
}

function isSame(one: Entitlement, other: Entitlement): boolean {
  const { meeting_room, location, desk, visitor } = one.capacities;
  const { capacities } = other;
  return (
    one.plan === other.plan &&
    one.cycle === other.cycle &&
    one.years === other.years &&
    one.termStart === other.termStart &&
    one.expiresOn === other.expiresOn &&
    one.trial === other.trial &&
    meeting_room === capacities.meeting_room &&
    location === capacities.location &&
    desk === capacities.desk &&
    visitor === capacities.visitor
  );
}

const SLEEPING_STATUS = new Set(['trial', 'active', 'grace']);

function sleeperKinds({ here, isRunning, at, stalledMs }: CompanySides): DriftKind[] {
  const { status, wakeAt, wakeWhat, entitlement } = here;
  if (!SLEEPING_STATUS.has(status) || entitlement.expiresOn === null || wakeWhat === 'nothing') return [];
  if (!isRunning) return ['subscription_not_asleep'];
  return wakeAt !== null && instantMs(at) - instantMs(wakeAt) > stalledMs ? ['subscription_overdue'] : [];
}

function drift({ here, there, isRunning }: CompanySides, kind: DriftKind): Drift {
  const { companyId, partnerId, partnerCode, status, version, entitlement, autoRenew, wakeAt, wakeWhat } = here;
  const ours = { partnerCode, status, version, autoRenew, wakeAt, wakeWhat, ...entitlement };
  return {
    kind,
    subject: { type: 'company', id: companyId },
    orderId: null,
    companyId,
    partnerId,
    evidence: { ours, workplace: stated(there), workflowRuns: isRunning, openOrderIds: here.openOrderIds },
    repair: repairOf(here, kind),
  };
}

/** Without the company's name, which a person typed. */
function stated(there: WorkplaceCompany | null): object | null {
  if (there === null) return null;
  const { partnerCode, version, plan, cycle, years, termStart, expiresOn, trial, capacities } = there;
  return { partnerCode, version, plan, cycle, years, termStart, expiresOn, trial, capacities };
}

function repairOf({ canResend }: CompanyHere, kind: DriftKind): Drift['repair'] {
  switch (kind) {
    case 'entitlement_older':
      return canResend ? 'resend_entitlement' : null;
    case 'company_changed_partner':
      return 'stop_auto_renew';
    case 'subscription_not_asleep':
    case 'subscription_overdue':
      return 'wake_subscription';
    default:
      return null;
  }
}
