import type { StripeWorld } from './api-call';
import { sessionObject } from './objects/session-object';
import type { SessionRow } from './records';
import { closeSession } from './resources/sessions';

export type PayOutcome =
  | { kind: 'complete'; redirectTo: string }
  | { kind: 'authenticate'; redirectTo: string }
  | { kind: 'declined'; message: string }
  | { kind: 'closed'; status: 'complete' | 'expired'; redirectTo: string | null };

/** Closes what ran out of time before anything else looks at it, whoever comes first: payer, API or timer. */
export function closedOutcome(world: StripeWorld, row: SessionRow): PayOutcome | undefined {
  const overdue = row.status === 'open' && row.expiresAt <= world.state.clock.nowSeconds();
  const session = overdue ? closeSession(world, row) : row;
  if (session.status === 'open') return undefined;
  return {
    kind: 'closed',
    status: session.status,
    redirectTo: session.status === 'complete' ? successAddress(session) : null,
  };
}

export function completeSession(world: StripeWorld, session: SessionRow): PayOutcome {
  const complete = world.state.saveSession({ ...session, status: 'complete' });
  world.events.emit('checkout.session.completed', sessionObject(world.state, complete));
  return { kind: 'complete', redirectTo: successAddress(complete) };
}

export function successAddress(session: SessionRow): string {
  return session.successUrl.replaceAll('{CHECKOUT_SESSION_ID}', session.id);
}
