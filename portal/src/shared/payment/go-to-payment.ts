import type { Schema } from '../api/client';
import { isOnline } from './method-wish';

/** Behind an order's address: the buyer wants to pay, so the payment page is followed as soon as it is open. */
export const PAYING = '#pay';

/** To the provider's page when it is open; else to the order, which follows it as soon as it is. */
export function goToPayment(order: Schema<'Order'>, goTo: (address: string) => void): void {
  if (order.checkout.url !== null) window.location.assign(order.checkout.url);
  else goTo(`/orders/${order.orderId}${isOnline(order.method) ? PAYING : ''}`);
}
