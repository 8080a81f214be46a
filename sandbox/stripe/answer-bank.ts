import type { StripeWorld } from './api-call';
import { noSuch } from './api-error';
import { chargeCard } from './charge-card';
import { closedOutcome, type PayOutcome } from './complete-session';
import { afterCharge } from './pay-session';
import type { PaymentIntentRow } from './records';
import { saveCard } from './save-card';
import { linked } from './stripe-state';

export type BankAnswer = 'approved' | 'refused';

/** Where the bank's page leads to when nobody is waiting for an answer any more. */
export const NOT_WAITING = 'This payment is not waiting for your bank any more.';

/** The 3-D Secure page was answered for a payment or setup intent. */
export function answerBank(world: StripeWorld, intentId: string, answer: BankAnswer): PayOutcome {
  const { state } = world;
  const setup = state.setupIntents.get(intentId);
  if (setup !== undefined) {
    const session = linked(state.sessions, setup.session);
    const closed = closedOutcome(world, session);
    if (closed !== undefined) return closed;
    if (setup.status !== 'requires_action') return { kind: 'declined', message: NOT_WAITING };
    const method = linked(state.paymentMethods, setup.paymentMethod ?? '');
    return saveCard(world, session, { method, authentication: answer });
  }
  const intent = state.paymentIntents.get(intentId);
  if (intent === undefined) throw noSuch('payment_intent', intentId);
  return intent.session === null
    ? answerAlone(world, intent, answer)
    : answerInSession(world, intent, intent.session, answer);
}

function answerInSession(
  world: StripeWorld,
  intent: PaymentIntentRow,
  sessionId: string,
  answer: BankAnswer
): PayOutcome {
  const session = linked(world.state.sessions, sessionId);
  const closed = closedOutcome(world, session);
  if (closed !== undefined) return closed;
  if (intent.status !== 'requires_action') return { kind: 'declined', message: NOT_WAITING };
  const method = linked(world.state.paymentMethods, intent.paymentMethod ?? '');
  return afterCharge(world, session, chargeCard(world, { intent, method, authentication: answer }));
}

/** An intent confirmed by API on-session: the payer goes back to its return address, paid or not. */
function answerAlone(world: StripeWorld, intent: PaymentIntentRow, answer: BankAnswer): PayOutcome {
  if (intent.status !== 'requires_action') return { kind: 'declined', message: NOT_WAITING };
  const method = linked(world.state.paymentMethods, intent.paymentMethod ?? '');
  const after = chargeCard(world, { intent, method, authentication: answer });
  if (intent.returnUrl === null) {
    if (after.status === 'succeeded') return { kind: 'complete', redirectTo: `${world.state.baseUrl}/ledger` };
    return { kind: 'declined', message: after.lastError?.message ?? 'Your card was declined.' };
  }
  const back = new URL(intent.returnUrl);
  back.searchParams.set('payment_intent', intent.id);
  back.searchParams.set('redirect_status', after.status === 'succeeded' ? 'succeeded' : 'failed');
  return { kind: 'complete', redirectTo: back.href };
}
