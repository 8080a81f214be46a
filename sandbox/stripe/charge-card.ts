import type { StripeWorld } from './api-call';
import { newId } from './new-id';
import { paymentIntentObject } from './objects/payment-intent-object';
import type { ChargeRow, IntentErrorRow, PaymentIntentRow, PaymentMethodRow } from './records';

export type Authentication = 'not-asked' | 'approved' | 'refused' | 'impossible';

export interface Attempt {
  readonly intent: PaymentIntentRow;
  readonly method: PaymentMethodRow;
  /** `impossible`: off session, nobody is there who could answer the bank. */
  readonly authentication: Authentication;
}

interface Refusal {
  readonly code: string;
  readonly declineCode: string | null;
  readonly message: string;
}

const REFUSALS = {
  card_declined: { code: 'card_declined', declineCode: 'generic_decline', message: 'Your card was declined.' },
  insufficient_funds: {
    code: 'card_declined',
    declineCode: 'insufficient_funds',
    message: 'Your card has insufficient funds.',
  },
  expired_card: { code: 'expired_card', declineCode: null, message: 'Your card has expired.' },
  authentication_required: {
    code: 'authentication_required',
    declineCode: 'authentication_required',
    message: 'Your card was declined. This transaction requires authentication.',
  },
  authentication_failed: {
    code: 'payment_intent_authentication_failure',
    declineCode: null,
    message:
      'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
  },
} satisfies Record<string, Refusal>;

/** Tries the card and leaves the intent succeeded, declined (`requires_payment_method`) or waiting for the bank. */
export function chargeCard(world: StripeWorld, attempt: Attempt): PaymentIntentRow {
  const { intent, method, authentication } = attempt;
  const refusal = refusalFor(world, attempt);
  if (refusal !== undefined) return decline(world, attempt, refusal);
  if (method.behaviour === 'needs_authentication' && authentication === 'not-asked') {
    const waiting = world.state.saveIntent({
      ...intent,
      status: 'requires_action',
      paymentMethod: method.id,
      lastError: null,
    });
    world.events.emit('payment_intent.requires_action', paymentIntentObject(world.state, waiting));
    return waiting;
  }
  const charge = writeCharge(world, attempt, null);
  const customer = intent.customer;
  if (intent.setupFutureUsage !== null && customer !== null) {
    world.state.paymentMethods.put(method.id, { ...method, customer });
  }
  const paid = world.state.saveIntent({
    ...intent,
    status: 'succeeded',
    paymentMethod: method.id,
    lastError: null,
    charges: [...intent.charges, charge.id],
  });
  world.events.emit('payment_intent.succeeded', paymentIntentObject(world.state, paid));
  return paid;
}

function refusalFor(world: StripeWorld, { intent, method, authentication }: Attempt): Refusal | undefined {
  if (authentication === 'refused') return REFUSALS.authentication_failed;
  const ordered = world.declines.take(intent);
  if (ordered !== undefined) return REFUSALS[ordered];
  const now = new Date(world.state.clock.now());
  const expires = Date.UTC(method.expYear, method.expMonth);
  if (expires <= now.getTime()) return REFUSALS.expired_card;
  switch (method.behaviour) {
    case 'declined':
    case 'declined_later':
      return REFUSALS.card_declined;
    case 'insufficient_funds':
      return REFUSALS.insufficient_funds;
    case 'needs_authentication':
      return authentication === 'impossible' ? REFUSALS.authentication_required : undefined;
    case 'succeeds':
      return undefined;
  }
}

function decline(world: StripeWorld, attempt: Attempt, refusal: Refusal): PaymentIntentRow {
  const { intent, method } = attempt;
  const charge = writeCharge(world, attempt, refusal);
  const lastError: IntentErrorRow = { ...refusal, charge: charge.id, paymentMethod: method.id };
  const declined = world.state.saveIntent({
    ...intent,
    status: 'requires_payment_method',
    paymentMethod: null,
    lastError,
    charges: [...intent.charges, charge.id],
  });
  world.events.emit('payment_intent.payment_failed', paymentIntentObject(world.state, declined));
  return declined;
}

function writeCharge(world: StripeWorld, { intent, method }: Attempt, failure: ChargeRow['failure']): ChargeRow {
  const charge: ChargeRow = {
    id: newId('ch'),
    created: world.state.clock.nowSeconds(),
    amount: intent.amount,
    currency: intent.currency,
    customer: intent.customer,
    paymentIntent: intent.id,
    paymentMethod: method.id,
    metadata: intent.metadata,
    failure,
    refunds: [],
    dispute: null,
  };
  world.state.charges.put(charge.id, charge);
  return charge;
}
