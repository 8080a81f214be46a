import { z } from 'zod';
import { jsonReply, problemReply } from '../http/reply';
import type { Routes } from '../http/router';
import { withBody } from '../http/with-body';
import type { EventOutbox, StoredEvent } from './event-outbox';
import type { WebhookSender } from './webhook-sender';
import { webhooksPage } from './webhooks-page';

const redeliverRequest = z.strictObject({ event: z.string(), copies: z.number().int().min(1).max(100).default(1) });

/** Looking at deliveries, letting go of held ones, and sending an event again by hand. */
export function webhookRoutes<Row extends StoredEvent>(outbox: EventOutbox<Row>, sender: WebhookSender<Row>): Routes {
  return {
    'GET /webhooks': () => webhooksPage(outbox.newestDeliveries(100)),
    'GET /_sandbox/webhooks': () => jsonReply(200, { deliveries: outbox.newestDeliveries(500) }),
    'POST /_sandbox/webhooks/release': async () => jsonReply(200, { released: await sender.release() }),
    'POST /_sandbox/webhooks/redeliver': (request) =>
      withBody(redeliverRequest, request, async (body) => {
        if (outbox.events.get(body.event) === undefined)
          return problemReply(404, 'No such event', `${body.event} is unknown.`);
        return jsonReply(200, { answers: await sender.sendCopies(body.event, body.copies) });
      }),
  };
}
