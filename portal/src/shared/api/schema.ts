/* Generated from api/openapi.json by scripts/generate-portal-client.mjs. */
export interface components {
  BillingData: {
    readonly firstName: string;
    readonly lastName: string;
    readonly company: string;
    readonly email: string;
    readonly phone: string;
    readonly country: string;
    readonly stateProvince: string;
    readonly city: string;
    readonly street: string;
    readonly zipCode: string;
    readonly taxNumberType: ('vat_number' | 'tax_id' | 'tin_number' | 'ruc' | 'cuit') | null;
    readonly taxNumber: string | null;
    readonly locale: 'en' | 'zh';
  };
  BillingSnapshot: {
    readonly firstName: string;
    readonly lastName: string;
    readonly company: string;
    readonly email: string;
    readonly phone: string;
    readonly country: string;
    readonly stateProvince: string;
    readonly city: string;
    readonly street: string;
    readonly zipCode: string;
    readonly taxNumberType: ('vat_number' | 'tax_id' | 'tin_number' | 'ruc' | 'cuit') | null;
    readonly taxNumber: string | null;
    readonly locale: 'en' | 'zh';
  };
  Capacities: {
    readonly meeting_room: number;
    readonly location: number;
    readonly desk: number;
    readonly visitor: number;
  };
  Checkout: {
    readonly state: 'none' | 'opening' | 'open' | 'paid' | 'expired' | 'voided' | 'failed';
    readonly url: string | null;
    readonly expiresAt: string | null;
    readonly lastProblem: string | null;
  };
  Contact: {
    readonly contactId: string;
    readonly partnerId: string;
    readonly data: components['BillingSnapshot'];
    readonly remark: string;
    readonly version: number;
    readonly createdAt: string;
    readonly updatedAt: string;
  };
  Invoice: {
    readonly invoiceId: string;
    readonly invoiceNo: string;
    readonly orderId: string;
    readonly orderNo: string;
    readonly partner: { readonly partnerId: string; readonly name: string };
    readonly company: { readonly companyId: string; readonly name: string };
    readonly issuedOn: string;
    readonly issuedAt: string;
    readonly totals: components['Totals'];
    readonly fullyCredited: boolean;
    readonly seller: {
      readonly sellerId: string;
      readonly legalName: string;
      readonly country: string;
      readonly taxNumber: string;
    };
    readonly buyer: components['BillingSnapshot'];
    readonly lines: readonly components['PricedLine'][];
    readonly taxLines: readonly components['TaxLine'][];
    readonly paymentMethod: 'card' | 'paypal' | 'offline' | 'saved' | 'none';
    readonly paidOn: string | null;
  };
  InvoiceListItem: {
    readonly invoiceId: string;
    readonly invoiceNo: string;
    readonly orderId: string;
    readonly orderNo: string;
    readonly partner: { readonly partnerId: string; readonly name: string };
    readonly company: { readonly companyId: string; readonly name: string };
    readonly issuedOn: string;
    readonly issuedAt: string;
    readonly totals: components['Totals'];
    readonly fullyCredited: boolean;
  };
  Money: { readonly amountMinor: number; readonly currency: 'USD' | 'CNY' | 'EUR' };
  Order: {
    readonly orderId: string;
    readonly orderNo: string;
    readonly state:
      | 'awaiting_payment'
      | 'awaiting_approval'
      | 'fulfilling'
      | 'completed'
      | 'cancelled'
      | 'expired'
      | 'needs_attention'
      | 'refunding'
      | 'refunded'
      | 'partially_refunded'
      | 'in_progress';
    readonly kind:
      'purchase_plan' | 'purchase_service' | 'switch_plan' | 'renew_plan' | 'trial_plan' | 'switch_trial_plan';
    readonly method: 'card' | 'paypal' | 'offline' | 'saved' | 'none';
    readonly partner: { readonly partnerId: string; readonly name: string };
    readonly company: { readonly companyId: string; readonly name: string };
    readonly buyer: { readonly userId: string; readonly name: string };
    readonly quoteId: string;
    readonly lines: readonly components['PricedLine'][];
    readonly taxLines: readonly components['TaxLine'][];
    readonly totals: components['Totals'];
    readonly term: components['Period'];
    readonly autoRenew: 'enable' | 'disable' | 'keep';
    readonly termsVersion: string;
    readonly billing: components['BillingSnapshot'];
    readonly billingContactId: string | null;
    readonly placedAt: string;
    readonly deadlineAt: string;
    readonly facts: components['OrderFacts'];
    readonly checkout: components['Checkout'];
    readonly waitingFor: string;
    readonly whoActs: 'buyer' | 'account_manager' | 'finance' | 'ops' | 'purser' | 'nobody';
    readonly parked: { readonly at: string; readonly step: string; readonly reason: string } | null;
    readonly invoice: { readonly invoiceId: string; readonly invoiceNo: string; readonly issuedOn: string } | null;
    readonly remarks: {
      readonly poNumber: string;
      readonly customReference: string;
      readonly orderOwner: string;
      readonly comment: string;
    };
  };
  OrderEvent: {
    readonly at: string;
    readonly what: string;
    readonly actor: { readonly userId: string | null; readonly name: string | null } | null;
    readonly data: Readonly<Record<string, unknown>> | null;
  };
  OrderFacts: {
    readonly paidAt: string | null;
    readonly activatedAt: string | null;
    readonly invoicedAt: string | null;
    readonly armedAt: string | null;
    readonly completedAt: string | null;
    readonly mailedAt: string | null;
    readonly closedAt: string | null;
  };
  OrderListItem: {
    readonly orderId: string;
    readonly orderNo: string;
    readonly state:
      | 'awaiting_payment'
      | 'awaiting_approval'
      | 'fulfilling'
      | 'completed'
      | 'cancelled'
      | 'expired'
      | 'needs_attention'
      | 'refunding'
      | 'refunded'
      | 'partially_refunded'
      | 'in_progress';
    readonly kind:
      'purchase_plan' | 'purchase_service' | 'switch_plan' | 'renew_plan' | 'trial_plan' | 'switch_trial_plan';
    readonly method: 'card' | 'paypal' | 'offline' | 'saved' | 'none';
    readonly partner: { readonly partnerId: string; readonly name: string };
    readonly company: { readonly companyId: string; readonly name: string };
    readonly gross: components['Money'];
    readonly placedAt: string;
    readonly deadlineAt: string;
    readonly completedAt: string | null;
    readonly invoiceNo: string | null;
    readonly poNumber: string;
    readonly customReference: string;
  };
  OrderRemarks: {
    readonly poNumber?: string;
    readonly customReference?: string;
    readonly orderOwner?: string;
    readonly comment?: string;
  };
  OrderWish: {
    readonly quoteId: string;
    readonly method: 'card' | 'paypal' | 'offline' | 'none';
    readonly autoRenew: 'enable' | 'disable' | 'keep';
    readonly consent?: { readonly textVersion: string; readonly accepted: true };
    readonly billing?: components['BillingData'];
    readonly termsVersion: string;
    readonly remarks?: components['OrderRemarks'];
  };
  Period: { readonly from: string; readonly until: string };
  PricedLine: {
    readonly lineNo: number;
    readonly item:
      | { readonly type: 'plan'; readonly plan: 'basic' | 'standard' | 'pro' }
      | { readonly type: 'service'; readonly service: 'meeting_room' | 'location' | 'desk' | 'visitor' };
    readonly name: string;
    readonly arithmetic: string;
    readonly quantity: number;
    readonly resultingTotal: number;
    readonly listUnit: components['Money'];
    readonly discountBasisPoints: number;
    readonly daysCharged: number;
    readonly daysInTerm: number;
    readonly period: components['Period'];
    readonly list: components['Money'];
    readonly discount: components['Money'];
    readonly net: components['Money'];
  };
  Problem: {
    readonly type: string;
    readonly title: string;
    readonly status: number;
    readonly code: string;
    readonly detail: string;
    readonly requestId: string;
    readonly errors?: readonly { readonly field: string; readonly code: string; readonly message: string }[];
  };
  Quote: {
    readonly quoteId: string;
    readonly partnerId: string;
    readonly companyId: string;
    readonly sellerId: string;
    readonly kind:
      'purchase_plan' | 'purchase_service' | 'switch_plan' | 'renew_plan' | 'trial_plan' | 'switch_trial_plan';
    readonly currency: 'USD' | 'CNY' | 'EUR';
    readonly termLength: { readonly cycle: 'monthly' | 'annually'; readonly years: number | null };
    readonly term: components['Period'];
    readonly lines: readonly components['PricedLine'][];
    readonly taxLines: readonly components['TaxLine'][];
    readonly totals: components['Totals'];
    readonly billing: components['BillingSnapshot'];
    readonly billingContactId: string | null;
    readonly target: {
      readonly plan: ('basic' | 'standard' | 'pro') | null;
      readonly cycle: ('monthly' | 'annually') | null;
      readonly years: number | null;
      readonly termStart: string | null;
      readonly expiresOn: string | null;
      readonly trial: boolean;
      readonly capacities: components['Capacities'];
    };
    readonly methods: readonly {
      readonly method: 'card' | 'paypal' | 'offline';
      readonly problem: { readonly code: string; readonly message: string } | null;
    }[];
    readonly quotedOn: string;
    readonly priceBookVersion: string;
    readonly createdAt: string;
    readonly expiresAt: string;
    readonly usedByOrderId: string | null;
  };
  Session: {
    readonly sessionId: string;
    readonly createdAt: string;
    readonly expiresAt: string;
    readonly ip: string | null;
    readonly userAgent: string | null;
    readonly current: boolean;
  };
  Subscription: {
    readonly companyId: string;
    readonly companyName: string;
    readonly timeZone: string;
    readonly status: 'none' | 'trial' | 'active' | 'grace' | 'lapsed';
    readonly plan: ('basic' | 'standard' | 'pro') | null;
    readonly cycle: ('monthly' | 'annually') | null;
    readonly years: number | null;
    readonly term: components['Period'] | null;
    readonly nextTerm: components['Period'] | null;
    readonly capacities: components['Capacities'];
    readonly currency: ('USD' | 'CNY' | 'EUR') | null;
    readonly autoRenew: boolean;
    readonly version: number;
  };
  Task: {
    readonly taskId: string;
    readonly kind: string;
    readonly subject: string;
    readonly evidence: Readonly<Record<string, unknown>>;
    readonly role: string;
    readonly personId: string | null;
    readonly partnerId: string | null;
    readonly orderId: string | null;
    readonly companyId: string | null;
    readonly dueAt: string | null;
    readonly state: 'open' | 'done' | 'dismissed';
    readonly openedAt: string;
    readonly openedBy: string;
    readonly closedAt: string | null;
    readonly closedBy: string | null;
    readonly closingReason: string | null;
  };
  TaxLine: {
    readonly category: 'domestic' | 'reverse_charge' | 'export' | 'destination' | 'zero' | 'exempt';
    readonly rateBasisPoints: number;
    readonly base: components['Money'];
    readonly tax: components['Money'];
    readonly country: string;
    readonly rateValidUntil: string | null;
  };
  Totals: { readonly net: components['Money']; readonly tax: components['Money']; readonly gross: components['Money'] };
  User: {
    readonly userId: string;
    readonly email: string;
    readonly name: string;
    readonly role:
      'partner' | 'colleague' | 'integrator' | 'distributor' | 'account_manager' | 'finance' | 'ops' | 'admin';
    readonly partnerId: string | null;
    readonly rights: readonly ('view' | 'buy' | 'pay' | 'contacts' | 'export')[];
    readonly locale: 'en' | 'zh';
  };
}

