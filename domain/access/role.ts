export const ROLES = [
  'partner',
  'colleague',
  'integrator',
  'distributor',
  'account_manager',
  'finance',
  'ops',
  'admin',
] as const;
export type Role = (typeof ROLES)[number];

/** What a colleague or an integrator can be given of the partner's rights. */
export const PARTNER_RIGHTS = ['view', 'buy', 'pay', 'contacts', 'export'] as const;
export type PartnerRight = (typeof PARTNER_RIGHTS)[number];

/** The signed-in person as every rule of access sees it. */
export interface Actor {
  readonly userId: string;
  readonly role: Role;
  /** Account of a partner, colleague or integrator; null for everybody else. */
  readonly partnerId: string | null;
  /** Ticked rights of a colleague or integrator; ignored for other roles. */
  readonly rights: readonly PartnerRight[];
}

/**
 * Of the vendor's own house. A distributor looks on from outside: it sees what its partners see, and not where our house has
 * trouble (product §1).
 */
export function isStaff({ role, partnerId }: Pick<Actor, 'role' | 'partnerId'>): boolean {
  return partnerId === null && role !== 'distributor';
}
