import { createHash } from 'node:crypto';
import { writeAudit } from '../../db/audit/write-audit';
import { insertOnce } from '../../db/inbox/inbox-events';
import type { ProviderName } from '../../domain/payment/provider-name';
import { realNowMs } from '../../gateways/clock/real-now-ms';
import type { PaymentProvider, ReceivedWebhook, WebhookHint } from '../../gateways/shared/payment-provider';
import { GatewayFailure } from '../../gateways/shared/provider-failure';
import type { ApiDeps } from '../http/api-deps';
import { AppError } from '../http/app-error';
import type { RequestMeta } from '../http/route';

export interface Delivery {
  readonly headers: ReceivedWebhook['headers'];
  readonly body: unknown;
  readonly meta: RequestMeta;
}

/**
 * Verify, store once, answer. What an event means is found out later by asking the provider; nothing of its body is believed.
 * @throws AppError `malformed_webhook` for a forged, altered or old event, `not_found` where the provider is not configured
 */
export async function storeWebhook(
  deps: ApiDeps,
  provider: ProviderName,
  { headers, body, meta }: Delivery
): Promise<void> {
  const verifier = deps.webhookVerifiers[provider];
  if (verifier === undefined) throw new AppError('not_found');
  const rawBody = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
  const hint = await verify(verifier, { rawBody, headers, receivedAtMs: realNowMs(deps.clock) });
  if (hint !== null) await store(deps, { provider, hint, rawBody, meta });
}

async function verify(
  verifier: Pick<PaymentProvider, 'verifyWebhook'>,
  received: ReceivedWebhook
): Promise<WebhookHint | null> {
  try {
    return await verifier.verifyWebhook(received);
  } catch (error) {
    if (!(error instanceof GatewayFailure)) throw error;
    throw new AppError(error.kind === 'refused' ? 'malformed_webhook' : 'webhook_unverified', { cause: error });
  }
}

interface Verified {
  readonly provider: ProviderName;
  readonly hint: WebhookHint;
  readonly rawBody: Buffer;
  readonly meta: RequestMeta;
}

async function store(deps: ApiDeps, { provider, hint, rawBody, meta }: Verified): Promise<void> {
  const bodyHash = createHash('sha256').update(rawBody).digest('hex');
  const { eventId, eventType, about, objectId } = hint;
  const outcome = await insertOnce(deps.db, { provider, eventId, eventType, about, objectId, bodyHash, at: meta.at });
  if (outcome !== 'other_body') return;
  // Answered like any repeat: the signature is right, and an error would only make the provider send it for days.
  await writeAudit(deps.db, {
    at: meta.at,
    source: { ...meta.source, actorKind: 'provider' },
    what: 'webhook.repeated_with_other_body',
    subject: { type: 'webhook_event', id: `${provider}:${eventId}` },
    data: { bodyHash, eventType },
  });
}
