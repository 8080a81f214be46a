import { useEffect } from 'react';
import type { Schema } from '../api/client';
import { PAYING } from './go-to-payment';

/**
 * Goes to the payment page once its address is known. The wish is taken off the address first: who comes back with the
 * browser's button wants to see the order, not be sent away again.
 * @returns whether the page is being waited for
 */
export function useFollowCheckout(order: Schema<'Order'> | undefined): boolean {
  const url = order?.checkout.url ?? null;
  const isWaited = window.location.hash === PAYING && order?.state === 'awaiting_payment';
  useEffect(() => {
    if (url === null || window.location.hash !== PAYING) return;
    window.history.replaceState(null, '', window.location.pathname);
    window.location.assign(url);
  }, [url]);
  return isWaited && url === null;
}
