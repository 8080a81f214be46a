import fc from 'fast-check';
import { can, mayApprove, mayTouchPartner, type PartnerAccess } from '../../../domain/access/can';
import { CAPABILITIES, isCapability, SCOPES, type Capability, type Scope } from '../../../domain/access/capability';
import { PARTNER_RIGHTS, ROLES, type Actor, type PartnerRight, type Role } from '../../../domain/access/role';

function actor(role: Role, rights: readonly PartnerRight[] = []): Actor {
  const isOfPartner = role === 'partner' || role === 'colleague' || role === 'integrator';
  return { userId: 'user-1', role, partnerId: isOfPartner ? 'partner-1' : null, rights };
}

function capabilitiesOf(who: Actor, scope: Scope): Capability[] {
  return CAPABILITIES.filter((capability) => can(who, capability) === scope);
}

const DOCUMENTS = ['order.view', 'invoice.view', 'invoice.download'];
const VIEWS = [
  'company.lookUp',
  'quote.view',
  'contact.view',
  'subscription.view',
  'task.list',
  'task.close',
  'receipt.view',
  'pi.view',
  'refund.view',
  'invoice.viewCorrections',
  'partner.view',
  ...DOCUMENTS,
];

/** Product §1, written down a second time from the role's side. */
const STAFF: Partial<Record<Role, Partial<Record<Scope, readonly string[]>>>> = {
  distributor: { assigned_partners: [...DOCUMENTS, 'receipt.report'], all: ['account.self'] },
  account_manager: {
    assigned_partners: [
      ...VIEWS,
      'order.prolong',
      'order.resend',
      'contact.note',
      'apiAccess.grant',
      'receipt.confirmReport',
      'receipt.record',
      'receipt.allocate',
      'receipt.reverse',
      'receipt.closeShortfall',
      'pi.register',
    ],
    all: ['account.self', 'catalogue.view', 'receipt.settleUnmatched'],
  },
  finance: {
    all: [
      ...VIEWS,
      'account.self',
      'catalogue.view',
      'audit.view',
      'export',
      'invoice.correct',
      'receipt.approve',
      'refund.approve',
      'refund.recordTransfer',
    ],
  },
  ops: {
    all: [
      ...VIEWS,
      'account.self',
      'catalogue.view',
      'audit.view',
      'order.resend',
      'order.resume',
      'order.lookAgain',
      'order.cancelUnpaid',
      'refund.start',
      'dispute.decide',
      'reconcile.run',
    ],
  },
  admin: { all: ['account.self', 'catalogue.view', 'partner.view', 'partner.admin', 'user.admin', 'catalogue.admin'] },
};

const OWN = [
  'account.self',
  'catalogue.view',
  'company.lookUp',
  'quote.create',
  'quote.view',
  'order.place',
  'order.view',
  'order.pay',
  'order.changeMethod',
  'order.cancel',
  'order.remark',
  'invoice.view',
  'invoice.download',
  'contact.view',
  'contact.edit',
  'subscription.view',
  'subscription.autoRenew',
  'subscription.schedule',
  'paymentMethod.manage',
  'export',
];
const PARTNER_ONLY = ['colleague.admin', 'apiClient.admin', 'webhook.admin'];

