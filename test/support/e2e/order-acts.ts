import { randomUUID } from 'node:crypto';
import { eventually } from '../eventually';
import type { Answer, PartnerClient } from './partner-client';
import type { System } from './start-system';

export type Provider = 'stripe' | 'paypal';

/** A provider's page that an order opened. */
export interface Page {
  readonly provider: Provider;
  readonly checkoutId: string;
}

/** What buyers do on pages of providers, and merchants at PayPal by hand. */
export interface PayPages {
  /** Waits until the order has opened it. */
  pageOf(orderId: string, attemptNo?: number): Promise<Page>;
  /** Pays the card page, or approves PayPal's. False: the page takes nothing any more. */
  pay(page: Page): Promise<boolean>;
  /** Takes what was approved without the product. */
  captureByHand(page: Page): Promise<boolean>;
}

export function payPagesOf({ db, sandbox: { urls } }: System): PayPages {
  const post = async (url: string, body: object): Promise<{ ok: boolean; kind: unknown }> => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
    return { ok: response.ok, kind: ((await response.json()) as { kind?: unknown }).kind };
  };
  return {
    pageOf: (orderId, attemptNo = 1) =>
      eventually(async () => {
        const row: { provider: Provider; provider_object_id: string | null } | undefined = await db('payment_attempts')
          .where({ order_id: orderId, attempt_no: attemptNo })
          .first('provider', 'provider_object_id');
        const id = row?.provider_object_id;
        return row === undefined || id == null ? null : { provider: row.provider, checkoutId: id };
      }),
    pay: async ({ provider, checkoutId }) => {
      const act = provider === 'stripe' ? 'pay' : 'approve';
      const body = provider === 'stripe' ? { card: '4242424242424242' } : { payer: 'normal' };
      const { ok, kind } = await post(`${urls[provider]}/_sandbox/${act}/${checkoutId}`, body);
      return ok && kind !== 'closed';
    },
    captureByHand: async ({ checkoutId }) => (await post(`${urls.paypal}/_sandbox/capture/${checkoutId}`, {})).ok,
  };
}

/** Our account in USD of the sample seller. */
const ACCOUNT = 'DE02120300000000202051';

type OrderRef = { readonly orderId: string };

/** What people ask the API for; each gives the answer, whatever it is. */
export const acts = {
  cancel: (person: PartnerClient, { orderId }: OrderRef) => ask(person, `/v1/orders/${orderId}/cancel`),
  changeMethod: (person: PartnerClient, { orderId }: OrderRef, method: string) =>
    ask(person, `/v1/orders/${orderId}/change-method`, { method, autoRenew: 'keep' }),
  approve: (person: PartnerClient, { orderId }: OrderRef) => ask(person, `/v1/orders/${orderId}/approve`),
  reject: (person: PartnerClient, { orderId }: OrderRef) =>
    ask(person, `/v1/orders/${orderId}/reject`, { reason: 'not the payer that we know' }),
  /** A line of the bank statement that pays orders, each with its amount. */
  recordReceipt: (
    person: PartnerClient,
    allocations: readonly { readonly orderId: string; readonly amountMinor: number }[],
    line: object = {}
  ) =>
    ask<RecordedReceipt>(person, '/v1/receipts', {
      account: ACCOUNT,
      valueDate: new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10),
      bankReference: `NTRF ${randomUUID()}`,
      amount: { amountMinor: allocations.reduce((sum, { amountMinor }) => sum + amountMinor, 0), currency: 'USD' },
      payer: 'Aurora Workspaces GmbH',
      partnerId: 'partner-aurora',
      allocations,
      ...line,
    }),
};

export interface RecordedReceipt {
  readonly receipt: {
    readonly receiptId: string;
    readonly unmatched: { readonly amountMinor: number };
    readonly returns: readonly { readonly returnId: string; readonly state: string }[];
  };
  readonly allocations: readonly { readonly orderId: string; readonly outcome: string; readonly code: string | null }[];
}

export function ask<T = Record<string, unknown>>(
  person: PartnerClient,
  path: string,
  body: object = {}
): Promise<Answer<T>> {
  return person.call<T>('POST', path, body, { 'idempotency-key': randomUUID() });
}

/** A company of Ada with a running annual plan, at Workplace alone: the product meets it at the first look. */
export async function addCompany({ sandbox: { urls } }: System, companyId: string): Promise<string> {
  const day = (fromToday: number): string => new Date(Date.now() + fromToday * 86_400_000).toISOString().slice(0, 10);
  const termStart = day(-100);
  const expiresOn = `${String(Number(termStart.slice(0, 4)) + 1)}${termStart.slice(4)}`;
  const response = await fetch(`${urls.workplace}/_sandbox/companies`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      companyId,
      name: `Company ${companyId}`,
      partnerId: 'partner-aurora',
      timeZone: 'UTC',
      plan: 'standard',
      cycle: 'annually',
      years: 1,
      termStart,
      expiresOn,
      capacities: { meeting_room: 10, location: 2, desk: 20, visitor: 0 },
    }),
  });
  if (!response.ok) throw new Error(`no company: ${await response.text()}`);
  return companyId;
}
