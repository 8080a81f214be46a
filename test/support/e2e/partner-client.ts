import { randomUUID } from 'node:crypto';
import { eventually } from '../eventually';
import type { System } from './start-system';

export interface Answer<T = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

export interface OrderBody {
  readonly orderId: string;
  readonly orderNo: string;
  readonly state: string;
  readonly checkout: { readonly state: string; readonly url: string | null; readonly lastProblem: string | null };
  readonly facts: Readonly<Record<string, string | null>>;
  readonly invoice: { readonly invoiceId: string; readonly invoiceNo: string } | null;
  readonly totals: { readonly gross: { readonly amountMinor: number; readonly currency: string } };
}

const GOOD_CARD = '4242424242424242';
const VERSION = '2026-11-01';
const FIVE_ROOMS: readonly Wanted[] = [{ service: 'meeting_room', quantity: 5 }];

export interface Wanted {
  readonly service: string;
  readonly quantity: number;
}

/** A signed-in person who talks to the API as any client would. */
export interface PartnerClient {
  call<T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>
  ): Promise<Answer<T>>;
  quote(companyId: string, services?: readonly Wanted[]): Promise<{ quoteId: string }>;
  /** Quote and order, of five meeting rooms more where nothing is said; the payment page is open. */
  place(companyId: string, wish?: object, services?: readonly Wanted[]): Promise<OrderBody>;
  order(orderId: string): Promise<OrderBody>;
  /** As a person on the pay page would. */
  pay(order: OrderBody, card?: string): Promise<void>;
  until(orderId: string, ready: (order: OrderBody) => boolean, withinMs?: number): Promise<OrderBody>;
}

export async function signIn(system: System, email: string): Promise<PartnerClient> {
  const login = system.logins.find((candidate) => candidate.email === email);
  if (login === undefined) throw new Error(`nobody is called ${email}`);
  const call = createCaller(system.api);
  const { status, body } = await call<{ token: string }>('POST', '/v1/sessions', { email, password: login.password });
  if (status !== 201) throw new Error(`no session: ${JSON.stringify(body)}`);
  return createClient(system, createCaller(system.api, body.token));
}

export function createCaller(api: string, token?: string): PartnerClient['call'] {
  return async <T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {}
  ) => {
    const response = await fetch(api + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: parsed<T>(text) };
  };
}

function parsed<T>(text: string): T {
  try {
    return JSON.parse(text === '' ? '{}' : text) as T;
  } catch {
    return JSON.parse(JSON.stringify({ text })) as T;
  }
}

function createClient(system: System, call: PartnerClient['call']): PartnerClient {
  const order = async (orderId: string): Promise<OrderBody> =>
    (await call<OrderBody>('GET', `/v1/orders/${orderId}`)).body;
  const quote: PartnerClient['quote'] = async (companyId, services = FIVE_ROOMS) => {
    await call('GET', `/v1/companies/${companyId}`);
    const contacts = await call<{ items: { contactId: string }[] }>('GET', '/v1/contacts');
    const billing = { contactId: contacts.body.items[0]?.contactId };
    const { status, body } = await call<{ quoteId: string }>('POST', '/v1/quotes', {
      companyId,
      kind: 'purchase_service',
      services,
      billing,
    });
    if (status !== 201) throw new Error(`no quote: ${JSON.stringify(body)}`);
    return body;
  };
  return {
    call,
    quote,
    order,
    place: async (companyId, wish = {}, services = FIVE_ROOMS) => {
      const { quoteId } = await quote(companyId, services);
      const body = { quoteId, method: 'card', autoRenew: 'keep', termsVersion: VERSION, ...wish };
      const placed = await call<OrderBody>('POST', '/v1/orders', body, { 'idempotency-key': randomUUID() });
      if (placed.status !== 201) throw new Error(`not placed: ${JSON.stringify(placed.body)}`);
      return placed.body;
    },
    pay: async ({ orderId }, card = GOOD_CARD) => {
      const { checkout } = await eventually(async () => {
        const seen = await order(orderId);
        return seen.checkout.state === 'open' ? seen : null;
      });
      const session = /cs_[A-Za-z0-9_]+/.exec(checkout.url ?? '')?.[0] ?? '';
      const paid = await fetch(`${system.sandbox.urls.stripe}/_sandbox/pay/${session}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ card }),
      });
      if (!paid.ok && card === GOOD_CARD) throw new Error(`not paid: ${await paid.text()}`);
    },
    until: (orderId, ready, withinMs = 30_000) =>
      eventually(async () => {
        const seen = await order(orderId);
        return ready(seen) ? seen : null;
      }, withinMs),
  };
}