export interface operations {
  'GET /health/live': { readonly body: undefined; readonly answer: { readonly status: 'live' } };
  'GET /health/ready': {
    readonly body: undefined;
    readonly answer: {
      readonly status: 'ready' | 'not_ready';
      readonly checks: {
        readonly process: 'ok' | 'stopping';
        readonly database: 'ok' | 'unreachable' | 'schema_too_old';
        readonly workflows: 'ok' | 'unreachable';
      };
    };
  };
  'POST /v1/sessions': {
    readonly body: { readonly email: string; readonly password: string };
    readonly answer: { readonly token: string; readonly expiresAt: string; readonly user: components['User'] };
  };
  'GET /v1/sessions': {
    readonly body: undefined;
    readonly answer: { readonly items: readonly components['Session'][] };
  };
  'GET /v1/me': {
    readonly body: undefined;
    readonly answer: {
      readonly user: components['User'];
      readonly capabilities: Readonly<Record<string, 'none' | 'own_partner' | 'assigned_partners' | 'all'>>;
      readonly sessionExpiresAt: string;
      readonly mode: 'sandbox' | 'live';
      readonly termsVersion: string;
      readonly consentTextVersion: string;
    };
  };
  'GET /v1/companies/{companyId}': {
    readonly body: undefined;
    readonly answer: {
      readonly companyId: string;
      readonly name: string;
      readonly timeZone: string;
      readonly partner: { readonly partnerId: string; readonly name: string };
      readonly subscription: components['Subscription'];
      readonly offer: {
        readonly kind: 'expansion' | 'first_purchase' | 'trial_conversion' | 'renewal_only' | 'win_back';
        readonly message: string;
        readonly services: readonly {
          readonly service: 'meeting_room' | 'location' | 'desk' | 'visitor';
          readonly name: string;
          readonly current: number;
          readonly available: boolean;
          readonly min: number;
          readonly step: number;
          readonly mayAdd: number;
        }[];
      };
    };
  };
  'GET /v1/catalogue': {
    readonly body: undefined;
    readonly answer: {
      readonly version: string;
      readonly isSample: boolean;
      readonly day: string;
      readonly partnerId: string;
      readonly currency: 'USD' | 'CNY' | 'EUR';
      readonly seller: { readonly sellerId: string; readonly legalName: string; readonly country: string };
      readonly plans: readonly {
        readonly plan: 'basic' | 'standard' | 'pro';
        readonly name: string;
        readonly services: readonly ('meeting_room' | 'location' | 'desk' | 'visitor')[];
        readonly prices: readonly {
          readonly cycle: 'monthly' | 'annually';
          readonly years: number | null;
          readonly list: components['Money'];
          readonly discountBasisPoints: number;
          readonly net: components['Money'];
        }[];
      }[];
      readonly services: readonly {
        readonly service: 'meeting_room' | 'location' | 'desk' | 'visitor';
        readonly name: string;
        readonly min: number;
        readonly max: number;
        readonly step: number;
        readonly prices: readonly {
          readonly cycle: 'monthly' | 'annually';
          readonly years: number | null;
          readonly list: components['Money'];
          readonly discountBasisPoints: number;
          readonly net: components['Money'];
        }[];
      }[];
      readonly methods: readonly {
        readonly method: 'card' | 'paypal' | 'offline';
        readonly min: components['Money'];
        readonly max: components['Money'] | null;
      }[];
      readonly termsVersion: string;
      readonly consentTextVersion: string;
    };
  };
  'POST /v1/quotes': {
    readonly body:
      | {
          readonly kind: 'purchase_service';
          readonly companyId: string;
          readonly services: readonly { readonly service: string; readonly quantity: number }[];
          readonly billing?: { readonly contactId: string } | { readonly data: components['BillingData'] };
        }
      | {
          readonly kind: 'purchase_plan';
          readonly companyId: string;
          readonly plan: string;
          readonly cycle: string;
          readonly years?: number | null;
          readonly services?: readonly { readonly service: string; readonly quantity: number }[];
          readonly billing?: { readonly contactId: string } | { readonly data: components['BillingData'] };
        };
    readonly answer: components['Quote'];
  };
  'GET /v1/quotes/{quoteId}': { readonly body: undefined; readonly answer: components['Quote'] };
  'GET /v1/contacts': {
    readonly body: undefined;
    readonly answer: { readonly items: readonly components['Contact'][]; readonly nextCursor: string | null };
  };
  'POST /v1/contacts': {
    readonly body: { readonly data: components['BillingData']; readonly remark?: string };
    readonly answer: components['Contact'];
  };
  'GET /v1/contacts/{contactId}': { readonly body: undefined; readonly answer: components['Contact'] };
  'PUT /v1/contacts/{contactId}': {
    readonly body: { readonly data: components['BillingData']; readonly remark?: string; readonly version: number };
    readonly answer: components['Contact'];
  };
  'GET /v1/subscriptions': {
    readonly body: undefined;
    readonly answer: { readonly items: readonly components['Subscription'][]; readonly nextCursor: string | null };
  };
  'GET /v1/subscriptions/{companyId}': { readonly body: undefined; readonly answer: components['Subscription'] };
  'PUT /v1/subscriptions/{companyId}/auto-renew': {
    readonly body: { readonly on: boolean };
    readonly answer: components['Subscription'];
  };
  'POST /v1/orders': { readonly body: components['OrderWish']; readonly answer: components['Order'] };
  'GET /v1/orders': {
    readonly body: undefined;
    readonly answer: { readonly items: readonly components['OrderListItem'][]; readonly nextCursor: string | null };
  };
  'GET /v1/orders/{order}': { readonly body: undefined; readonly answer: components['Order'] };
  'GET /v1/orders/{order}/timeline': {
    readonly body: undefined;
    readonly answer: { readonly items: readonly components['OrderEvent'][] };
  };
  'POST /v1/orders/{order}/pay-now': { readonly body: {}; readonly answer: components['Order'] };
  'POST /v1/orders/{order}/cancel': { readonly body: {}; readonly answer: components['Order'] };
  'PUT /v1/orders/{order}/remarks': { readonly body: components['OrderRemarks']; readonly answer: components['Order'] };
  'POST /v1/orders/{order}/resume': { readonly body: {}; readonly answer: { readonly requestId: string } };
  'POST /v1/orders/{order}/look-again': { readonly body: {}; readonly answer: { readonly requestId: string } };
  'GET /v1/invoices': {
    readonly body: undefined;
    readonly answer: { readonly items: readonly components['InvoiceListItem'][]; readonly nextCursor: string | null };
  };
  'GET /v1/invoices/{invoiceId}': { readonly body: undefined; readonly answer: components['Invoice'] };
  'POST /v1/orders/{orderId}/resend-invoice': {
    readonly body: { readonly email?: string };
    readonly answer: { readonly mailId: string };
  };
  'GET /v1/tasks': {
    readonly body: undefined;
    readonly answer: { readonly items: readonly components['Task'][]; readonly nextCursor: string | null };
  };
  'POST /v1/tasks/{taskId}/close': {
    readonly body: { readonly state: 'done' | 'dismissed'; readonly reason?: string };
    readonly answer: components['Task'];
  };
  'POST /webhooks/stripe': { readonly body: unknown; readonly answer: { readonly received: true } };
}
