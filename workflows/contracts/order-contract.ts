import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { OrderState } from '../../domain/order/order-state';
import type { PaymentMethod } from '../../domain/order/order-kind';
import type { ProviderName } from '../../domain/payment/provider-name';
import type { Instant } from '../../domain/time/iso-date';

/** What the API gives at start; everything a person typed stands in `order_requests` under the order id. */
export interface OrderInput {
  readonly orderId: string;
  readonly partnerId: string;
  readonly companyId: string;
  readonly method: PaymentMethod;
  readonly currency: string;
  readonly amountMinor: number;
  /** Deadline as the API announces it; the recorded one stands in the order. */
  readonly dueAt: Instant;
  /** Milliseconds that business time is ahead of real time; null outside sandbox mode, where nothing moves it. */
  readonly clockOffsetMs: number | null;
}

/** Carries ids only. The API stored the request after it had checked the person. */
export interface PersonRequest {
  readonly requestId: string;
}

export type PlaceResult =
  /** `checkout` is `none` for an order without a page: offline, or nothing to pay. */
  | { readonly outcome: 'placed'; readonly orderNo: string; readonly checkout: 'open' | 'opening' | 'none' }
  /** No order row exists; `code` is one of `PLACE_REFUSALS`. */
  | { readonly outcome: 'refused'; readonly code: PlaceRefusal };

export const PLACE_REFUSALS = [
  'request_withdrawn',
  'request_too_old',
  'quote_not_found',
  'quote_used',
  'quote_expired',
  'quote_outdated',
  'billing_differs',
  'method_not_offered',
  'auto_renew_not_possible',
  'company_not_yours',
  'open_order_changes_term',
  'pi_used',
  'pi_expired',
  'pi_differs',
] as const;
export type PlaceRefusal = (typeof PLACE_REFUSALS)[number];

export type PayNowResult =
  | { readonly outcome: 'open'; readonly attemptNo: number }
  /** A page is being opened already; its address follows. */
  | { readonly outcome: 'opening' }
  | { readonly outcome: 'wrong_state'; readonly state: OrderState };

export type CancelResult =
  | { readonly outcome: 'cancelled' }
  /** Money was there first, or the order had ended. */
  | { readonly outcome: 'too_late'; readonly state: OrderState };

/** The provider's checkout that somebody says has changed: a hint, never a fact. */
export interface PaymentHint {
  readonly provider: ProviderName;
  readonly checkoutId: string;
  /** What happened to money that was taken before; `checkoutId` is the id of the payment then. Absent: a page. */
  readonly about?: 'payment';
  readonly source: 'webhook' | 'return' | 'poll';
}

/** Why an accepted message changed nothing. The API turns each into a sentence. */
export const REQUEST_REFUSALS = [
  /** No such stored request, one of another order or kind, or one that was used. */
  'request_unknown',
  'not_permitted',
  'wrong_state',
  /** Nobody approves what they recorded, allocated or reported themselves. */
  'own_record',
  'receipt_unknown',
  'receipt_reversed',
  'receipt_of_other_partner',
  /** The money came to the account of another legal person of the vendor. */
  'receipt_of_other_seller',
  'receipt_in_other_currency',
  'receipt_exceeded',
  'order_exceeded',
  'allocation_unknown',
  'shortfall_none',
  'shortfall_too_large',
  'receipt_on_order',
  'money_received',
  'money_announced',
  'prolonged_before',
  'prolonged_too_far',
  'prolonged_beyond_limit',
  'method_unchanged',
  'method_not_offered',
  'auto_renew_not_possible',
  'pi_used',
  'pi_expired',
  'pi_differs',
] as const;
export type RequestRefusal = (typeof REQUEST_REFUSALS)[number];

/** Answer to a message that carries a stored request. */
export type RequestAnswer =
  | { readonly outcome: 'done'; readonly state: OrderState }
  | { readonly outcome: 'refused'; readonly code: RequestRefusal; readonly state: OrderState };

export interface OrderView {
  readonly orderId: string;
  readonly orderNo: string | null;
  readonly state: OrderState;
  readonly waitingFor: string;
  readonly whoActs: string;
  readonly dueAt: Instant | null;
  readonly done: readonly string[];
}

/** Started together with the workflow (update-with-start); answered once the order is recorded and the provider's page is open. */
export const placeOrder = defineUpdate<PlaceResult, [PersonRequest]>('placeOrder');
/** Opens a new checkout when none is live; a live one is simply confirmed. */
export const payNow = defineUpdate<PayNowResult, [PersonRequest]>('payNow');
/** `requestId` is absent when the message comes from the Temporal Web UI: only an unpaid order can be cancelled so. */
export const cancelOrder = defineUpdate<CancelResult, [Partial<PersonRequest>]>('cancelOrder');

/** A receipt, or a part of it, pays this order. */
export const allocateReceipt = defineUpdate<RequestAnswer, [PersonRequest]>('allocateReceipt');
/** Takes an allocation back while the order is not fulfilled. */
export const withdrawAllocation = defineUpdate<RequestAnswer, [PersonRequest]>('withdrawAllocation');
/** What little is missing counts as bank charges. */
export const closeShortfall = defineUpdate<RequestAnswer, [PersonRequest]>('closeShortfall');
export const approveOrder = defineUpdate<RequestAnswer, [PersonRequest]>('approveOrder');
/** Reverses the receipts; the order waits for its money again. */
export const rejectOrder = defineUpdate<RequestAnswer, [PersonRequest]>('rejectOrder');
export const prolongOrder = defineUpdate<RequestAnswer, [PersonRequest]>('prolongOrder');
export const changeMethod = defineUpdate<RequestAnswer, [PersonRequest]>('changeMethod');
/** A part-paid order ends; its bank money waits to be sent back by a person. */
export const returnAndCancel = defineUpdate<RequestAnswer, [PersonRequest]>('returnAndCancel');

export const paymentHint = defineSignal<[PaymentHint]>('paymentHint');
/** Tries the step that is parked once more. */
export const resume = defineSignal<[Partial<PersonRequest>]>('resume');
/** A refund has taken hold of the parked order in the database: its own course is over. */
export const orderLeft = defineSignal('orderLeft');
/** Asks the provider again, now. */
export const lookAgain = defineSignal<[Partial<PersonRequest>]>('lookAgain');
/** Sandbox only: business time moved forward. */
export const clockMoved = defineSignal<[{ readonly offsetMs: number }]>('clockMoved');

export const orderView = defineQuery<OrderView>('orderView');
