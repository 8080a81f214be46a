import type Stripe from 'stripe';

/** The parameters of every call that the stand-in answers, as the installed SDK types them; named after method and path. */

export type CustomerCreate = Stripe.CustomerCreateParams;
export type CustomerUpdate = Stripe.CustomerUpdateParams;
export type CustomerMethodList = Stripe.CustomerListPaymentMethodsParams;
export type SessionCreate = Stripe.Checkout.SessionCreateParams;
export type SessionExpire = Stripe.Checkout.SessionExpireParams;
export type SessionList = Stripe.Checkout.SessionListParams;
export type PaymentIntentCreate = Stripe.PaymentIntentCreateParams;
export type PaymentIntentConfirm = Stripe.PaymentIntentConfirmParams;
export type PaymentIntentCancel = Stripe.PaymentIntentCancelParams;
export type PaymentIntentList = Stripe.PaymentIntentListParams;
export type PaymentMethodDetach = Stripe.PaymentMethodDetachParams;
export type PaymentMethodList = Stripe.PaymentMethodListParams;
export type RefundCreate = Stripe.RefundCreateParams;
export type RefundList = Stripe.RefundListParams;
export type ChargeList = Stripe.ChargeListParams;
export type DisputeList = Stripe.DisputeListParams;
export type EventList = Stripe.EventListParams;
