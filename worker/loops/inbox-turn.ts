import type { Logger } from 'pino';
import type { PaymentDeps } from '../../activities/payment/payment-deps';
import { providerOf } from '../../activities/shared/provider-of';
import { findNamedOrder, findOrderByPaymentObject, hasCapture } from '../../db/inbox/find-order-by-payment-object';
import { claimDue, markHandled, markRetry, type InboxEvent } from '../../db/inbox/inbox-events';
import { findCapture } from '../../db/payment/captures';
import { readOrderFacts } from '../../db/shared/order-facts';
import { openTask } from '../../db/task/open-task';
import { addMs, instantMs } from '../../domain/time/calendar';
import type { Instant } from '../../domain/time/iso-date';
import type { PaymentProvider } from '../../gateways/shared/payment-provider';
import type { PaymentHint } from '../../workflows/contracts/order-contract';
import { ofMoney, type WorkflowMessages } from '../workflow-messages';
import { tellOfPayment } from './tell-of-payment';

export interface InboxDeps {
  readonly payment: PaymentDeps;
  readonly messages: WorkflowMessages;
  readonly now: () => Instant;
  readonly log: Logger;
}

const BATCH = 50;
const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 5 * 60_000;

/** Brings what the providers said to the orders; one undelivered hint per object is enough. */
export async function inboxTurn(deps: InboxDeps): Promise<'more' | 'idle'> {
  const events = await claimDue(deps.payment.db, deps.now(), BATCH);
  for (const sameObject of byObject(events)) await deliver(deps, sameObject);
  return events.length === BATCH ? 'more' : 'idle';
}

/** Each group has at least one event. */
function byObject(events: readonly InboxEvent[]): [InboxEvent, ...InboxEvent[]][] {
  const groups = new Map<string, [InboxEvent, ...InboxEvent[]]>();
  for (const event of events) {
    const key = `${event.provider} ${event.about} ${event.objectId ?? event.eventId}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [event]);
    else group.push(event);
  }
  return [...groups.values()];
}

async function deliver(deps: InboxDeps, events: readonly [InboxEvent, ...InboxEvent[]]): Promise<void> {
  const { db } = deps.payment;
  try {
    const outcome = await bring(deps, events[0]);
    for (const event of events) await markHandled(db, event, outcome, deps.now());
  } catch (error) {
    deps.log.warn(
      { err: error, eventId: events[0].eventId },
      'a webhook could not be brought to its order; it is tried again'
    );
    for (const event of events) await putOff(deps, event);
  }
}

async function bring(deps: InboxDeps, event: InboxEvent): Promise<string> {
  if (event.objectId === null) return 'not_ours';
  const provider = providerOf(deps.payment, event.provider);
  const { objectId } = event;
  return event.about === 'payment'
    ? bringPayment(deps, provider, { ...event, objectId })
    : bringPage(deps, provider, await findTarget(deps, provider, objectId));
}

async function bringPage(deps: InboxDeps, provider: PaymentProvider, target: Target | null): Promise<string> {
  if (target === null) return 'not_ours';
  const hint = { provider: provider.name, checkoutId: target.checkoutId, source: 'webhook' } as const;
  return tellOfPayment({ db: deps.payment.db, messages: deps.messages }, target.orderId, hint);
}

/** An order that is open is asked to look at its page this often; then it is waited for only. */
const MOST_PAGE_HINTS = 5;

/**
 * Money that was taken before is the aftercare's, also while the order's own workflow goes on. The order has not seen the
 * payment yet where its own webhook is late or lost: then it looks first, since what is not written down cannot be disputed.
 */
async function bringPayment(
  deps: InboxDeps,
  provider: PaymentProvider,
  { objectId, attempts }: InboxEvent & { readonly objectId: string }
): Promise<string> {
  const { db } = deps.payment;
  const hint = { provider: provider.name, checkoutId: objectId, source: 'webhook', about: 'payment' } as const;
  const known = await findCapture(db, provider.name, objectId);
  if (known !== null) return tellAftercare(deps, known.orderId, hint);
  const target = await findTarget(deps, provider, objectId);
  if (target === null) return 'not_ours';
  if (await hasCapture(db, provider.name, target.checkoutId)) return tellAftercare(deps, target.orderId, hint);
  const isOpen = (await readOrderFacts(db, target.orderId)).closedAt === null;
  const isAsked = !isOpen || attempts <= MOST_PAGE_HINTS;
  const told = isAsked ? await bringPage(deps, provider, target) : 'hinted';
  if (told === 'hinted') throw new Error('the payment that this is about is not written down yet');
  return told;
}

async function tellAftercare({ payment, messages }: InboxDeps, orderId: string, hint: PaymentHint): Promise<string> {
  await messages.moneyHint(ofMoney(await readOrderFacts(payment.db, orderId)), hint);
  return 'aftercare';
}

/** Our own table first; only an object that it lacks is asked for at the provider, which may name the order. */
async function findTarget(deps: InboxDeps, provider: PaymentProvider, objectId: string): Promise<Target | null> {
  const owner = await findOrderByPaymentObject(deps.payment.db, provider.name, objectId);
  return owner?.checkoutId === undefined || owner.checkoutId === null
    ? resolve(deps, provider, objectId)
    : { orderId: owner.orderId, checkoutId: owner.checkoutId };
}

interface Target {
  readonly orderId: string;
  readonly checkoutId: string;
}

async function resolve({ payment }: InboxDeps, provider: PaymentProvider, objectId: string): Promise<Target | null> {
  const resolved = await provider.resolveCheckout(objectId);
  if (resolved === null) return null;
  const owner = await findOrderByPaymentObject(payment.db, provider.name, resolved.checkoutId);
  if (owner !== null) return { orderId: owner.orderId, checkoutId: resolved.checkoutId };
  return resolved.orderId === null ? null : named(payment, { ...resolved, orderId: resolved.orderId });
}

/**
 * A page that names our order and that we never wrote down, because the answer to its opening was lost or somebody made it
 * at the provider: there may be money in it, so the order looks at it, and shows to a person what it does not expect.
 */
async function named({ db }: PaymentDeps, target: Target): Promise<Target | null> {
  const order = await findNamedOrder(db, target.orderId);
  // The webhook was faster than the answer to our own call: its page is not written down yet.
  if (order?.isOpeningPage === true) throw new Error('the page that this is about is still being opened');
  return order === null ? null : target;
}

/** For three days; then a person looks. */
async function putOff({ payment, now }: InboxDeps, event: InboxEvent): Promise<void> {
  const at = now();
  if (instantMs(at) - instantMs(event.receivedAt) > payment.policies.webhookRetryMs) {
    await openTask(payment.db, {
      dedupeKey: `hint_undelivered:${event.provider}:${event.eventId}`,
      kind: 'hint_undelivered',
      subject: `A message of ${event.provider} could not be brought to its order for three days`,
      evidence: { eventId: event.eventId, eventType: event.eventType, objectId: event.objectId },
      at,
    });
    return markHandled(payment.db, event, 'given_up', at);
  }
  const waitMs = Math.min(FIRST_WAIT_MS * 2 ** Math.min(event.attempts, 10), LONGEST_WAIT_MS);
  await markRetry(payment.db, event, 'not delivered', addMs(at, waitMs));
}
