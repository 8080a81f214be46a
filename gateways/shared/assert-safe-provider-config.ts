import { isLoopbackHost } from './is-loopback-host';

export interface ProviderAddress {
  /** For the sentence: `Stripe`. */
  readonly provider: string;
  /** Whether the credentials move real money. */
  readonly liveKey: boolean;
  /** Base URL of a stand-in; null for the provider itself. */
  readonly standInBase: string | null;
}

/** @throws Error with a sentence for the person who starts the process; the key itself is never in it. */
export function assertSafeProviderConfig({ provider, liveKey, standInBase }: ProviderAddress): void {
  if (standInBase === null) return;
  if (liveKey) {
    throw new Error(
      `${provider} is configured with a live key and with the address of a stand-in (${hostOf(provider, standInBase)}). ` +
        `Remove the address to take real money, or use a test key.`
    );
  }
  if (!isLoopbackHost(hostOf(provider, standInBase))) {
    throw new Error(
      `The stand-in for ${provider} must be on this machine (127.0.0.1, ::1 or localhost), not on ` +
        `${hostOf(provider, standInBase)}. Remove the address to reach ${provider} itself.`
    );
  }
}

/** @throws Error when credentials would travel in the clear to another machine. */
export function assertEncryptedUnlessLoopback(provider: string, base: string): void {
  const url = parsed(provider, base);
  if (url.protocol === 'https:') return;
  if (url.protocol === 'http:' && isLoopbackHost(url.hostname)) return;
  throw new Error(`The address of ${provider} must begin with https:// unless it is on this machine.`);
}

function hostOf(provider: string, base: string): string {
  assertEncryptedUnlessLoopback(provider, base);
  return parsed(provider, base).hostname;
}

function parsed(provider: string, base: string): URL {
  if (!URL.canParse(base))
    throw new Error(`The address of ${provider} is no URL. Write it like https://api.example.com.`);
  return new URL(base);
}
