import type { FieldProblem } from '../../domain/field-problem';
import type { OrderState } from '../../domain/order/order-state';
import type { RequestRefusal } from '../../workflows/contracts/order-contract';
import { AppError, invalidInput } from '../http/app-error';
import { AUTO_RENEW_MESSAGE } from './auto-renew-message';
import { PI_MESSAGES } from './pi-messages';

/** Why an order's workflow changed nothing, as the caller reads it. `currentState` is the state that this caller may see. */
export function requestRefusal(code: RequestRefusal, currentState: OrderState | 'in_progress'): AppError {
  switch (code) {
    case 'request_unknown':
    case 'not_permitted':
      return new AppError('order_not_found');
    case 'receipt_unknown':
      return new AppError('receipt_not_found');
    case 'allocation_unknown':
      return new AppError('allocation_not_found');
    case 'own_record':
      return new AppError('own_record');
    case 'wrong_state':
    case 'receipt_reversed':
    case 'shortfall_none':
    case 'shortfall_too_large':
    case 'receipt_on_order':
    case 'money_received':
    case 'money_announced':
    case 'prolonged_before':
      return new AppError(code, { extra: { currentState } });
    case 'receipt_of_other_partner':
    case 'receipt_of_other_seller':
    case 'receipt_in_other_currency':
    case 'receipt_exceeded':
    case 'order_exceeded':
    case 'prolonged_too_far':
    case 'prolonged_beyond_limit':
    case 'method_unchanged':
    case 'method_not_offered':
    case 'auto_renew_not_possible':
    case 'pi_used':
    case 'pi_expired':
    case 'pi_differs':
      return invalidInput([fieldProblem(code)]);
  }
}

const FIELDS = {
  receipt_of_other_partner: ['orderId', 'belongs to another partner than the receipt; choose an order of its partner'],
  receipt_of_other_seller: [
    'orderId',
    'is sold by another company of ours than the one whose account the money came to; have it transferred, or choose another order',
  ],
  receipt_in_other_currency: ['orderId', 'is in another currency than the receipt; choose an order in its currency'],
  receipt_exceeded: ['amountMinor', 'is more than is left of the receipt; read it again and allocate less'],
  order_exceeded: ['amountMinor', 'is more than is open on the order; allocate what is open, the rest stays unmatched'],
  prolonged_too_far: [
    'until',
    'is further from the deadline in force than one prolongation may reach; choose an earlier time',
  ],
  prolonged_beyond_limit: [
    'until',
    'is after the day until which the price of this order holds: the end of its term or of its tax rate',
  ],
  method_unchanged: ['method', 'is the method in force already; pay by it, or choose another one'],
  method_not_offered: ['method', 'is not offered for this order; choose another one'],
  auto_renew_not_possible: ['autoRenew', AUTO_RENEW_MESSAGE],
  pi_used: ['piNumber', PI_MESSAGES.pi_used],
  pi_expired: ['piNumber', PI_MESSAGES.pi_expired],
  pi_differs: ['piNumber', PI_MESSAGES.pi_differs],
} as const satisfies Partial<Record<RequestRefusal, readonly [string, string]>>;

function fieldProblem(code: keyof typeof FIELDS): FieldProblem {
  const [field, message] = FIELDS[code];
  return { field, code, message };
}
