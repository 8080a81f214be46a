import type { Route } from '../http/route';
import { stripeWebhook } from './stripe-webhook';

export const WEBHOOK_ROUTES: readonly Route[] = [stripeWebhook];
