import { live } from './health/live';
import { ready } from './health/ready';
import { ACCOUNT_ROUTES } from './account/account-routes';
import { CATALOGUE_ROUTES } from './catalogue/catalogue-routes';
import { COMPANY_ROUTES } from './company/company-routes';
import { CONTACT_ROUTES } from './contact/contact-routes';
import { DISPUTE_ROUTES } from './dispute/dispute-routes';
import { documentRoutes } from './document/read-document';
import { EVIDENCE_ROUTES } from './evidence/evidence-routes';
import type { Route } from './http/route';
import { INVOICE_ROUTES } from './invoice/invoice-routes';
import { ORDER_ROUTES } from './order/order-routes';
import { OFFLINE_ROUTES } from './offline/offline-routes';
import { PROFORMA_ROUTES } from './proforma/proforma-routes';
import { RECONCILE_ROUTES } from './reconcile/reconcile-routes';
import { RECEIPT_ROUTES } from './receipt/receipt-routes';
import { QUOTE_ROUTES } from './quote/quote-routes';
import { REFUND_ROUTES } from './refund/refund-routes';
import { SUBSCRIPTION_ROUTES } from './subscription/subscription-routes';
import { moveClock } from './sandbox/move-clock';
import { TASK_ROUTES } from './task/task-routes';
import { WEBHOOK_ROUTES } from './webhook/webhook-routes';

/** Every address of the API. Mounted in this order: a fixed segment stands before a parameter in its place. */
export const ROUTES: readonly Route[] = [
  live,
  ready,
  ...documentRoutes(() => ROUTES),
  ...ACCOUNT_ROUTES,
  ...CATALOGUE_ROUTES,
  ...COMPANY_ROUTES,
  ...QUOTE_ROUTES,
  ...CONTACT_ROUTES,
  ...SUBSCRIPTION_ROUTES,
  ...ORDER_ROUTES,
  ...INVOICE_ROUTES,
  ...DISPUTE_ROUTES,
  ...EVIDENCE_ROUTES,
  ...RECEIPT_ROUTES,
  ...REFUND_ROUTES,
  ...PROFORMA_ROUTES,
  ...OFFLINE_ROUTES,
  ...RECONCILE_ROUTES,
  ...TASK_ROUTES,
  ...WEBHOOK_ROUTES,
  moveClock,
];
