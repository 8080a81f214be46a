import { uuidv7 } from 'uuidv7';
import { createActivities, type Activities, type ActivityDeps } from '../../../activities/create-activities';
import { connect, type Database } from '../../../db/shared/connection';
import { findSubscription } from '../../../db/subscription/subscription-row';
import type { Capacities } from '../../../domain/catalogue/plan';
import type { OrderWish } from '../../../domain/order/order-wish';
import { quotePurchasePlan } from '../../../domain/quote/quote-purchase-plan';
import { quotePurchaseService } from '../../../domain/quote/quote-purchase-service';
import type { QuoteResult } from '../../../domain/quote/quote-input';
import { addDays } from '../../../domain/time/add-months';
import { todayIn } from '../../../domain/time/time-zone';
import { termFor } from '../../../domain/subscription/term';
import { RECONCILE_LIMITS, type ReconcileLimits } from '../../../domain/reconcile/limits';
import { createOffsetClock } from '../../../gateways/clock/offset-clock';
import { createPayPalProvider } from '../../../gateways/paypal/create-paypal-provider';
import { createWorkplace } from '../../../gateways/workplace/create-workplace';
import type { PaymentProvider } from '../../../gateways/shared/payment-provider';
import type { RecordResult } from '../../../workflows/contracts/order-steps';
import { startStripeBench, type StripeBench } from '../../conformance/support/stripe-bench';
import { callJson } from '../../conformance/sandbox/support/calls';
import {
  PAYPAL_CLIENT_ID,
  PAYPAL_CLIENT_SECRET,
  PAYPAL_WEBHOOK_ID,
  WORKPLACE_KEY,
} from '../../conformance/sandbox/support/sandbox-fixture';
import { BILLING } from '../rows/order-rows';
import { insertPartner, type PartnerRows } from '../rows/partner-rows';
import { sampleCatalogue, sampleSeller } from '../sample-catalogue';
import { createTestDatabase } from '../servers/test-database';
import { createFakeWorkflowDirectory, type FakeWorkflowDirectory } from './fake-workflow-directory';

/** The steps of an order before real Postgres, Stripe's stand-in and Workplace's stand-in; mails are another bench's matter. */
export interface StepBench {
  readonly db: Database;
  readonly steps: Omit<Activities, MailStep>;
  readonly stripe: StripeBench;
  /** The adapter, and what only the payer and the merchant at PayPal can do. */
  readonly paypal: PayPalSide;
  readonly directory: FakeWorkflowDirectory;
  /** Bounds of a reconciliation, to be made smaller. */
  readonly limits: { -readonly [K in keyof ReconcileLimits]: ReconcileLimits[K] };
  now(): string;
  /** Business time of the steps and of every stand-in, forward; tells how far it is ahead by now. */
  moveClock(by: string): Promise<number>;
  /** A partner with a company that has a running annual Standard plan, at Workplace and here. */
  company(options?: { readonly plan?: 'running' | 'none' }): Promise<PartnerRows>;
  /** A stored quote and order request; returns the order's id. */
  request(partner: PartnerRows, wish?: Partial<OrderWish>, buy?: Buy): Promise<string>;
  /** Asked, recorded, page open. */
  placed(partner: PartnerRows, wish?: Partial<OrderWish>, buy?: Buy): Promise<{ orderId: string; checkoutId: string }>;
  /** Makes the page's amount a wrong one: the order comes to cost more than its page asks for. */
  raisePrice(orderId: string, byMinor: number): Promise<void>;
  /** Placed and paid. */
  paid(partner: PartnerRows, wish?: Partial<OrderWish>, buy?: Buy): Promise<string>;
  /** What Workplace was told, one entry for each change. */
  workplaceChanges(companyId: string): Promise<readonly unknown[]>;
  workplaceFault(body: object): Promise<void>;
  /** Changes a company as the vendor's staff would, without a version. */
  changeAtWorkplace(companyId: string, change: object): Promise<void>;
  close(): Promise<void>;
}

export interface PayPalSide {
  readonly provider: PaymentProvider;
  control(path: string, body?: object): Promise<Readonly<Record<string, unknown>>>;
  /** Captured less refunded, minor units, over everything that names the order. */
  net(orderId: string): Promise<number>;
  captures(orderId: string): Promise<number>;
  fault(body: object): Promise<void>;
  calm(): Promise<void>;
}

