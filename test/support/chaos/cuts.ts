import type { PathName } from './paths';

type StandIn = 'stripe' | 'paypal' | 'workplace' | 'mailbox';

/** One call of a step to somebody outside, whose connection can be cut before or after its effect. */
export interface Cut {
  readonly path: PathName;
  readonly name: string;
  readonly standIn: StandIn;
  readonly method?: string;
  /** As the stand-ins match: a prefix, or a regular expression. */
  readonly address?: string;
}

/** The SDKs ask once more by themselves; two cuts reach the step. The watch makes the calls of settlePayment. */
export const CUT_TIMES = 2;

export const CUTS: readonly Cut[] = [
  { path: 'card', name: 'openCheckout', standIn: 'stripe', method: 'POST', address: '/v1/checkout/sessions' },
  { path: 'card', name: 'settlePayment', standIn: 'stripe', method: 'GET', address: '/v1/checkout/sessions/' },
  { path: 'card', name: 'activateCapacity', standIn: 'workplace', method: 'PUT', address: '/v1/companies/' },
  { path: 'card', name: 'sendOrderMail', standIn: 'mailbox' },
  { path: 'paypal', name: 'openCheckout', standIn: 'paypal', method: 'POST', address: '/v2/checkout/orders' },
  { path: 'paypal', name: 'settlePayment', standIn: 'paypal', method: 'POST', address: 'capture$' },
  { path: 'paypal', name: 'activateCapacity', standIn: 'workplace', method: 'PUT', address: '/v1/companies/' },
  { path: 'paypal', name: 'sendOrderMail', standIn: 'mailbox' },
  { path: 'offline', name: 'deliverMail', standIn: 'mailbox' },
  { path: 'offline', name: 'activateCapacity', standIn: 'workplace', method: 'PUT', address: '/v1/companies/' },
  { path: 'refund', name: 'voidAttempt', standIn: 'paypal', method: 'GET', address: '/v2/checkout/orders/' },
  { path: 'refund', name: 'reviewMoney', standIn: 'paypal', method: 'GET', address: '/v2/checkout/orders/' },
  { path: 'refund', name: 'sendRefund', standIn: 'paypal', method: 'POST', address: 'refund$' },
  { path: 'refunded', name: 'endCapacity', standIn: 'workplace', method: 'PUT', address: '/v1/companies/' },
  { path: 'changed', name: 'voidAttempt', standIn: 'stripe', method: 'POST', address: 'expire$' },
  { path: 'auto-renew', name: 'forgetMethod', standIn: 'stripe', method: 'POST', address: 'detach$' },
];

export const CUT_MOMENTS = ['cut before', 'cut after'] as const;
export type CutMoment = (typeof CUT_MOMENTS)[number];

export const cutId = ({ path, name }: Cut, moment: CutMoment): string => `${path}/activity:${name}/${moment}`;

/** What is ordered at the stand-in. */
export function cutFault({ standIn, method, address }: Cut, moment: CutMoment): object {
  const isBefore = moment === 'cut before';
  // The worker keeps its connections to the mail server: what is turned away before its effect is the mail itself.
  if (standIn === 'mailbox') return isBefore ? { effect: 'smtp-reject', code: 451 } : { effect: 'smtp-cut-after' };
  return { match: { method, path: address }, effect: isBefore ? 'cut-before' : 'cut-after', times: CUT_TIMES };
}
