import { generateKeyPairSync, sign } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { selfSignedCertificate } from '../../../sandbox/paypal/webhooks/self-signed-certificate';
import type { ReceivedWebhook } from '../../../gateways/shared/payment-provider';

export type WebhookHeaders = Record<string, string | undefined>;

export interface PayPalSigner {
  /** In PEM, as PayPal serves it. */
  readonly certificate: string;
  /** A delivery as PayPal signs it; `over` replaces what stands in the signed text. */
  delivery(
    body: string | Buffer,
    over: Partial<Signed> & Pick<Signed, 'certificateUrl'>
  ): ReceivedWebhook & { readonly headers: WebhookHeaders };
}

export interface Signed {
  readonly webhookId: string;
  readonly certificateUrl: string;
  readonly time: string;
}

export function createPayPalSigner(ourWebhookId: string): PayPalSigner {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  return {
    certificate: selfSignedCertificate(privateKey, 'PayPal of a test', 30),
    delivery: (body, over) => {
      const rawBody = Buffer.from(body);
      const { webhookId = ourWebhookId, certificateUrl, time = '2026-11-23T09:00:00Z' } = over;
      const id = '69cd13f0-d67a-11e5-baa3-778b53f4ae55';
      const text = `${id}|${time}|${webhookId}|${crc32(rawBody)}`;
      const headers = {
        'paypal-transmission-id': id,
        'paypal-transmission-time': time,
        'paypal-cert-url': certificateUrl,
        'paypal-auth-algo': 'SHA256withRSA',
        'paypal-transmission-sig': sign('sha256', Buffer.from(text), privateKey).toString('base64'),
      };
      return { rawBody, headers, receivedAtMs: Date.UTC(2026, 10, 23, 9) };
    },
  };
}
