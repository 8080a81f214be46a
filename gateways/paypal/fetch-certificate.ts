import { X509Certificate, type KeyObject } from 'node:crypto';
import { GatewayFailure } from '../shared/provider-failure';

const HOSTS = new Set(['https://api.paypal.com', 'https://api.sandbox.paypal.com']);
const PATH = /^\/v1\/notifications\/certs\/[A-Za-z0-9._-]{1,200}$/;
const LONGEST_URL = 500;
const LARGEST_CERTIFICATE = 64 * 1024;
const MOST_KEPT = 16;

export interface CertificateSource {
  /** Base URL of the stand-in, whose certificates are the only ones then; null for PayPal itself. */
  readonly apiBase: string | null;
  readonly timeoutMs: number;
}

/**
 * The key that PayPal names in a header. Whoever may choose the host signs with a certificate of their own, hence the exact
 * list. @throws GatewayFailure `refused` for any other address, `unavailable` when the certificate cannot be had now
 */
export function createCertificateStore(source: CertificateSource): (url: string) => Promise<KeyObject> {
  const kept = new Map<string, Promise<KeyObject>>();
  return (url) => {
    const address = trusted(url, source);
    const known = kept.get(address);
    if (known !== undefined) return known;
    const fetched = fetchKey(address, source.timeoutMs);
    kept.set(address, fetched);
    // A failure is asked for again by the next event.
    fetched.catch(() => kept.delete(address));
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    return fetched;
  };
}

function trusted(text: string, { apiBase }: CertificateSource): string {
  const url = text.length <= LONGEST_URL && URL.canParse(text) ? new URL(text) : null;
  const isHost = url !== null && (apiBase === null ? HOSTS.has(url.origin) : url.origin === new URL(apiBase).origin);
  // Compared as written, so that no credentials, ports, queries or dots are read in two ways.
  if (!isHost || text !== `${url.origin}${url.pathname}` || !PATH.test(url.pathname)) {
    throw untrusted();
  }
  return text;
}

function untrusted(): GatewayFailure {
  return new GatewayFailure(
    'refused',
    'webhook_certificate',
    'PayPal webhook refused: its certificate is not from PayPal'
  );
}

async function fetchKey(address: string, timeoutMs: number): Promise<KeyObject> {
  try {
    const response = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
    // There is no such certificate, and never will be: the name was made up.
    if (response.status === 404 || response.status === 410) throw untrusted();
    if (!response.ok) throw new Error(`status ${response.status}`);
    const pem = await response.arrayBuffer();
    if (pem.byteLength > LARGEST_CERTIFICATE) throw new RangeError('more bytes than a certificate has');
    return new X509Certificate(Buffer.from(pem)).publicKey;
  } catch (cause) {
    if (cause instanceof GatewayFailure) throw cause;
    throw new GatewayFailure('unavailable', 'webhook_certificate_unavailable', 'PayPal: no certificate came', {
      cause,
    });
  }
}
