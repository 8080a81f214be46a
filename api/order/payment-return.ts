import { z } from 'zod';
import { findLiveCheckout } from '../../db/order/live-checkout-read-model';
import { realNowMs } from '../../gateways/clock/real-now-ms';
import type { ApiDeps } from '../http/api-deps';
import { idField } from '../http/fields';
import { defineRoute, type RequestMeta } from '../http/route';

const params = z.strictObject({ orderId: idField });
/** Providers add parameters of their own; nothing of them is read. */
const query = z.looseObject({});
const toPortal = { 303: { description: 'On to the order’s page in the portal' } };

/** Proves nothing: whoever comes here causes at most one look in ten seconds, and learns nothing about the order. */
export const paymentReturn = defineRoute({
  method: 'GET',
  path: '/v1/payments/return/:orderId',
  access: 'public',
  tag: 'Payments',
  summary: 'Where the provider’s page sends the buyer back to',
  rateLimit: 'publicPages',
  request: { params, query },
  responses: toPortal,
  async handler({ params: { orderId }, meta }, deps) {
    await sendHint(deps, orderId, meta);
    return { status: 303, headers: { Location: `${deps.settings.publicUrl}/orders/${orderId}` } };
  },
});

export const paymentCancelled = defineRoute({
  method: 'GET',
  path: '/v1/payments/cancel/:orderId',
  access: 'public',
  tag: 'Payments',
  summary: 'Where the provider’s page sends the buyer who changed their mind',
  rateLimit: 'publicPages',
  request: { params, query },
  responses: toPortal,
  handler: ({ params: { orderId } }, deps) => ({
    status: 303,
    headers: { Location: `${deps.settings.publicUrl}/orders/${orderId}?payment=cancelled` },
  }),
});

const QUIET_MS = 10_000;
const MOST_REMEMBERED = 10_000;
const lastHints = new Map<string, number>();

/** Anybody can call the return address again and again; each hint would be a line in the order's history. */
function isNews(orderId: string, { clock }: ApiDeps): boolean {
  const now = realNowMs(clock);
  if (now - (lastHints.get(orderId) ?? 0) < QUIET_MS) return false;
  lastHints.delete(orderId);
  lastHints.set(orderId, now);
  const [oldest] = lastHints.keys();
  if (lastHints.size > MOST_REMEMBERED && oldest !== undefined) lastHints.delete(oldest);
  return true;
}

/** A lost hint costs minutes, not money: webhook and look-ups find the payment too. So the buyer is not kept waiting for it. */
async function sendHint(deps: ApiDeps, orderId: string, meta: RequestMeta): Promise<void> {
  try {
    if (!isNews(orderId, deps)) return;
    const page = await findLiveCheckout(deps.db, orderId);
    if (page !== null) await deps.workflows.hint(orderId, { ...page, source: 'return' });
  } catch (error) {
    meta.log.warn({ err: error, orderId }, 'the hint of a return page was not delivered');
  }
}
