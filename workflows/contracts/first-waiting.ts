import type { OrderState } from '../../domain/order/order-state';
import type { PaymentMethod } from '../../domain/order/order-kind';

export interface FirstWaiting {
  readonly state: OrderState;
  readonly waitingFor: string;
  readonly whoActs: string;
}

const ON_PAGE: FirstWaiting = { state: 'awaiting_payment', waitingFor: 'payment', whoActs: 'buyer' };

const FIRST: Readonly<Record<PaymentMethod, FirstWaiting>> = {
  card: ON_PAGE,
  paypal: ON_PAGE,
  offline: { state: 'awaiting_payment', waitingFor: 'bank_transfer', whoActs: 'account_manager' },
  saved: { state: 'awaiting_payment', waitingFor: 'charge', whoActs: 'purser' },
  none: { state: 'fulfilling', waitingFor: 'fulfilment', whoActs: 'purser' },
};

/** What a new order waits for: the values that it is started with, so that its first wait costs no upsert. */
export function firstWaiting(method: PaymentMethod): FirstWaiting {
  return FIRST[method];
}
