import { z } from 'zod';
import { defineRoute } from '../http/route';
import { storeWebhook } from './store-webhook';

const header = z.string().max(2_000).optional();

export const paypalWebhook = defineRoute({
  method: 'POST',
  path: '/webhooks/paypal',
  access: 'public',
  tag: 'Webhooks',
  summary: 'Events of PayPal, signed by it',
  bodyKind: 'raw',
  errors: ['malformed_webhook', 'not_found', 'webhook_unverified'],
  request: {
    headers: z.object({
      'paypal-transmission-id': header,
      'paypal-transmission-time': header,
      'paypal-transmission-sig': header,
      'paypal-cert-url': header,
      'paypal-auth-algo': header,
    }),
    body: z.unknown(),
  },
  responses: {
    200: { description: 'Stored, now or before', body: z.strictObject({ received: z.literal(true) }) },
  },
  async handler(delivery, deps) {
    await storeWebhook(deps, 'paypal', delivery);
    return { status: 200, body: { received: true } };
  },
});
