import { assertNever } from '../assert';
import type { PaymentMethod } from './order-kind';
import type { OrderState } from './order-state';

/** Who must act next; `purser` is the service itself. */
export const ACTING = ['buyer', 'account_manager', 'finance', 'ops', 'purser', 'nobody'] as const;
export type Acting = (typeof ACTING)[number];

export interface WaitingFacts {
  readonly state: OrderState;
  readonly method: PaymentMethod;
  /** Name of the fulfilment step that runs now, when one does. */
  readonly step: string | null;
  /** Set while the order is parked. */
  readonly parked: { readonly step: string; readonly reason: string; readonly whoActs: Acting } | null;
  /** Money announced by the provider and not settled yet. */
  readonly hasPendingMoney: boolean;
}

export interface Waiting {
  /** English, for the Web UI and staff; without personal data. */
  readonly what: string;
  readonly whoActs: Acting;
}

/** What an order is waiting for, in words (product §13). */
export function waitingFor(order: WaitingFacts): Waiting {
  switch (order.state) {
    case 'awaiting_payment':
      return waitingForMoney(order);
    case 'awaiting_approval':
      return { what: 'a second person with finance rights to approve the receipt', whoActs: 'finance' };
    case 'fulfilling':
      return { what: order.step === null ? 'the next step' : `the step ${order.step}`, whoActs: 'purser' };
    case 'needs_attention':
      return order.parked === null
        ? { what: 'a person to look at the order', whoActs: 'ops' }
        : {
            what: `a decision: ${order.parked.step} stopped with ${order.parked.reason}`,
            whoActs: order.parked.whoActs,
          };
    case 'refunding':
      return order.method === 'offline'
        ? { what: 'finance to send the money back by bank and to record the transfer', whoActs: 'finance' }
        : { what: 'the provider to confirm the refund', whoActs: 'purser' };
    case 'completed':
    case 'cancelled':
    case 'expired':
    case 'refunded':
    case 'partially_refunded':
      return { what: 'nothing', whoActs: 'nobody' };
    default:
      return assertNever(order.state);
  }
}

function waitingForMoney({ method, hasPendingMoney }: WaitingFacts): Waiting {
  if (hasPendingMoney) return { what: 'the announced payment to settle', whoActs: 'purser' };
  switch (method) {
    case 'card':
      return { what: 'the card payment on the provider’s page', whoActs: 'buyer' };
    case 'paypal':
      return { what: 'the PayPal payment on the provider’s page', whoActs: 'buyer' };
    case 'offline':
      return { what: 'the bank transfer to arrive and be recorded', whoActs: 'account_manager' };
    case 'saved':
      return { what: 'the charge of the saved method', whoActs: 'purser' };
    case 'none':
      return { what: 'nothing to pay', whoActs: 'purser' };
    default:
      return assertNever(method);
  }
}
