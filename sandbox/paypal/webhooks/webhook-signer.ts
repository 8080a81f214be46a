import { createPrivateKey, generateKeyPair, randomUUID, sign, verify, X509Certificate } from 'node:crypto';
import { promisify } from 'node:util';
import { crc32 } from 'node:zlib';
import type { Table } from '../../store/durable-store';
import type { WebhookMessage } from '../../webhooks/webhook-sender';
import { paypalId } from '../paypal-id';
import type { PayPalState } from '../paypal-state';
import { selfSignedCertificate } from './self-signed-certificate';

interface SigningKey {
  readonly id: string;
  readonly privateKey: string;
  readonly certificate: string;
}

/** Longer than the sandbox's clock can be moved. */
const YEARS = 30;
const ALGORITHM = 'SHA256withRSA';

export interface Transmission {
  readonly id: string;
  readonly time: string;
  readonly certificateUrl: string;
  readonly algorithm: string;
  readonly signature: string;
  readonly webhookId: string;
}

/** Signs as PayPal does, over the CRC32 of the body, with a key that survives restarts as its certificate is cached. */
export class WebhookSigner {
  private readonly keys: Table<SigningKey>;
  /** Made in the background: no caller of the API waits for a key. */
  readonly ready: Promise<SigningKey>;

  constructor(
    private readonly state: PayPalState,
    private readonly webhookId: string
  ) {
    this.keys = state.store.table('signing_keys');
    this.ready = this.load();
  }

  /** The time is real: receivers compare it with their own wall clock. */
  async message(event: object): Promise<WebhookMessage> {
    const key = await this.ready;
    const payload = JSON.stringify(event);
    const id = randomUUID();
    const at = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
    const text = signedText({ id, time: at, webhookId: this.webhookId }, payload);
    return {
      payload,
      headers: {
        'paypal-transmission-id': id,
        'paypal-transmission-time': at,
        'paypal-cert-url': this.certificateUrl(key),
        'paypal-auth-algo': ALGORITHM,
        'paypal-transmission-sig': sign('sha256', Buffer.from(text), createPrivateKey(key.privateKey)).toString(
          'base64'
        ),
        'user-agent': 'PayPal/AUHD-1.0 (sandbox)',
      },
    };
  }

  async certificate(id: string): Promise<string | undefined> {
    const key = await this.ready;
    return key.id === id ? key.certificate : undefined;
  }

  /** For `verify-webhook-signature`: the event is written again, so a body with other spaces fails, as at PayPal. */
  verifies(transmission: Transmission, event: unknown): boolean {
    const key = this.keys.all()[0];
    if (key === undefined || transmission.certificateUrl !== this.certificateUrl(key)) return false;
    if (transmission.algorithm !== ALGORITHM) return false;
    const text = signedText(transmission, JSON.stringify(event));
    const { publicKey } = new X509Certificate(key.certificate);
    return verify('sha256', Buffer.from(text), publicKey, Buffer.from(transmission.signature, 'base64'));
  }

  private certificateUrl(key: SigningKey): string {
    return `${this.state.baseUrl}/v1/notifications/certs/${key.id}`;
  }

  private async load(): Promise<SigningKey> {
    const known = this.keys.all()[0];
    if (known !== undefined) return known;
    const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
    const key: SigningKey = {
      id: `CERT-${paypalId(10)}`,
      privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      certificate: selfSignedCertificate(privateKey, 'PayPal stand-in webhooks', YEARS),
    };
    await this.state.store.change(() => this.keys.put(key.id, key));
    return key;
  }
}

function signedText(transmission: Pick<Transmission, 'id' | 'time' | 'webhookId'>, payload: string): string {
  return `${transmission.id}|${transmission.time}|${transmission.webhookId}|${crc32(payload)}`;
}
