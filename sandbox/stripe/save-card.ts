import type { StripeWorld } from './api-call';
import type { Authentication } from './charge-card';
import { setupIntentObject } from './objects/setup-intent-object';
import { completeSession, type PayOutcome } from './complete-session';
import type { PaymentMethodRow, SessionRow, SetupIntentRow } from './records';
import { linked } from './stripe-state';

export interface SaveAttempt {
  readonly method: PaymentMethodRow;
  readonly authentication: Authentication;
}

/** Mode `setup`: keeps a card for later without charging it. */
export function saveCard(world: StripeWorld, session: SessionRow, attempt: SaveAttempt): PayOutcome {
  const { state, events } = world;
  const { method, authentication } = attempt;
  const intent = { ...linked(state.setupIntents, session.setupIntent ?? ''), customer: session.customer };
  state.saveSession(session);
  const refusal = refusalOf(attempt);
  if (refusal !== undefined) {
    const failed: SetupIntentRow = { ...intent, ...refusal };
    state.setupIntents.put(intent.id, failed);
    events.emit('setup_intent.setup_failed', setupIntentObject(state, failed));
    return { kind: 'declined', message: refusal.lastError.message };
  }
  if (method.behaviour === 'needs_authentication' && authentication === 'not-asked') {
    state.setupIntents.put(intent.id, {
      ...intent,
      status: 'requires_action',
      paymentMethod: method.id,
      lastError: null,
    });
    return { kind: 'authenticate', redirectTo: `${state.baseUrl}/authenticate/${intent.id}` };
  }
  state.paymentMethods.put(method.id, { ...method, customer: session.customer });
  const saved: SetupIntentRow = { ...intent, status: 'succeeded', paymentMethod: method.id, lastError: null };
  state.setupIntents.put(intent.id, saved);
  events.emit('setup_intent.succeeded', setupIntentObject(state, saved));
  return completeSession(world, session);
}

function refusalOf({ method, authentication }: SaveAttempt):
  | {
      status: 'requires_payment_method';
      paymentMethod: null;
      lastError: NonNullable<SetupIntentRow['lastError']>;
    }
  | undefined {
  const error = { charge: null, paymentMethod: method.id };
  const status = { status: 'requires_payment_method', paymentMethod: null } as const;
  if (authentication === 'refused') {
    const message =
      'We are unable to authenticate your payment method. Please choose a different payment method and try again.';
    return {
      ...status,
      lastError: { ...error, code: 'setup_intent_authentication_failure', declineCode: null, message },
    };
  }
  if (method.behaviour !== 'declined' && method.behaviour !== 'insufficient_funds') return undefined;
  const broke = method.behaviour === 'insufficient_funds';
  const message = broke ? 'Your card has insufficient funds.' : 'Your card was declined.';
  const declineCode = broke ? 'insufficient_funds' : 'generic_decline';
  return { ...status, lastError: { ...error, code: 'card_declined', declineCode, message } };
}
