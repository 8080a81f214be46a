import { randomUUID } from 'node:crypto';
import { addCompany, payPagesOf, type PayPages } from '../e2e/order-acts';
import type { OrderBody, Wanted } from '../e2e/partner-client';
import type { ChaosWorld } from './chaos-world';
import { insistOn, patiently, patientlyUntil } from './insist';

const ROOMS: readonly Wanted[] = [{ service: 'meeting_room', quantity: 1 }];
/** Above the limit of the second pair of eyes. */
export const LARGE: readonly Wanted[] = [{ service: 'desk', quantity: 1_500 }];
const TERMS = '2026-11-01';
const CONSENT = { autoRenew: 'enable', consent: { textVersion: '2026-11-01', accepted: true } };

export interface Wish {
  readonly method: 'card' | 'paypal' | 'offline';
  readonly services?: readonly Wanted[];
  /** The method is saved, and charged at the next renewal. */
  readonly autoRenew?: boolean;
}

/** Quote and order under one key each, repeated until the product has decided. */
export async function place(
  { system, ada }: ChaosWorld,
  companyId: string,
  { method, services = ROOMS, autoRenew = false }: Wish
): Promise<OrderBody> {
  await patiently('a company', () => addCompany(system, companyId));
  const contactId = await patiently('the contacts', async () => {
    const { body } = await ada.call<{ items: { contactId: string }[] }>('GET', '/v1/contacts');
    return body.items[0]?.contactId ?? null;
  });
  const { quoteId } = await patiently('a quote', async () => {
    await ada.call('GET', `/v1/companies/${companyId}`);
    const wish = { companyId, kind: 'purchase_service', services, billing: { contactId } };
    const { status, body } = await ada.call<{ quoteId: string }>('POST', '/v1/quotes', wish);
    return status === 201 ? body : null;
  });
  const renewal = autoRenew ? CONSENT : { autoRenew: 'keep' };
  return insistOn<OrderBody>(ada, '/v1/orders', { quoteId, method, termsVersion: TERMS, ...renewal });
}

/** Pays on the page that is open, as soon as one is, and comes back by the return address as a browser does. */
export async function payOnPage({ system, ada }: ChaosWorld, { orderId }: OrderBody): Promise<void> {
  const pages: PayPages = payPagesOf(system);
  await patiently('a page that takes money', async () => {
    const { status, body } = await ada.call<OrderBody>('GET', `/v1/orders/${orderId}`);
    if (status !== 200 || body.checkout.state !== 'open') return null;
    return (await pages.pay(pageIn(body.checkout.url ?? ''))) ? true : null;
  });
  await fetch(`${system.api}/v1/payments/return/${orderId}?result=paid`, { redirect: 'manual' }).catch(() => undefined);
}

/** The provider's object stands in the address of its page. */
function pageIn(url: string): { provider: 'stripe' | 'paypal'; checkoutId: string } {
  const session = /cs_[A-Za-z0-9_]+/.exec(url)?.[0];
  if (session !== undefined) return { provider: 'stripe', checkoutId: session };
  return { provider: 'paypal', checkoutId: new URL(url).searchParams.get('token') ?? '' };
}

const grossOf = ({ totals }: OrderBody): number => totals.gross.amountMinor;

/** A line of the bank statement that pays the order, less `shortMinor`. Returns the receipt. */
export async function payByBank({ anna }: ChaosWorld, order: OrderBody, shortMinor = 0): Promise<string> {
  const amountMinor = grossOf(order) - shortMinor;
  const { receipt } = await insistOn<{ receipt: { receiptId: string } }>(anna, '/v1/receipts', {
    account: 'DE02120300000000202051',
    valueDate: new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10),
    bankReference: `NTRF ${randomUUID()}`,
    amount: { amountMinor, currency: 'USD' },
    payer: 'Aurora Workspaces GmbH',
    partnerId: 'partner-aurora',
    allocations: [],
  });
  await insistOn(anna, `/v1/receipts/${receipt.receiptId}/allocations`, { orderId: order.orderId, amountMinor });
  return receipt.receiptId;
}

const isMailed = ({ state, facts }: OrderBody): boolean => state === 'completed' && facts['mailedAt'] !== null;

/** Paid, active, invoiced, mailed. */
export async function completed({ anna }: ChaosWorld, { orderId }: OrderBody): Promise<void> {
  await patientlyUntil(anna, orderId, isMailed);
}

export async function inState({ anna }: ChaosWorld, { orderId }: OrderBody, state: string): Promise<void> {
  await patientlyUntil(anna, orderId, (order) => order.state === state);
}
