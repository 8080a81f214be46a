import { performance } from 'node:perf_hooks';
import { ApiError } from '@paypal/paypal-server-sdk';
import { PayPalClient } from './paypal-client';
import type { PayPalGatewayConfig } from './paypal-config';
import { callPayPal } from './paypal-failure';

/** A token is renewed this long before its end, so that no call begins with one that ends under way. */
const SPARE_MS = 5 * 60_000;
const SHORTEST_LIFE_MS = 1_000;

interface Session {
  readonly client: PayPalClient;
  /** Of the monotonic clock; brought forward when PayPal no longer takes the token. */
  endsAtMs: number;
}

/**
 * One token for all calls of the process. The SDK's own keeper fetches one for each of several first calls, keeps a failed
 * fetch for ever and does nothing about a 401; so each token gets a client of its own here.
 */
export class PayPalSession {
  private current: Promise<Session> | null = null;
  private readonly keyholder: PayPalClient;

  constructor(
    private readonly config: PayPalGatewayConfig,
    private readonly monotonicMs: () => number = () => performance.now()
  ) {
    this.keyholder = new PayPalClient(config, null);
  }

  /** A 401 has had no effect, so the call is made once more with a new token, also a write. */
  async run<T>(call: (client: PayPalClient) => Promise<T>): Promise<T> {
    const session = await this.session();
    try {
      return await call(session.client);
    } catch (error) {
      if (!(error instanceof ApiError) || error.statusCode !== 401) throw error;
      session.endsAtMs = 0;
      return call((await this.session()).client);
    }
  }

  private async session(): Promise<Session> {
    const known = this.current;
    if (known !== null) {
      const session = await known;
      if (session.endsAtMs > this.monotonicMs()) return session;
      if (this.current === known) this.current = null;
    }
    return (this.current ??= this.open());
  }

  private async open(): Promise<Session> {
    try {
      const token = await callPayPal('read', () => this.keyholder.clientCredentialsAuthManager.fetchToken());
      const lifeMs = Math.max(SHORTEST_LIFE_MS, Number(token.expiresIn ?? 0) * 1_000 - SPARE_MS);
      return { client: new PayPalClient(this.config, token), endsAtMs: this.monotonicMs() + lifeMs };
    } catch (error) {
      this.current = null;
      throw error;
    }
  }
}