describe('the rights table', () => {
  test('answers for every role and capability', () => {
    for (const role of ROLES) {
      for (const capability of CAPABILITIES) expect(SCOPES).toContain(can(actor(role), capability));
    }
  });

  test.each(Object.entries(STAFF))('gives %s what the specification says and nothing else', (name, scopes) => {
    const role = ROLES.find((candidate) => candidate === name) ?? 'partner';
    for (const scope of ['own_partner', 'assigned_partners', 'all'] as const) {
      expect(capabilitiesOf(actor(role), scope).sort()).toEqual([...(scopes[scope] ?? [])].sort());
    }
  });

  test('gives the partner everything of its own account and nothing elsewhere', () => {
    expect(capabilitiesOf(actor('partner'), 'own_partner').sort()).toEqual([...OWN, ...PARTNER_ONLY].sort());
    expect(capabilitiesOf(actor('partner'), 'all')).toEqual([]);
  });

  test.each(['colleague', 'integrator'] as const)(
    'gives a %s with every right all but what is the partner’s alone',
    (role) => {
      expect(capabilitiesOf(actor(role, PARTNER_RIGHTS), 'own_partner').sort()).toEqual([...OWN].sort());
    }
  );

  test.each(['colleague', 'integrator'] as const)(
    'gives a %s without rights nothing but itself and the catalogue',
    (role) => {
      expect(capabilitiesOf(actor(role), 'own_partner')).toEqual(['account.self', 'catalogue.view']);
    }
  );

  test.each([
    ['view', 'quote.create', false],
    ['buy', 'quote.create', true],
    ['buy', 'order.place', true],
    ['buy', 'order.pay', false],
    ['pay', 'order.pay', true],
    ['pay', 'order.place', false],
    ['contacts', 'contact.edit', true],
    ['buy', 'contact.edit', false],
    ['view', 'export', false],
    ['export', 'export', true],
    ['export', 'order.view', false],
    ['buy', 'company.lookUp', true],
  ] as const)('with the right %s, %s is %p', (right, capability, allowed) => {
    expect(can(actor('colleague', [right]), capability)).toBe(allowed ? 'own_partner' : 'none');
  });

  test('no right of a colleague gives more than the partner has', () => {
    fc.assert(
      fc.property(fc.subarray([...PARTNER_RIGHTS]), fc.constantFrom(...CAPABILITIES), (rights, capability) => {
        const partner = can(actor('partner'), capability);
        expect(['none', partner]).toContain(can(actor('colleague', rights), capability));
      })
    );
  });

  test('ticked rights give staff nothing', () => {
    for (const role of ['distributor', 'account_manager', 'finance', 'ops', 'admin'] as const) {
      for (const capability of CAPABILITIES) {
        expect(can(actor(role, PARTNER_RIGHTS), capability)).toBe(can(actor(role), capability));
      }
    }
  });

  test('a partner or distributor can never confirm money', () => {
    for (const role of ['partner', 'colleague', 'integrator', 'distributor', 'admin'] as const) {
      for (const capability of [
        'receipt.record',
        'receipt.confirmReport',
        'receipt.allocate',
        'receipt.approve',
      ] as const) {
        expect(can(actor(role, PARTNER_RIGHTS), capability)).toBe('none');
      }
    }
  });

  test('knows its own names only', () => {
    expect(isCapability('order.place')).toBe(true);
    expect(isCapability('toString')).toBe(false);
  });
});

describe('mayTouchPartner', () => {
  const mine: PartnerAccess = {
    partnerId: 'partner-1',
    accountManagerIds: ['manager', 'user-1'],
    distributorId: 'user-1',
  };
  const strange: PartnerAccess = { partnerId: 'partner-2', accountManagerIds: ['manager'], distributorId: 'other' };

  test.each([
    ['partner', 'order.view', true, false],
    ['distributor', 'order.view', true, false],
    ['account_manager', 'order.view', true, false],
    ['finance', 'order.view', true, true],
    ['ops', 'order.view', true, true],
    ['admin', 'order.view', false, false],
    ['account_manager', 'receipt.settleUnmatched', true, true],
    ['distributor', 'order.cancel', false, false],
  ] as const)('%s, %s: own %p, another’s %p', (role, capability, own, other) => {
    expect(mayTouchPartner(actor(role), capability, mine)).toBe(own);
    expect(mayTouchPartner(actor(role), capability, strange)).toBe(other);
  });

  test('being the account manager of a partner makes nobody its distributor, nor the other way round', () => {
    const managed: PartnerAccess = { partnerId: 'partner-1', accountManagerIds: ['user-1'], distributorId: null };
    const distributed: PartnerAccess = { partnerId: 'partner-1', accountManagerIds: [], distributorId: 'user-1' };
    expect(mayTouchPartner(actor('distributor'), 'order.view', managed)).toBe(false);
    expect(mayTouchPartner(actor('account_manager'), 'order.view', distributed)).toBe(false);
  });

  test('a partner role without an account touches nothing', () => {
    expect(mayTouchPartner({ ...actor('partner'), partnerId: null }, 'order.view', mine)).toBe(false);
  });
});

test('nobody approves their own record', () => {
  expect(mayApprove('user-1', 'user-1')).toBe(false);
  expect(mayApprove('user-2', 'user-1')).toBe(true);
  expect(mayApprove('user-2', null)).toBe(true);
});