export type Buy = { readonly items: readonly { service: string; quantity: number }[]; readonly plan?: string };
type MailStep = 'sendOrderMail' | 'giveUpOrderMail' | 'deliverMail' | 'giveUpMail';

const CAPACITIES: Capacities = { meeting_room: 10, location: 2, desk: 20, visitor: 0 };
const NOTHING: Capacities = { meeting_room: 0, location: 0, desk: 0, visitor: 0 };
const DEFAULT_BUY: Buy = { items: [{ service: 'meeting_room', quantity: 5 }] };

export async function startStepBench(): Promise<StepBench> {
  const database = await createTestDatabase();
  const db = connect(database.url, { max: 10, applicationName: 'test' });
  const stripe = await startStripeBench();
  const { urls } = stripe.fixture.sandbox;
  const paypal = createPayPalProvider({
    clientId: PAYPAL_CLIENT_ID,
    clientSecret: PAYPAL_CLIENT_SECRET,
    webhookId: PAYPAL_WEBHOOK_ID,
    environment: 'sandbox',
    apiBase: urls.paypal,
    timeoutMs: 1_000,
  });
  const clock = createOffsetClock(0);
  const directory = createFakeWorkflowDirectory();
  const limits = { ...RECONCILE_LIMITS, settleMs: 0 };
  const catalogue = sampleCatalogue();
  const deps = {
    db,
    clock,
    catalogue,
    policies: catalogue.policies,
    payableMethods: ['card', 'paypal', 'offline', 'none'] as const,
    providers: { stripe: stripe.provider, paypal },
    workplace: createWorkplace({ baseUrl: urls.workplace, apiKey: WORKPLACE_KEY, timeoutMs: 1_000 }),
    publicUrl: 'http://127.0.0.1:1',
    linkSecret: 'a secret of the test that is long enough',
    directory,
    reconcileLimits: limits,
  };
  // The mail steps are made and never called here: their bench is test/support/mail.
  const steps = createActivities(deps as unknown as ActivityDeps);
  const now = (): string => clock.now();

  const company = async ({ plan = 'running' } = {}): Promise<PartnerRows> => {
    const partner = await insertPartner(db);
    const term = termFor({ cycle: 'annually', years: 1 }, addDays(todayIn('UTC', now()), -100));
    const running = plan === 'running';
    await callJson(`${urls.workplace}/_sandbox/companies`, 'POST', {
      companyId: partner.companyId,
      name: 'Test company',
      partnerId: 'partner-aurora',
      timeZone: 'UTC',
      plan: running ? 'standard' : null,
      cycle: running ? 'annually' : null,
      years: running ? 1 : null,
      termStart: running ? term.from : null,
      expiresOn: running ? term.until : null,
      capacities: running ? CAPACITIES : NOTHING,
    });
    await db('subscriptions').insert({
      company_id: partner.companyId,
      partner_id: partner.partnerId,
      status: running ? 'active' : 'none',
      ...(running
        ? {
            plan: 'standard',
            cycle: 'annually',
            years: 1,
            term_start: term.from,
            expires_on: term.until,
            anchor_day: Number(term.from.slice(-2)),
          }
        : {}),
      capacities: JSON.stringify(running ? CAPACITIES : NOTHING),
      currency: 'USD',
      version: 0,
      updated_at: now(),
    });
    return partner;
  };

  const quote = async (partner: PartnerRows, buy: Buy): Promise<QuoteResult> => {
    const subscription = await findSubscription(db, partner.companyId);
    if (subscription === null) throw new Error('no subscription');
    const context = {
      catalogue,
      partner: { partnerCode: 'partner-test', tier: 'gold' },
      currency: 'USD' as const,
      seller: sampleSeller('seller-eu'),
      billing: BILLING,
      subscription,
      at: now(),
      policies: catalogue.policies,
    };
    return buy.plan === undefined
      ? quotePurchaseService({ ...context, items: buy.items })
      : quotePurchasePlan({ ...context, items: buy.items, plan: buy.plan, cycle: 'annually', years: 1 });
  };

  const request: StepBench['request'] = async (partner, wish = {}, buy = DEFAULT_BUY) => {
    const quoted = await quote(partner, buy);
    if (!quoted.ok) throw new Error(JSON.stringify(quoted.problems));
    const [quoteId, orderId] = [uuidv7(), uuidv7()];
    const body = {
      ...quoted.quote,
      quoteId,
      partnerId: partner.partnerId,
      companyId: partner.companyId,
      billingContactId: null,
    };
    await db('quotes').insert({
      quote_id: quoteId,
      partner_id: partner.partnerId,
      company_id: partner.companyId,
      created_by: partner.userId,
      kind: body.kind,
      body: JSON.stringify(body),
      currency: body.currency,
      gross_minor: body.totals.gross.amountMinor,
      subscription_version: body.subscriptionVersion,
      created_at: body.createdAt,
      expires_at: body.expiresAt,
    });
    await db('order_requests').insert({
      order_id: orderId,
      caller_id: partner.userId,
      idempotency_key: orderId,
      body_hash: 'hash',
      body: JSON.stringify({
        quoteId,
        method: 'card',
        autoRenew: 'keep',
        consent: null,
        termsVersion: 't1',
        remarks: {},
        ...wish,
      }),
      state: 'received',
      created_at: now(),
    });
    return orderId;
  };

  const placed: StepBench['placed'] = async (partner, wish, buy) => {
    const orderId = await request(partner, wish, buy);
    const recorded: RecordResult = await steps.recordOrder({ orderId, at: now() });
    if (recorded.outcome !== 'recorded') throw new Error(recorded.code);
    const expiresAt = new Date(Date.parse(now()) + recorded.timing.attemptLifeMs).toISOString();
    const { checkoutId } = await steps.openCheckout({ orderId, attemptNo: 1, expiresAt, at: now() });
    return { orderId, checkoutId };
  };

  return {
    db,
    steps,
    stripe,
    paypal: paypalSide(paypal, urls.paypal),
    directory,
    limits,
    now,
    moveClock: async (by) => {
      await stripe.moveClock(by);
      const { body } = await callJson(`${urls.control}/clock`);
      clock.setOffset(Number(body['offsetMs']));
      return clock.offsetMs();
    },
    company,
    request,
    placed,
    raisePrice: async (orderId, byMinor) => {
      await db('orders').where({ order_id: orderId }).increment({ net_minor: byMinor, gross_minor: byMinor });
    },
    paid: async (partner, wish, buy) => {
      const { orderId, checkoutId } = await placed(partner, wish, buy);
      await stripe.pay(checkoutId);
      const settled = await steps.settlePayment({ orderId, attemptNo: 1, at: now() });
      if (settled.outcome !== 'paid') throw new Error(`not paid: ${settled.outcome}`);
      return orderId;
    },
    workplaceChanges: async (companyId) => {
      const { body } = await callJson(`${urls.workplace}/_sandbox/history/${companyId}`);
      return body['changes'] as readonly unknown[];
    },
    workplaceFault: async (body) => {
      await callJson(`${urls.workplace}/_sandbox/faults`, 'POST', body);
    },
    changeAtWorkplace: async (companyId, change) => {
      await callJson(`${urls.workplace}/_sandbox/companies`, 'POST', { companyId, ...change });
    },
    close: async () => {
      await db.destroy();
      await stripe.fixture.stop();
      await database.drop();
    },
  };
}

function paypalSide(provider: PaymentProvider, base: string): PayPalSide {
  const entries = async (orderId: string): Promise<{ capturedMinor: number; netMinor: number }[]> => {
    const { body } = await callJson(`${base}/_sandbox/ledger?order_id=${orderId}`);
    return body['entries'] as { capturedMinor: number; netMinor: number }[];
  };
  return {
    provider,
    control: async (path, body = {}) => {
      const answer = await callJson(`${base}/_sandbox/${path}`, 'POST', body);
      if (answer.status >= 400) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
      return answer.body;
    },
    net: async (orderId) => (await entries(orderId)).reduce((sum, { netMinor }) => sum + netMinor, 0),
    captures: async (orderId) => (await entries(orderId)).filter(({ capturedMinor }) => capturedMinor > 0).length,
    fault: async (body) => {
      const { status } = await callJson(`${base}/_sandbox/faults`, 'POST', body);
      if (status !== 201) throw new Error(`the stand-in took no such fault: ${JSON.stringify(body)}`);
    },
    calm: async () => {
      await callJson(`${base}/_sandbox/faults`, 'DELETE');
    },
  };
}
