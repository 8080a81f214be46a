import { createHmac } from 'node:crypto';
import { parseForm, type HttpRequest } from '../http/http-request';
import { jsonReply, type Reply } from '../http/reply';
import { sameSecret } from '../http/same-secret';

const LIFE_SECONDS = 32_400;

export interface ApiCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/**
 * Bearer tokens that carry their own expiry, so that a restart forgets none. They age in real time: a client caches
 * them by its own clock, which the sandbox's does not move.
 */
export class AccessTokens {
  constructor(private readonly credentials: ApiCredentials) {}

  /** `POST /v1/oauth2/token`, the client's id and secret as Basic credentials. */
  issue(request: HttpRequest): Reply {
    const { clientId, clientSecret } = this.credentials;
    const basic = /^Basic (.+)$/.exec(request.header('authorization') ?? '')?.[1];
    if (!sameSecret(basic, Buffer.from(`${clientId}:${clientSecret}`).toString('base64')))
      return refusal(401, 'invalid_client', 'Client Authentication failed');
    if (parseForm(request.body)['grant_type'] !== 'client_credentials')
      return refusal(400, 'unsupported_grant_type', 'The sandbox gives tokens for client_credentials only');
    const expiresAt = String(Math.floor(Date.now() / 1000) + LIFE_SECONDS);
    return jsonReply(200, {
      scope:
        'https://uri.paypal.com/services/payments/payment https://uri.paypal.com/services/vault/payment-tokens/readwrite',
      access_token: `A21AA.${expiresAt}.${this.sign(expiresAt)}`,
      token_type: 'Bearer',
      app_id: 'APP-SANDBOX',
      expires_in: LIFE_SECONDS,
      nonce: new Date().toISOString(),
    });
  }

  lets(request: HttpRequest): boolean {
    const token = /^Bearer A21AA\.(\d+)\.([\w-]+)$/.exec(request.header('authorization') ?? '');
    const expiresAt = token?.[1] ?? '0';
    return sameSecret(token?.[2], this.sign(expiresAt)) && Number(expiresAt) * 1000 > Date.now();
  }

  private sign(expiresAt: string): string {
    return createHmac('sha256', this.credentials.clientSecret).update(expiresAt).digest('base64url');
  }
}

function refusal(status: number, error: string, description: string): Reply {
  return jsonReply(status, { error, error_description: description });
}
