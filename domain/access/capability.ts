import type { PartnerRight } from './role';

/** Whose partners a capability reaches. */
export const SCOPES = ['none', 'own_partner', 'assigned_partners', 'all'] as const;
export type Scope = (typeof SCOPES)[number];

/** One right of product §1: who of a partner's own account has it, and how far it reaches for everybody else. */
export interface CapabilityRow {
  readonly partner: boolean;
  /** A colleague or integrator needs one of these ticked rights; `any`: none is needed; empty: neither has it. */
  readonly members: readonly PartnerRight[] | 'any';
  readonly distributor: Scope;
  readonly account_manager: Scope;
  readonly finance: Scope;
  readonly ops: Scope;
  readonly admin: Scope;
}

type Staff = Partial<Omit<CapabilityRow, 'partner' | 'members'>>;

const NO_STAFF = { distributor: 'none', account_manager: 'none', finance: 'none', ops: 'none', admin: 'none' } as const;
const ALL_STAFF: Staff = { distributor: 'all', account_manager: 'all', finance: 'all', ops: 'all', admin: 'all' };
/** Those who follow an order from inside the house. */
const VIEWERS: Staff = { account_manager: 'assigned_partners', finance: 'all', ops: 'all' };
const DOCUMENT_VIEWERS: Staff = { ...VIEWERS, distributor: 'assigned_partners' };
const MANAGER: Staff = { account_manager: 'assigned_partners' };

/** The partner, and those of its people and systems that hold one of the rights. */
function partnerSide(members: CapabilityRow['members'], staff: Staff = {}): CapabilityRow {
  return { partner: true, members, ...NO_STAFF, ...staff };
}

/** The partner in person: not even a colleague with every right. */
function partnerAlone(): CapabilityRow {
  return partnerSide([]);
}

function staffOnly(staff: Staff): CapabilityRow {
  return { partner: false, members: [], ...NO_STAFF, ...staff };
}

/** The whole rights table of product §1. What no row gives, nobody may do. */
export const CAPABILITY_TABLE = {
  /** One's own profile, password and sessions; whoever has signed in. */
  'account.self': partnerSide('any', ALL_STAFF),
  'catalogue.view': partnerSide('any', { account_manager: 'all', finance: 'all', ops: 'all', admin: 'all' }),

  'company.lookUp': partnerSide(['view', 'buy'], VIEWERS),
  'quote.create': partnerSide(['buy']),
  'quote.view': partnerSide(['view', 'buy', 'pay'], VIEWERS),
  'order.place': partnerSide(['buy']),
  'order.view': partnerSide(['view', 'buy', 'pay'], DOCUMENT_VIEWERS),
  'order.pay': partnerSide(['pay']),
  'order.changeMethod': partnerSide(['pay']),
  'order.cancel': partnerSide(['buy']),
  'order.remark': partnerSide(['buy', 'pay']),
  'order.prolong': staffOnly(MANAGER),
  'order.resend': staffOnly({ ...MANAGER, ops: 'all' }),
  'order.resume': staffOnly({ ops: 'all' }),
  'order.lookAgain': staffOnly({ ops: 'all' }),
  'order.cancelUnpaid': staffOnly({ ops: 'all' }),

  'invoice.view': partnerSide(['view', 'pay'], DOCUMENT_VIEWERS),
  'invoice.download': partnerSide(['view', 'pay'], DOCUMENT_VIEWERS),
  'invoice.correct': staffOnly({ finance: 'all' }),
  'invoice.viewCorrections': staffOnly(VIEWERS),

  /** Whoever buys picks a billing contact at checkout. */
  'contact.view': partnerSide(['view', 'buy', 'contacts'], VIEWERS),
  'contact.edit': partnerSide(['contacts']),
  'contact.note': staffOnly(MANAGER),

  'subscription.view': partnerSide(['view', 'buy', 'pay'], VIEWERS),
  'subscription.autoRenew': partnerSide(['pay']),
  'subscription.schedule': partnerSide(['buy']),
  'paymentMethod.manage': partnerSide(['pay']),

  export: partnerSide(['export'], { finance: 'all' }),
  'colleague.admin': partnerAlone(),
  'apiClient.admin': partnerAlone(),
  'webhook.admin': partnerAlone(),
  'apiAccess.grant': staffOnly(MANAGER),

  'task.list': staffOnly(VIEWERS),
  'task.close': staffOnly(VIEWERS),

  'receipt.view': staffOnly(VIEWERS),
  'receipt.report': staffOnly({ distributor: 'assigned_partners' }),
  'receipt.confirmReport': staffOnly(MANAGER),
  'receipt.record': staffOnly(MANAGER),
  'receipt.allocate': staffOnly(MANAGER),
  'receipt.reverse': staffOnly(MANAGER),
  'receipt.closeShortfall': staffOnly(MANAGER),
  'receipt.approve': staffOnly({ finance: 'all' }),
  /** Money that is nobody's yet may turn out to be any partner's. */
  'receipt.settleUnmatched': staffOnly({ account_manager: 'all' }),
  'pi.view': staffOnly(VIEWERS),
  'pi.register': staffOnly(MANAGER),

  'refund.view': staffOnly(VIEWERS),
  'refund.start': staffOnly({ ops: 'all' }),
  'refund.approve': staffOnly({ finance: 'all' }),
  'refund.recordTransfer': staffOnly({ finance: 'all' }),
  'dispute.decide': staffOnly({ ops: 'all' }),
  'reconcile.run': staffOnly({ ops: 'all' }),
  'audit.view': staffOnly({ finance: 'all', ops: 'all' }),

  'partner.view': staffOnly({ ...VIEWERS, admin: 'all' }),
  'partner.admin': staffOnly({ admin: 'all' }),
  'user.admin': staffOnly({ admin: 'all' }),
  'catalogue.admin': staffOnly({ admin: 'all' }),
} satisfies Record<string, CapabilityRow>;

export type Capability = keyof typeof CAPABILITY_TABLE;

export const CAPABILITIES: readonly Capability[] = Object.keys(CAPABILITY_TABLE).filter(isCapability);

export function isCapability(value: string): value is Capability {
  return Object.hasOwn(CAPABILITY_TABLE, value);
}
