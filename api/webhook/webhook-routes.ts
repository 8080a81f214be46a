import type { Route } from '../http/route';
import { paypalWebhook } from './paypal-webhook';
import { stripeWebhook } from './stripe-webhook';

export const WEBHOOK_ROUTES: readonly Route[] = [stripeWebhook, paypalWebhook];
