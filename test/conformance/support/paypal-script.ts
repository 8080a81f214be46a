import type { ServerResponse } from 'node:http';
import type { PaymentProvider } from '../../../gateways/shared/payment-provider';
import { createPayPalProvider } from '../../../gateways/paypal/create-paypal-provider';
import { json, type ScriptedServer, type SeenRequest, startScriptedServer } from './scripted-server';

type Handler = (response: ServerResponse, request: SeenRequest) => void;

export interface PayPalScript {
  readonly provider: PaymentProvider;
  readonly server: ScriptedServer;
  /** Calls other than the one for a token. */
  calls(): readonly SeenRequest[];
  tokens(): number;
  /** By the beginning of `METHOD /path`; what is not named is unknown to this PayPal. Tokens are given unless named. */
  answer(routes: Readonly<Record<string, Handler>>): void;
}

export const WEBHOOK_ID = '1JE4291016473214C';
const isToken = ({ path }: SeenRequest): boolean => path === '/v1/oauth2/token';

/** The adapter before a server that says what the test says. */
export async function startPayPalScript(timeoutMs = 500): Promise<PayPalScript> {
  const server = await startScriptedServer();
  const provider = createPayPalProvider({
    clientId: 'client-of-tests',
    clientSecret: 'secret-of-tests',
    webhookId: WEBHOOK_ID,
    environment: 'sandbox',
    apiBase: server.url,
    timeoutMs,
  });
  let given = 0;
  const answer: PayPalScript['answer'] = (routes) => {
    server.answerWith((response, request) => {
      const asked = `${request.method} ${request.path}`;
      const [, handler] = Object.entries(routes).find(([route]) => asked.startsWith(route)) ?? [];
      if (handler !== undefined) return handler(response, request);
      if (isToken(request)) {
        given += 1;
        return json(200, { access_token: `token-${given}`, token_type: 'Bearer', expires_in: 32_400 })(response);
      }
      return json(404, refusal('INVALID_RESOURCE_ID', 'RESOURCE_NOT_FOUND'))(response);
    });
  };
  answer({});
  return {
    provider,
    server,
    answer,
    calls: () => server.seen.filter((request) => !isToken(request)),
    tokens: () => server.seen.filter(isToken).length,
  };
}

/** The form of PayPal's errors; its text holds what must not leave the gateway. */
export function refusal(issue: string, name = 'UNPROCESSABLE_ENTITY') {
  return {
    name,
    message: 'Refused for ada@aurora.example',
    debug_id: 'f0e1d2c3b4a5',
    details: [{ issue, description: 'ada@aurora.example cannot pay', value: 'ada@aurora.example' }],
    links: [],
  };
}

export const ORDER_ID = '5O190127TN364715T';
export const CAPTURE_ID = '3C679366HH908993F';
export const REFUND_ID = '1JU08902781691411';

export function capture(over: object = {}) {
  return {
    id: CAPTURE_ID,
    status: 'COMPLETED',
    amount: { currency_code: 'USD', value: '680.16' },
    custom_id: 'o-1.2',
    invoice_id: 'ORD-2026-000123-2',
    supplementary_data: { related_ids: { order_id: ORDER_ID } },
    links: [{ rel: 'up', method: 'GET', href: `https://api-m.paypal.com/v2/checkout/orders/${ORDER_ID}` }],
    ...over,
  };
}

export function refund(over: object = {}) {
  return {
    id: REFUND_ID,
    status: 'COMPLETED',
    amount: { currency_code: 'USD', value: '10.00' },
    custom_id: 'r-1',
    create_time: '2026-11-23T09:00:00Z',
    links: [{ rel: 'up', method: 'GET', href: `https://api-m.paypal.com/v2/payments/captures/${CAPTURE_ID}` }],
    ...over,
  };
}

export function order(status: string, { payments, ...over }: { payments?: object; [key: string]: unknown } = {}) {
  return {
    id: ORDER_ID,
    status,
    intent: 'CAPTURE',
    purchase_units: [{ reference_id: 'default', custom_id: 'o-1.2', ...(payments !== undefined && { payments }) }],
    links: [{ rel: 'payer-action', method: 'GET', href: 'https://www.sandbox.paypal.com/checkoutnow?token=x' }],
    ...over,
  };
}
