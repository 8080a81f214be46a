import { assertSafeProviderConfig } from '../shared/assert-safe-provider-config';

export interface StripeGatewayConfig {
  readonly secretKey: string;
  /** Base URL of the stand-in; null for Stripe itself. */
  readonly apiBase: string | null;
  /** More than one while a secret is rolled. */
  readonly webhookSecrets: readonly string[];
  /** Of one try; the SDK makes up to two. 20 s when absent. */
  readonly timeoutMs?: number;
}

const KEY_FORM = /^(sk|rk)_(test|live)_\S+$/;

export function isLiveKey(secretKey: string): boolean {
  return /^(sk|rk)_live_/.test(secretKey);
}

/** @throws Error with a sentence for the person who starts the process. */
export function assertSafeStripeConfig(config: StripeGatewayConfig): void {
  if (!KEY_FORM.test(config.secretKey)) {
    throw new Error('STRIPE_SECRET_KEY is no secret key: it must begin with sk_test_, sk_live_, rk_test_ or rk_live_.');
  }
  if (config.webhookSecrets.length === 0 || config.webhookSecrets.some((secret) => secret.trim() === '')) {
    throw new Error('STRIPE_WEBHOOK_SECRET is empty: without it no webhook of Stripe can be told from a forged one.');
  }
  assertSafeProviderConfig({
    provider: 'Stripe',
    liveKey: isLiveKey(config.secretKey),
    standInBase: config.apiBase,
  });
}
