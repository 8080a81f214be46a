import { z } from 'zod';
import { pathId, type Operation, type StripeWorld } from '../api-call';
import { ApiError } from '../api-error';
import { checkParams, expand, integer, pagination, text } from '../form-params';
import { listObject } from '../objects/list-object';
import { paymentIntentObject } from '../objects/payment-intent-object';
import { lineItems, sessionObject } from '../objects/session-object';
import type { SessionRow } from '../records';
import { find, linked } from '../stripe-state';

const onlyExpand = z.strictObject({ expand: expand.optional() });

export const retrieveSession: Operation = ({ state }, call) => {
  checkParams(onlyExpand, call.input);
  return sessionObject(state, find(state.sessions, 'checkout.session', pathId(call)));
};

export const listSessionLines: Operation = ({ state }, call) => {
  const params = checkParams(z.strictObject(pagination), call.input);
  return lineItems(find(state.sessions, 'checkout.session', pathId(call)), params.limit ?? 10);
};

const created = z.strictObject({ gte: integer(0).optional(), lte: integer(0).optional() });

const listParams = z.strictObject({
  ...pagination,
  created: created.optional(),
  payment_intent: text(100).optional(),
  customer: text(100).optional(),
  status: z.enum(['open', 'complete', 'expired']).optional(),
});

export const listSessions: Operation = ({ state }, call) => {
  const params = checkParams(listParams, call.input);
  const rows = state.sessions.all().filter((session) => {
    const intentFits = params.payment_intent === undefined || session.paymentIntent === params.payment_intent;
    const customerFits = params.customer === undefined || session.customer === params.customer;
    const { gte = 0, lte = Infinity } = params.created ?? {};
    if (session.created < gte || session.created > lte) return false;
    return intentFits && customerFits && (params.status === undefined || session.status === params.status);
  });
  return listObject('/v1/checkout/sessions', rows, params, (row) => sessionObject(state, row));
};

export const expireSession: Operation = (world, call) => {
  checkParams(onlyExpand, call.input);
  const session = find(world.state.sessions, 'checkout.session', pathId(call));
  if (session.status !== 'open') {
    throw new ApiError(400, {
      type: 'invalid_request_error',
      message: `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${session.status}.`,
    });
  }
  return sessionObject(world.state, closeSession(world, session));
};

/** Expires an open session and with it the intent of declined attempts, which nobody can pay any more. */
export function closeSession(world: StripeWorld, session: SessionRow): SessionRow {
  const { state, events } = world;
  const expired = state.saveSession({ ...session, status: 'expired' });
  if (session.paymentIntent !== null) {
    const canceled = state.saveIntent({
      ...linked(state.paymentIntents, session.paymentIntent),
      status: 'canceled',
      canceledAt: state.clock.nowSeconds(),
      cancellationReason: 'expired',
    });
    events.emit('payment_intent.canceled', paymentIntentObject(state, canceled));
  }
  events.emit('checkout.session.expired', sessionObject(state, expired));
  return expired;
}

/** Every session whose time is over on the moved clock. */
export function closeOverdueSessions(world: StripeWorld): void {
  const now = world.state.clock.nowSeconds();
  for (const id of [...world.state.openSessions]) {
    const session = linked(world.state.sessions, id);
    if (session.expiresAt <= now) closeSession(world, session);
  }
}
