import { uuidv7 } from 'uuidv7';
import type { PaymentProvider, StartCheckoutInput } from '../../../gateways/shared/payment-provider';
import { createStripeProvider } from '../../../gateways/stripe/create-stripe-provider';
import { callJson, fault, moveClock, pay } from '../sandbox/support/calls';
import { type Fixture, SECRET_KEY, startFixture, WEBHOOK_SECRET } from '../sandbox/support/sandbox-fixture';

export const CARDS = {
  good: '4242424242424242',
  declined: '4000000000000002',
  noFunds: '4000000000009995',
  asksTheBank: '4000002760003184',
} as const;

interface LedgerEntry {
  readonly session: string;
  readonly receivedMinor: number;
  readonly refundedMinor: number;
  readonly withdrawnMinor: number;
  readonly charges: readonly { readonly id: string }[];
}

/** The adapter in front of a fresh stand-in, and what only the other side can do. */
export interface StripeBench {
  readonly provider: PaymentProvider;
  readonly fixture: Fixture;
  /** Business time of the stand-in. */
  nowMs(): Promise<number>;
  order(over?: Partial<StartCheckoutInput>): Promise<StartCheckoutInput>;
  /** As a person on the pay page would; a closed page takes nothing. */
  pay(checkoutId: string, card?: string, more?: object): Promise<void>;
  ledger(orderId: string): Promise<readonly LedgerEntry[]>;
  /** What no client of Stripe can do: disputes, refunds that come back. */
  control(path: string, body?: object): Promise<Readonly<Record<string, unknown>>>;
  requests(): Promise<readonly SeenRequest[]>;
  /** The next `times` requests that fit meet the fault. */
  fault(body: object): Promise<void>;
  calm(): Promise<void>;
  moveClock(by: string): Promise<void>;
}

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly idempotencyKey: string | null;
}

export async function startStripeBench(): Promise<StripeBench> {
  const fixture = await startFixture();
  const { stripe: base, control } = fixture.sandbox.urls;
  const provider = createStripeProvider({
    secretKey: SECRET_KEY,
    apiBase: base,
    webhookSecrets: [WEBHOOK_SECRET],
    timeoutMs: 1_000,
  });
  const nowMs = async (): Promise<number> => Date.parse(String((await callJson(`${control}/clock`)).body['now']));
  return {
    provider,
    fixture,
    nowMs,
    order: async (over = {}) => orderAt(await nowMs(), over),
    pay: async (checkoutId, card = CARDS.good, more = {}) => {
      await pay(fixture, checkoutId, { card, ...more });
    },
    ledger: async (orderId) => {
      const { body } = await callJson(`${base}/_sandbox/ledger?order_id=${orderId}`);
      return body['entries'] as readonly LedgerEntry[];
    },
    control: async (path, body = {}) => {
      const answer = await callJson(`${base}/_sandbox/${path}`, 'POST', body);
      if (answer.status >= 400) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
      return answer.body;
    },
    requests: async () => (await callJson(`${base}/_sandbox/requests`)).body['requests'] as readonly SeenRequest[],
    fault: async (body) => {
      const { status } = await fault(fixture, body);
      if (status !== 201) throw new Error(`the stand-in took no such fault: ${JSON.stringify(body)}`);
    },
    calm: async () => {
      await callJson(`${base}/_sandbox/faults`, 'DELETE');
    },
    moveClock: (by) => moveClock(fixture, by),
  };
}

export function orderAt(nowMs: number, over: Partial<StartCheckoutInput>): StartCheckoutInput {
  const orderId = over.orderId ?? uuidv7();
  const attemptNo = over.attemptNo ?? 1;
  return {
    orderId,
    orderNo: 'ORD-2026-000123',
    attemptNo,
    amount: { amountMinor: 68_016, currency: 'USD' },
    description: 'ORD-2026-000123: Meeting Room +5, Desk +40',
    returnUrl: `http://127.0.0.1:9/orders/${orderId}`,
    cancelUrl: `http://127.0.0.1:9/orders/${orderId}?back=1`,
    expiresAt: new Date(Math.floor(nowMs / 1_000) * 1_000 + 3_600_000).toISOString(),
    saveMethod: false,
    companyId: 'WP-1001',
    partnerId: 'partner-aurora',
    email: 'ada@aurora.example',
    idempotencyKey: `order:${orderId}:attempt:${attemptNo}:session`,
    ...over,
  };
}
