import { createHash } from 'node:crypto';
import { z } from 'zod';
import { writeAudit } from '../../db/audit/write-audit';
import { insertOnce } from '../../db/inbox/inbox-events';
import { realNowMs } from '../../gateways/clock/real-now-ms';
import type { ReceivedWebhook, WebhookHint } from '../../gateways/shared/payment-provider';
import { GatewayFailure } from '../../gateways/shared/provider-failure';
import type { ApiDeps } from '../http/api-deps';
import { AppError } from '../http/app-error';
import { defineRoute, type RequestMeta } from '../http/route';

const PROVIDER = 'stripe';

/** Verify, store once, answer. What an event means is found out later by asking the provider; nothing of its body is believed. */
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
  async handler({ headers, body, meta }, deps) {
    if (deps.webhookVerifiers[PROVIDER] === undefined) throw new AppError('not_found');
    const rawBody = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
    const hint = await verify(deps, rawBody, headers);
    if (hint !== null) await store(deps, { hint, rawBody, meta });
    return { status: 200, body: { received: true } };
  },
});

/** @throws AppError `malformed_webhook` for a forged, altered or old event */
async function verify(
  deps: ApiDeps,
  rawBody: Buffer,
  headers: ReceivedWebhook['headers']
): Promise<WebhookHint | null> {
  const received = { rawBody, headers, receivedAtMs: realNowMs(deps.clock) };
  try {
    return (await deps.webhookVerifiers[PROVIDER]?.verifyWebhook(received)) ?? null;
  } catch (error) {
    if (error instanceof GatewayFailure) throw new AppError('malformed_webhook', { cause: error });
    throw error;
  }
}

interface Verified {
  readonly hint: WebhookHint;
  readonly rawBody: Buffer;
  readonly meta: RequestMeta;
}

async function store(deps: ApiDeps, { hint, rawBody, meta }: Verified): Promise<void> {
  const bodyHash = createHash('sha256').update(rawBody).digest('hex');
  const { eventId, eventType, objectId } = hint;
  const outcome = await insertOnce(deps.db, {
    provider: PROVIDER,
    eventId,
    eventType,
    objectId,
    bodyHash,
    at: meta.at,
  });
  if (outcome !== 'other_body') return;
  // Answered like any repeat: the signature is right, and an error would only make the provider send it for days.
  await writeAudit(deps.db, {
    at: meta.at,
    source: { ...meta.source, actorKind: 'provider' },
    what: 'webhook.repeated_with_other_body',
    subject: { type: 'webhook_event', id: `${PROVIDER}:${eventId}` },
    data: { bodyHash, eventType },
  });
}
