import { badParameter } from './api-error';
import { chargeObject } from './objects/charge-object';
import { customerObject } from './objects/customer-object';
import { disputeObject } from './objects/dispute-object';
import { paymentIntentObject } from './objects/payment-intent-object';
import { paymentMethodObject } from './objects/payment-method-object';
import { refundObject } from './objects/refund-object';
import { lineItems, sessionObject } from './objects/session-object';
import { setupIntentObject } from './objects/setup-intent-object';
import type { StripeState } from './stripe-state';

/** Stripe follows at most four levels. */
const MAX_DEPTH = 4;

/** A copy with ids replaced by the objects they name, along `paths` such as `payment_intent.latest_charge`. */
export function expandObject(state: StripeState, original: object, paths: readonly string[]): object {
  // A copy, because an event may hold the same object as its snapshot.
  const object = structuredClone(original);
  for (const path of paths) {
    const steps = path.split('.');
    if (steps.length > MAX_DEPTH)
      throw badParameter('expand', `You cannot expand more than ${MAX_DEPTH} levels: ${path}`);
    follow(state, object, steps, path);
  }
  return object;
}

function follow(state: StripeState, object: object, steps: readonly string[], whole: string): void {
  const [field, ...rest] = steps;
  if (field === undefined) return;
  const data: unknown = field === 'data' ? Reflect.get(object, 'data') : undefined;
  if (Array.isArray(data)) {
    const items: unknown[] = data;
    for (const item of items) if (typeof item === 'object' && item !== null) follow(state, item, rest, whole);
    return;
  }
  const value = expanded(state, object, field, whole);
  if (value === null) return;
  Reflect.set(object, field, value);
  follow(state, value, rest, whole);
}

function expanded(state: StripeState, object: object, field: string, whole: string): object | null {
  if (field === 'line_items' && Reflect.get(object, 'object') === 'checkout.session') {
    const session = state.sessions.get(String(Reflect.get(object, 'id')));
    return session === undefined ? null : lineItems(session);
  }
  const value: unknown = Reflect.get(object, field);
  if (value === null) return null;
  if (typeof value === 'object') return value;
  const found = typeof value === 'string' && field !== 'id' ? objectById(state, value) : undefined;
  if (found === undefined) throw badParameter('expand', `This property cannot be expanded (${whole}).`);
  return found;
}

function objectById(state: StripeState, id: string): object | undefined {
  const build = <Row>(row: Row | undefined, make: (found: Row) => object): object | undefined =>
    row === undefined ? undefined : make(row);
  switch (id.slice(0, id.indexOf('_'))) {
    case 'cus':
      return build(state.customers.get(id), customerObject);
    case 'pi':
      return build(state.paymentIntents.get(id), (row) => paymentIntentObject(state, row));
    case 'seti':
      return build(state.setupIntents.get(id), (row) => setupIntentObject(state, row));
    case 'pm':
      return build(state.paymentMethods.get(id), paymentMethodObject);
    case 'ch':
      return build(state.charges.get(id), (row) => chargeObject(state, row));
    case 're':
      return build(state.refunds.get(id), (row) => refundObject(state, row));
    case 'dp':
      return build(state.disputes.get(id), disputeObject);
    case 'cs':
      return build(state.sessions.get(id), (row) => sessionObject(state, row));
    default:
      return undefined;
  }
}
