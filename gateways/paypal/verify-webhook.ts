import { type KeyObject, verify } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { ReceivedWebhook, WebhookHint } from '../shared/payment-provider';
import { GatewayFailure } from '../shared/provider-failure';
import { readHint } from './webhook-hint';

const LARGEST_BODY = 256 * 1024;
const ALGORITHM = 'SHA256withRSA';

export interface WebhookTrust {
  readonly webhookId: string;
  readonly certificate: (url: string) => Promise<KeyObject>;
}

/**
 * PayPal signs only a CRC32 of the body, so whoever has one genuine delivery can make another body that passes: what is
 * taken from it is an id to look at, nothing else. Its age is not looked at, since nobody knows whether a redelivery
 * is dated anew; the inbox takes each event id once.
 * @throws GatewayFailure `refused`, or `unavailable` when the certificate cannot be had; nothing of the event is in it
 */
export async function verifyWebhook(
  { webhookId, certificate }: WebhookTrust,
  { rawBody, headers }: ReceivedWebhook
): Promise<WebhookHint | null> {
  if (rawBody.length > LARGEST_BODY) throw refused('webhook_too_large', 'the body is larger than 256 kB');
  if (headers['paypal-auth-algo'] !== ALGORITHM) throw unsigned();
  const id = plain(headers['paypal-transmission-id']);
  const time = plain(headers['paypal-transmission-time']);
  const signature = Buffer.from(headers['paypal-transmission-sig'] ?? '', 'base64');
  if (signature.length === 0) throw unsigned();
  const key = await certificate(headers['paypal-cert-url'] ?? '');
  const message = `${id}|${time}|${webhookId}|${crc32(rawBody)}`;
  if (!verify('RSA-SHA256', Buffer.from(message), key, signature)) throw unsigned();
  return readHint(rawBody);
}

/** A header with a bar in it could move the borders of what is signed. */
function plain(header: string | undefined): string {
  if (header === undefined || !/^[A-Za-z0-9:.+-]{1,100}$/.test(header)) throw unsigned();
  return header;
}

function unsigned(): GatewayFailure {
  return refused('webhook_signature', 'the signature does not fit');
}

function refused(code: string, sentence: string): GatewayFailure {
  return new GatewayFailure('refused', code, `PayPal webhook refused: ${sentence}`);
}
