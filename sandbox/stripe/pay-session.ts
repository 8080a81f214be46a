import type { StripeWorld } from './api-call';
import { chargeCard } from './charge-card';
import { newId } from './new-id';
import { sessionTotal } from './objects/session-object';
import type { CustomerRow, PaymentIntentRow, PaymentMethodRow, SessionRow } from './records';
import { closedOutcome, completeSession, type PayOutcome } from './complete-session';
import { newIntent } from './resources/payment-intents';
import { saveCard } from './save-card';
import { linked } from './stripe-state';
import type { TestCard } from './test-cards';

export interface PayerInput {
  readonly card: TestCard;
  readonly expMonth: number;
  readonly expYear: number;
  readonly holder: string | null;
  readonly email: string | null;
}

/** What the Pay button does. A decline leaves the session open for another card. */
export function paySession(world: StripeWorld, row: SessionRow, payer: PayerInput): PayOutcome {
  const closed = closedOutcome(world, row);
  if (closed !== undefined) return closed;
  const session = withCustomer(
    world,
    {
      ...row,
      payerName: payer.holder ?? row.payerName,
      payerEmail: payer.email ?? row.payerEmail,
    },
    payer
  );
  const method = newMethod(world, payer);
  if (session.mode === 'setup') return saveCard(world, session, { method, authentication: 'not-asked' });
  const intent =
    session.paymentIntent === null
      ? firstIntent(world, session)
      : linked(world.state.paymentIntents, session.paymentIntent);
  const tried = chargeCard(world, {
    intent: { ...intent, customer: session.customer },
    method,
    authentication: 'not-asked',
  });
  return afterCharge(world, { ...session, paymentIntent: tried.id }, tried);
}

export function afterCharge(world: StripeWorld, session: SessionRow, intent: PaymentIntentRow): PayOutcome {
  if (intent.status === 'succeeded') return completeSession(world, session);
  world.state.saveSession(session);
  if (intent.status === 'requires_action') {
    return { kind: 'authenticate', redirectTo: `${world.state.baseUrl}/authenticate/${intent.id}` };
  }
  return { kind: 'declined', message: intent.lastError?.message ?? 'Your card was declined.' };
}

function firstIntent({ state }: StripeWorld, session: SessionRow): PaymentIntentRow {
  return {
    ...newIntent(newId('pi'), state.clock.nowSeconds()),
    amount: sessionTotal(session),
    currency: session.currency ?? '',
    description: session.intentDescription,
    metadata: session.intentMetadata,
    setupFutureUsage: session.setupFutureUsage,
    session: session.id,
  };
}

function newMethod({ state }: StripeWorld, payer: PayerInput): PaymentMethodRow {
  const method: PaymentMethodRow = {
    id: newId('pm'),
    created: state.clock.nowSeconds(),
    customer: null,
    behaviour: payer.card.behaviour,
    last4: payer.card.last4,
    expMonth: payer.expMonth,
    expYear: payer.expYear,
    holder: payer.holder,
    email: payer.email,
  };
  state.paymentMethods.put(method.id, method);
  return method;
}

/** A method that is to be charged again needs somebody it belongs to. */
function withCustomer({ state }: StripeWorld, session: SessionRow, payer: PayerInput): SessionRow {
  const needed = session.customerCreation === 'always' || session.setupFutureUsage !== null || session.mode === 'setup';
  if (session.customer !== null || !needed) return session;
  const customer: CustomerRow = {
    id: newId('cus'),
    created: state.clock.nowSeconds(),
    email: payer.email ?? session.customerEmail,
    name: payer.holder,
    description: null,
    phone: null,
    preferredLocales: [],
    address: null,
    metadata: {},
  };
  state.customers.put(customer.id, customer);
  return { ...session, customer: customer.id };
}
