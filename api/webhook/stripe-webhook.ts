import { z } from 'zod';
import { defineRoute } from '../http/route';
import { storeWebhook } from './store-webhook';

export const stripeWebhook = defineRoute({
  method: 'POST',
  path: '/webhooks/stripe',
  access: 'public',
  tag: 'Webhooks',
  summary: 'Events of Stripe, signed by it',
  bodyKind: 'raw',
  errors: ['malformed_webhook', 'not_found'],
  request: {
    headers: z.object({ 'stripe-signature': z.string().max(2_000).optional() }),
    body: z.unknown(),
  },
  responses: {
    200: { description: 'Stored, now or before', body: z.strictObject({ received: z.literal(true) }) },
  },
  async handler(delivery, deps) {
    await storeWebhook(deps, 'stripe', delivery);
    return { status: 200, body: { received: true } };
  },
});
