import { lockInvoice } from '../../db/invoice/reissue-link';
import { readInvoiceOfOrder } from '../../db/invoice/invoice-row';
import { replaceLinks } from '../../db/invoice/replace-links';
import { addOutbox, type OutboxPayloads, type OutboxTopic } from '../../db/outbox/add-outbox';
import { readSentTarget } from '../../db/reconcile/company-sides';
import { noteRepair } from '../../db/reconcile/findings';
import type { Db } from '../../db/shared/connection';
import { inTransaction } from '../../db/shared/transaction';
import { releaseMethods } from '../../db/subscription/method-of-company';
import { lockSubscription, updateSubscription } from '../../db/subscription/subscription-row';
import { writeAudit } from '../../db/audit/write-audit';
import { assertNever } from '../../domain/assert';
import { isProviderName } from '../../domain/payment/provider-name';
import { paymentOf, type Drift } from '../../domain/reconcile/drift';
import type { DriftKind } from '../../domain/reconcile/drift-kind';
import { GatewayFailure } from '../../gateways/shared/provider-failure';
import { FinalFailure } from '../shared/final-failure';
import { prepareOrderMail } from '../shared/prepare-order-mail';
import { providerOf } from '../shared/provider-of';
import type { PageRun } from './reconcile-deps';

/**
 * Does what is safe about a drift. Messages to workflows go by the outbox, in the transaction that notes the repair; what asks
 * another house does so outside of any transaction and is harmless to repeat. False: nothing could be done, and a person is asked.
 */
export async function repairDrift(run: PageRun, drift: Drift, findingId: string): Promise<boolean> {
  try {
    const write = await preparedRepair(run, drift);
    if (write === null) return false;
    await inTransaction(run.deps.db, async (trx) => {
      await write(trx);
      await noteRepair(trx, findingId, run.runId);
      await audit(trx, run, { drift, what: 'drift.repaired' });
    });
    return true;
  } catch (error) {
    // The other house is away: the finding stays, and so does the next run.
    if (error instanceof GatewayFailure) return false;
    if (!(error instanceof FinalFailure)) throw error;
    // One order that cannot be repaired must not keep the others from being compared.
    await audit(run.deps.db, run, { drift, what: 'drift.repair_failed', code: error.code });
    return false;
  }
}

type Write = (trx: Db) => Promise<void>;

async function preparedRepair(run: PageRun, drift: Drift): Promise<Write | null> {
  const { repair, orderId, companyId, subject } = drift;
  switch (repair) {
    case null:
      return null;
    case 'tell_of_payment':
      return tellOfPayment(run, drift);
    case 'restart_order':
      return orderId === null ? null : telling(run, 'order_restart', { orderId });
    case 'send_refunds':
      return orderId === null ? null : telling(run, 'refunds_wanted', { orderId });
    case 'deliver_mail':
      return telling(run, 'deliver_mail', { mailId: subject.id });
    case 'wake_subscription':
      return companyId === null ? null : telling(run, 'subscription_changed', { companyId });
    case 'mail_invoice':
      return orderId === null ? null : (trx) => mailInvoice(trx, run, orderId);
    case 'renew_link':
      return orderId === null ? null : (trx) => renewLink(trx, run, orderId);
    case 'resend_entitlement':
      return companyId === null ? null : resendEntitlement(run, companyId);
    case 'stop_auto_renew':
      return companyId === null ? null : (trx) => stopAutoRenew(trx, run, companyId);
    default:
      return assertNever(repair);
  }
}

function telling<T extends OutboxTopic>(run: PageRun, topic: T, payload: OutboxPayloads[T]): Write {
  return (trx) => tell(trx, run, topic, payload);
}

/** Once a run, whatever was told before. */
function tell<T extends OutboxTopic>(trx: Db, run: PageRun, topic: T, payload: OutboxPayloads[T]): Promise<void> {
  const dedupeKey = `${topic}:${Object.values(payload).join(':')}:${run.runId}`;
  return addOutbox(trx, { topic, dedupeKey, payload, at: run.at });
}

const OF_KNOWN_PAYMENT: ReadonlySet<DriftKind> = new Set([
  'refund_not_on_record',
  'dispute_not_on_record',
  'dispute_differs',
]);

/** The way of a webhook: the order, or its aftercare, looks at the provider and decides. */
async function tellOfPayment(run: PageRun, { kind, subject, orderId }: Drift): Promise<Write | null> {
  const { provider, captureId } = paymentOf(subject.id);
  if (orderId === null || !isProviderName(provider)) return null;
  // A payment on record is known by its own id, and its aftercare's whatever becomes of the order.
  if (OF_KNOWN_PAYMENT.has(kind)) return telling(run, 'money_changed', { orderId, provider, checkoutId: captureId });
  run.providerCalls += 1;
  const page = await providerOf(run.deps, provider).resolveCheckout(captureId);
  if (page === null) return null;
  return telling(run, 'payment_changed', { orderId, provider, checkoutId: page.checkoutId });
}

async function mailInvoice(trx: Db, run: PageRun, orderId: string): Promise<void> {
  const mailId = await prepareOrderMail(trx, run.deps, { orderId, at: run.at });
  await tell(trx, run, 'deliver_mail', { mailId });
}

async function renewLink(trx: Db, run: PageRun, orderId: string): Promise<void> {
  const known = await readInvoiceOfOrder(trx, orderId);
  if (known === null) return;
  const invoice = await lockInvoice(trx, known.invoiceId);
  await replaceLinks(trx, { invoice, address: invoice.body.buyer.email, at: run.at }, run.deps.linkSecret);
}

/** The same target under the same version and key: sent twice, late or out of order it does no harm. */
async function resendEntitlement(run: PageRun, companyId: string): Promise<Write | null> {
  const sent = await readSentTarget(run.deps.db, companyId);
  if (sent === null) return null;
  const { changeId, isOrder, version, target } = sent;
  run.workplaceCalls += 1;
  const answer = await run.deps.workplace.setEntitlement({
    companyId,
    version,
    target,
    idempotencyKey: `order:${changeId}:${isOrder ? 'activate' : 'end'}:${version}`,
  });
  return answer.outcome === 'set' ? () => Promise.resolve() : null;
}

/** What belongs to the old partner is not charged any more; the sleeping subscription forgets the method at the provider. */
async function stopAutoRenew(trx: Db, run: PageRun, companyId: string): Promise<void> {
  const subscription = await lockSubscription(trx, companyId);
  if (subscription === null) return;
  if (subscription.autoRenew) {
    await updateSubscription(trx, subscription, { auto_renew: false, saved_method_id: null }, run.at);
  }
  await releaseMethods(trx, companyId, run.at);
  await tell(trx, run, 'subscription_changed', { companyId });
}

interface Outcome {
  readonly drift: Drift;
  readonly what: 'drift.repaired' | 'drift.repair_failed';
  /** Why it failed. */
  readonly code?: string;
}

async function audit(trx: Db, run: PageRun, { drift, what, code }: Outcome): Promise<void> {
  const { kind, subject, repair } = drift;
  await writeAudit(trx, {
    at: run.at,
    source: { actorKind: 'system', actorId: null, ip: null, requestId: null },
    what,
    subject,
    data: { kind, repair, runId: run.runId, ...(code === undefined ? {} : { code }) },
  });
}
