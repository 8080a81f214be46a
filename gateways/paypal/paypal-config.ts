import { z } from 'zod';
import { assertSafeProviderConfig } from '../shared/assert-safe-provider-config';

export interface PayPalGatewayConfig {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Part of what PayPal signs, so an event that was meant for another listener is refused. */
  readonly webhookId: string;
  readonly environment: 'sandbox' | 'live';
  /** Base URL of the stand-in; null for PayPal itself. */
  readonly apiBase: string | null;
  /** Of one call. 20 s when absent. */
  readonly timeoutMs?: number;
}

/** Settings of every process that talks to PayPal; all absent where a vendor runs without it. */
export const PAYPAL_SETTINGS = {
  PAYPAL_CLIENT_ID: z.string().min(1).optional(),
  PAYPAL_CLIENT_SECRET: z.string().min(1).optional(),
  PAYPAL_WEBHOOK_ID: z.string().min(1).optional(),
  PAYPAL_ENVIRONMENT: z.enum(['sandbox', 'live']).default('sandbox'),
  PAYPAL_API_BASE: z.url().optional(),
};

type PayPalSettings = z.output<z.ZodObject<typeof PAYPAL_SETTINGS>>;

/** `null` where PayPal is not configured. @throws Error with a sentence when only a part of it is. */
export function payPalConfigOf(config: PayPalSettings): PayPalGatewayConfig | null {
  const { PAYPAL_CLIENT_ID: clientId, PAYPAL_CLIENT_SECRET: clientSecret, PAYPAL_WEBHOOK_ID: webhookId } = config;
  if (clientId === undefined && clientSecret === undefined && webhookId === undefined) return null;
  if (clientId === undefined || clientSecret === undefined || webhookId === undefined) {
    throw new Error(
      'PayPal is configured in part: set PAYPAL_CLIENT_ID, PAYPAL_CLIENT_SECRET and PAYPAL_WEBHOOK_ID, or none of them.'
    );
  }
  const apiBase = config.PAYPAL_API_BASE ?? null;
  return { clientId, clientSecret, webhookId, environment: config.PAYPAL_ENVIRONMENT, apiBase };
}

/** The id that PayPal's webhook simulator signs with: anybody can have such events made. */
const SIMULATOR_WEBHOOK_ID = 'WEBHOOK_ID';

/** @throws Error with a sentence for the person who starts the process. */
export function assertSafePayPalConfig(config: PayPalGatewayConfig): void {
  const { clientId, clientSecret, webhookId, environment, apiBase } = config;
  if (clientId.trim() === '' || clientSecret.trim() === '') {
    throw new Error('PAYPAL_CLIENT_ID or PAYPAL_CLIENT_SECRET is empty.');
  }
  if (webhookId.trim() === '' || webhookId === SIMULATOR_WEBHOOK_ID) {
    throw new Error(
      'PAYPAL_WEBHOOK_ID is not the id of a webhook: without it no event of PayPal can be told from a made one.'
    );
  }
  assertSafeProviderConfig({ provider: 'PayPal', liveKey: environment === 'live', standInBase: apiBase });
}
