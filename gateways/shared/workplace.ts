import type { Entitlement, WorkplaceCompany } from '../../domain/company/entitlement';

export type SetEntitlementResult =
  | { readonly outcome: 'set'; readonly company: WorkplaceCompany }
  /** Workplace already holds a newer version: ours came late and changed nothing. */
  | { readonly outcome: 'superseded'; readonly currentVersion: number }
  /** Final: plan and services do not fit, the company is gone, or the same version holds another target. */
  | { readonly outcome: 'refused'; readonly code: string };

/** Throws `GatewayFailure` (`unavailable`, `unknown_outcome`) when Workplace cannot be asked. */
export interface Workplace {
  /** null: no company has this id. */
  findCompany(companyId: string): Promise<WorkplaceCompany | null>;
  /** Sends the whole target; twice, late or out of order is harmless. */
  setEntitlement(input: {
    readonly companyId: string;
    readonly version: number;
    readonly target: Entitlement;
    readonly idempotencyKey: string;
  }): Promise<SetEntitlementResult>;
}
