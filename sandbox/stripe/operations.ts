import type { Operation } from './api-call';
import { listCharges, retrieveCharge } from './resources/charges';
import { createSession } from './resources/create-session';
import { createCustomer, listCustomerMethods, retrieveCustomer, updateCustomer } from './resources/customers';
import { listDisputes, retrieveDispute } from './resources/disputes';
import { listEvents, retrieveEvent } from './resources/events';
import * as intents from './resources/payment-intents';
import {
  detachPaymentMethod,
  listPaymentMethods,
  retrievePaymentMethod,
  retrieveSetupIntent,
} from './resources/payment-methods';
import { createRefund, listRefunds, retrieveRefund } from './resources/refunds';
import { expireSession, listSessionLines, listSessions, retrieveSession } from './resources/sessions';

/** Every call of Stripe's API that the stand-in knows. Search is left out on purpose: it lags in reality. */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  'POST /v1/customers': createCustomer,
  'GET /v1/customers/:id': retrieveCustomer,
  'POST /v1/customers/:id': updateCustomer,
  'GET /v1/customers/:id/payment_methods': listCustomerMethods,
  'POST /v1/checkout/sessions': createSession,
  'GET /v1/checkout/sessions': listSessions,
  'GET /v1/checkout/sessions/:id': retrieveSession,
  'POST /v1/checkout/sessions/:id/expire': expireSession,
  'GET /v1/checkout/sessions/:id/line_items': listSessionLines,
  'POST /v1/payment_intents': intents.createPaymentIntent,
  'GET /v1/payment_intents': intents.listPaymentIntents,
  'GET /v1/payment_intents/:id': intents.retrievePaymentIntent,
  'POST /v1/payment_intents/:id/confirm': intents.confirmPaymentIntent,
  'POST /v1/payment_intents/:id/cancel': intents.cancelPaymentIntent,
  'GET /v1/payment_methods': listPaymentMethods,
  'GET /v1/payment_methods/:id': retrievePaymentMethod,
  'POST /v1/payment_methods/:id/detach': detachPaymentMethod,
  'GET /v1/setup_intents/:id': retrieveSetupIntent,
  'POST /v1/refunds': createRefund,
  'GET /v1/refunds': listRefunds,
  'GET /v1/refunds/:id': retrieveRefund,
  'GET /v1/charges': listCharges,
  'GET /v1/charges/:id': retrieveCharge,
  'GET /v1/disputes': listDisputes,
  'GET /v1/disputes/:id': retrieveDispute,
  'GET /v1/events': listEvents,
  'GET /v1/events/:id': retrieveEvent,
};
