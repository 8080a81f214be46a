import { Client, Environment, type OAuthToken } from '@paypal/paypal-server-sdk';
import type { PayPalGatewayConfig } from './paypal-config';

const TIMEOUT_MS = 20_000;
const LARGEST_ANSWER = 2 * 1024 * 1024;

export function timeoutOf({ timeoutMs = TIMEOUT_MS }: PayPalGatewayConfig): number {
  return timeoutMs;
}

/** The SDK knows two addresses only; every controller asks its client for the request builder, so they are changed here. */
export class PayPalClient extends Client {
  private readonly base: URL | null;

  /** Without a token it can only fetch one. */
  constructor(config: PayPalGatewayConfig, token: OAuthToken | null) {
    super({
      environment: config.environment === 'live' ? Environment.Production : Environment.Sandbox,
      clientCredentialsAuthCredentials: {
        oAuthClientId: config.clientId,
        oAuthClientSecret: config.clientSecret,
        ...(token !== null && { oAuthToken: token }),
      },
      httpClientOptions: { timeout: timeoutOf(config), retryConfig: { ...NO_RETRIES } },
      // A redirect that is followed would carry the token to whoever is named there.
      unstable_httpClientOptions: {
        maxRedirects: 0,
        maxContentLength: LARGEST_ANSWER,
        ...(config.apiBase !== null && { proxy: false }),
      },
    });
    this.base = config.apiBase === null ? null : new URL(config.apiBase);
  }

  override getRequestBuilderFactory(): ReturnType<Client['getRequestBuilderFactory']> {
    const make = super.getRequestBuilderFactory();
    return (...args) => {
      const builder = make(...args);
      builder.interceptRequest((request) => ({ ...request, url: this.addressOf(request.url) }));
      return builder;
    };
  }

  private addressOf(url: string): string {
    if (this.base === null) return url;
    const { pathname, search } = new URL(url);
    return `${this.base.origin}${pathname}${search}`;
  }
}

/** The SDK would repeat reads only; steps repeat themselves, and look first. */
const NO_RETRIES = { maxNumberOfRetries: 0 };
