import { minimalOrder, orderObject } from './objects/order-object';
import { minimalRefund, refundObject } from './objects/refund-object';
import { paymentTokenObject, setupTokenObject } from './objects/vault-objects';
import { find, findOrder, linked, type PayPalState } from './paypal-state';
import type { Subject } from './records';
import { livingToken } from './resources/vault';

/** What a request made, as it is now. The vault's answers have one form; the others are short unless asked. */
export function showSubject(state: PayPalState, { kind, id }: Subject, isWhole: boolean): object {
  switch (kind) {
    case 'order':
      return (isWhole ? orderObject : minimalOrder)(state, findOrder(state, id));
    case 'refund':
      return (isWhole ? refundObject : minimalRefund)(state, linked(state.refunds, id));
    case 'setup-token':
      return setupTokenObject(state, find(state.setupTokens, id));
    case 'payment-token':
      return paymentTokenObject(state, livingToken(state, id));
  }
}
