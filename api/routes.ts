import { live } from './health/live';
import { ready } from './health/ready';
import { ACCOUNT_ROUTES } from './account/account-routes';
import type { Route } from './http/route';
import { INVOICE_ROUTES } from './invoice/invoice-routes';
import { ORDER_ROUTES } from './order/order-routes';
import { TASK_ROUTES } from './task/task-routes';
import { WEBHOOK_ROUTES } from './webhook/webhook-routes';

/** Every address of the API. Mounted in this order: a fixed segment stands before a parameter in its place. */
export const ROUTES: readonly Route[] = [
  live,
  ready,
  ...ACCOUNT_ROUTES,
  ...ORDER_ROUTES,
  ...INVOICE_ROUTES,
  ...TASK_ROUTES,
  ...WEBHOOK_ROUTES,
];
