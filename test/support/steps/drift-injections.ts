import { uuidv7 } from 'uuidv7';
import { enqueueMail } from '../../../db/mail/enqueue-mail';
import { inTransaction } from '../../../db/shared/transaction';
import type { DriftKind } from '../../../domain/reconcile/drift-kind';
import { aftercareWorkflowId, orderWorkflowId, subscriptionWorkflowId } from '../../../workflows/contracts/ids';
import type { ReconcileBench, Sold } from './reconcile-bench';

export interface Injected {
  readonly subjectId: string;
  /** Whether this case can be repaired, where the table's own answer is another. */
  readonly repairs?: boolean;
  /** Looks whether the repair did what it should. */
  repaired?(): Promise<unknown>;
}

interface Injection {
  inject(bench: ReconcileBench): Promise<Injected>;
  /** Makes both sides agree again, as the repair or a person would. */
  mend(bench: ReconcileBench, injected: Injected): Promise<void>;
}

const captureOf = (subjectId: string): string => subjectId.slice(subjectId.indexOf(':') + 1);
const orders = (bench: ReconcileBench, orderId: string) => bench.db('orders').where({ order_id: orderId });
const subscriptions = (bench: ReconcileBench, companyId: string) =>
  bench.db('subscriptions').where({ company_id: companyId });

/** What a worker would do with the outbox row that a repair has left; null when there is none. */
async function told(bench: ReconcileBench, topic: string, part: string): Promise<Readonly<Record<string, string>>> {
  const row = await bench.db('outbox').where({ topic }).whereLike('dedupe_key', `%${part}%`).first('payload');
  if (row === undefined) throw new Error(`nobody was told of ${topic} ${part}`);
  return (row as { payload: Record<string, string> }).payload;
}

async function followHint(bench: ReconcileBench, orderId: string): Promise<void> {
  const { checkoutId = '' } = await told(bench, 'payment_changed', orderId);
  await bench.steps.reviewStray({ orderId, provider: 'stripe', checkoutId, at: bench.now() });
}

/** What the order's aftercare does with the hint. */
async function followMoney(bench: ReconcileBench, { orderId, captureId }: Sold): Promise<void> {
  const { checkoutId = '' } = await told(bench, 'money_changed', captureId);
  await bench.steps.reviewMoney({ orderId, provider: 'stripe', checkoutId, about: 'payment', at: bench.now() });
}

/** A payment on the order's page that nobody has told us of. */
async function paidUnheard(bench: ReconcileBench): Promise<{ orderId: string; captureId: string }> {
  const { orderId, checkoutId } = await bench.placed(await bench.agreed());
  await bench.stripe.pay(checkoutId);
  bench.directory.running.add(orderWorkflowId(orderId));
  const view = await bench.stripe.provider.lookUp(checkoutId);
  if (view.state !== 'paid') throw new Error('nobody paid');
  return { orderId, captureId: view.captureId };
}

async function contest({ stripe }: ReconcileBench, captureId: string): Promise<string> {
  const { id } = await stripe.control('disputes', { paymentIntent: captureId });
  return String(id);
}

export async function addRefund(bench: ReconcileBench, sold: Sold, over: object): Promise<string> {
  const refundId = uuidv7();
  const capture = await bench.db('captures').where({ order_id: sold.orderId }).first();
  await bench.db('refunds').insert({
    refund_id: refundId,
    order_id: sold.orderId,
    cause: 'stray',
    provider: 'stripe',
    capture_id: capture.capture_id,
    provider_capture_id: sold.captureId,
    amount_minor: 100,
    currency: 'USD',
    tells_buyer: false,
    wanted_at: bench.hoursAgo(2),
    ...over,
  });
  return refundId;
}

/** Sold, then changed at Workplace by somebody. */
function atWorkplace(change: (version: number) => object): Injection {
  return {
    inject: async (bench) => {
      const { partner } = await bench.sold();
      await bench.changeAtWorkplace(partner.companyId, change(1));
      return { subjectId: partner.companyId };
    },
    mend: async (bench, { subjectId }) => {
      const { version } = await subscriptions(bench, subjectId).first();
      const capacities = { meeting_room: 15, desk: 20 };
      await bench.changeAtWorkplace(subjectId, { version, capacities });
    },
  };
}

/** The order's row says otherwise than it should. */
function inRow(change: object, back: object): Injection {
  return {
    inject: async (bench) => {
      const { orderId } = await bench.sold();
      await orders(bench, orderId).update(change);
      return { subjectId: orderId };
    },
    mend: async (bench, { subjectId }) => {
      await orders(bench, subjectId).update(back);
    },
  };
}

const nothing = (): Promise<void> => Promise.resolve();

/** One way to make each kind of drift; the test of the table fails for a kind without one. */
export const INJECTIONS: Readonly<Record<DriftKind, Injection>> = {
  missed_webhook: {
    inject: async (bench) => {
      const { orderId, captureId } = await paidUnheard(bench);
      return { subjectId: `stripe:${captureId}`, repaired: () => followHint(bench, orderId) };
    },
    // Following the hint has recorded it.
    mend: async (bench, { subjectId }) => {
      const { order_id: orderId } = await bench
        .db('captures')
        .where({ provider_object_id: captureOf(subjectId) })
        .first();
      await orders(bench, orderId).update({ closed_at: bench.now() });
    },
  },
  payment_not_recorded: {
    inject: async (bench) => {
      const { orderId, captureId } = await paidUnheard(bench);
      await bench.steps.closeOrder({ orderId, as: 'expired', requestId: null, at: bench.now() });
      bench.directory.running.delete(orderWorkflowId(orderId));
      return {
        subjectId: `stripe:${captureId}`,
        repaired: async () => {
          await followHint(bench, orderId);
          const [item] = await bench.steps.planAftercare({ orderId, at: bench.now() });
          const refundId = item?.kind === 'send_refund' ? item.refundId : '';
          await bench.steps.sendRefund({ orderId, refundId, at: bench.now() });
        },
      };
    },
    mend: nothing,
  },
  money_without_order: {
    inject: async (bench) => {
      const { provider } = bench.stripe;
      const { objectId } = await provider.startCheckout(await bench.stripe.order());
      await bench.stripe.pay(objectId);
      const view = await provider.lookUp(objectId);
      return { subjectId: `stripe:${view.state === 'paid' ? view.captureId : ''}` };
    },
    mend: async (bench, { subjectId }) => {
      await bench.stripe.fixture.stripe.refunds.create({ payment_intent: captureOf(subjectId) });
    },
  },
  capture_missing_at_provider: {
    inject: async (bench) => {
      const { orderId, captureId } = await bench.sold({ method: 'paypal' });
      const other = captureId.split('').reverse().join('');
      await bench.db('captures').where({ order_id: orderId }).update({ provider_object_id: other });
      return { subjectId: `paypal:${other}` };
    },
    mend: async (bench, { subjectId }) => {
      const other = captureOf(subjectId);
      const real = other.split('').reverse().join('');
      await bench.db('captures').where({ provider_object_id: other }).update({ provider_object_id: real });
    },
  },
  payment_amount_differs: {
    inject: async (bench) => {
      const { captureId } = await bench.sold();
      await bench.db('captures').where({ provider_object_id: captureId }).increment({ amount_minor: 1 });
      return { subjectId: `stripe:${captureId}` };
    },
    mend: async (bench, { subjectId }) => {
      await bench
        .db('captures')
        .where({ provider_object_id: captureOf(subjectId) })
        .decrement({ amount_minor: 1 });
    },
  },
  refund_not_on_record: {
    inject: async (bench) => {
      const sold = await bench.sold();
      await bench.stripe.fixture.stripe.refunds.create({ payment_intent: sold.captureId, amount: 100 });
      return {
        subjectId: `stripe:${sold.captureId}`,
        repaired: () => followMoney(bench, sold),
      };
    },
    // Its aftercare has written it down.
    mend: nothing,
  },
  refund_missing_at_provider: {
    inject: async (bench) => {
      const sold = await bench.sold();
      await addRefund(bench, sold, { state: 'done', sent_at: bench.now(), decided_at: bench.now() });
      return { subjectId: `stripe:${sold.captureId}` };
    },
    mend: async (bench, { subjectId }) => {
      await bench.stripe.fixture.stripe.refunds.create({ payment_intent: captureOf(subjectId), amount: 100 });
    },
  },
  dispute_not_on_record: {
    inject: async (bench) => {
      const sold = await bench.sold();
      await contest(bench, sold.captureId);
      return { subjectId: `stripe:${sold.captureId}`, repaired: () => followMoney(bench, sold) };
    },
    mend: nothing,
  },
  dispute_differs: {
    inject: async (bench) => {
      const sold = await bench.sold();
      const disputeId = await contest(bench, sold.captureId);
      const { orderId, captureId: checkoutId } = sold;
      await bench.steps.reviewMoney({ orderId, provider: 'stripe', checkoutId, about: 'payment', at: bench.now() });
      await bench.stripe.control(`disputes/${disputeId}/close`, { status: 'won' });
      return { subjectId: `stripe:${sold.captureId}`, repaired: () => followMoney(bench, sold) };
    },
    mend: nothing,
  },
  order_workflow_gone: {
    inject: async (bench) => {
      const orderId = await bench.paid(await bench.agreed());
      return {
        subjectId: orderId,
        repaired: () => told(bench, 'order_restart', orderId),
      };
    },
    mend: async (bench, { subjectId }) => {
      await orders(bench, subjectId).update({ closed_at: bench.now() });
    },
  },
  closed_order_still_running: {
    inject: async (bench) => {
      const { orderId } = await bench.sold();
      await orders(bench, orderId).update({ closed_at: bench.hoursAgo(2) });
      bench.directory.running.add(orderWorkflowId(orderId));
      return { subjectId: orderId };
    },
    mend: async (bench, { subjectId }) => {
      bench.directory.running.delete(orderWorkflowId(subjectId));
      await nothing();
    },
  },
  order_overdue: {
    inject: async (bench) => {
      const { orderId } = await bench.placed(await bench.agreed());
      await orders(bench, orderId).update({ deadline_at: bench.hoursAgo(2) });
      bench.directory.running.add(orderWorkflowId(orderId));
      return { subjectId: orderId };
    },
    mend: async (bench, { subjectId }) => {
      await bench.steps.closeOrder({ orderId: subjectId, as: 'expired', requestId: null, at: bench.now() });
      bench.directory.running.delete(orderWorkflowId(subjectId));
    },
  },
  activation_missing: inRow({ activated_at: null }, { activated_at: '2026-11-26T10:00:00.000Z' }),
  invoice_missing: {
    inject: async (bench) => {
      const { orderId } = await bench.sold({ without: 'invoice' });
      return { subjectId: orderId };
    },
    mend: async (bench, { subjectId: orderId }) => {
      await bench.steps.issueInvoice({ orderId, at: bench.now() });
      await inTransaction(bench.db, (trx) =>
        enqueueMail(trx, {
          kind: 'payment_received',
          dedupeKey: uuidv7(),
          recipient: { name: 'A', address: 'a@b.example' },
          locale: 'en',
          data: {},
          orderId,
          at: bench.now(),
        })
      );
      await bench.db('mails').where({ order_id: orderId }).update({ state: 'bounced' });
    },
  },
  invoice_mail_missing: {
    inject: async (bench) => {
      const { orderId } = await bench.sold({ without: 'mail' });
      return {
        subjectId: orderId,
        repaired: async () => {
          const mails = await bench.db('mails').where({ order_id: orderId, kind: 'payment_received' });
          const { mailId } = await told(bench, 'deliver_mail', String(mails[0]?.mail_id));
          if (mails.length !== 1 || mailId !== mails[0].mail_id) throw new Error('the wrong mail is delivered');
        },
      };
    },
    mend: nothing,
  },
  invoice_link_missing: {
    inject: async (bench) => {
      const { orderId } = await bench.sold();
      const { invoice_id: invoiceId } = await bench.db('invoices').where({ order_id: orderId }).first();
      await bench.db('invoice_links').where({ invoice_id: invoiceId }).delete();
      return {
        subjectId: orderId,
        repaired: async () => {
          const mails = await bench.db('mails').where({ order_id: orderId, kind: 'invoice_link' });
          if (mails.length !== 1) throw new Error('no new link was mailed');
        },
      };
    },
    mend: nothing,
  },
  mail_stuck: {
    inject: async (bench) => {
      const { orderId } = await bench.sold();
      const { mail } = await inTransaction(bench.db, (trx) =>
        enqueueMail(trx, {
          kind: 'order_cancelled',
          dedupeKey: uuidv7(),
          recipient: { name: 'A', address: 'a@b.example' },
          locale: 'en',
          data: {},
          orderId,
          at: bench.hoursAgo(2),
        })
      );
      await bench.db('outbox').where({ topic: 'deliver_mail' }).whereLike('dedupe_key', `%${mail.mailId}%`).delete();
      return {
        subjectId: mail.mailId,
        repaired: () => told(bench, 'deliver_mail', mail.mailId),
      };
    },
    mend: async (bench, { subjectId }) => {
      await bench.db('mails').where({ mail_id: subjectId }).update({ state: 'sent', sent_at: bench.now() });
    },
  },
  refund_stalled: {
    inject: async (bench) => {
      const sold = await bench.sold();
      const refundId = await addRefund(bench, sold, { state: 'wanted' });
      return {
        subjectId: refundId,
        repaired: () => told(bench, 'refunds_wanted', sold.orderId),
      };
    },
    mend: async (bench, { subjectId }) => {
      const { order_id: orderId } = await bench.db('refunds').where({ refund_id: subjectId }).first();
      bench.directory.running.add(aftercareWorkflowId(String(orderId)));
      await bench.steps.sendRefund({ orderId: String(orderId), refundId: subjectId, at: bench.now() });
    },
  },
  entitlement_older: {
    inject: async (bench) => {
      const { partner } = await bench.sold();
      const { companyId } = partner;
      await bench.changeAtWorkplace(companyId, { version: 0, capacities: { meeting_room: 10 } });
      const before = await bench.workplaceChanges(companyId);
      return {
        subjectId: companyId,
        repaired: async () => {
          const changes = (await bench.workplaceChanges(companyId)) as { version: number; idempotencyKey: string }[];
          const [first, again] = [changes.at(0), changes.at(-1)];
          const isSame = first?.version === again?.version && first?.idempotencyKey === again?.idempotencyKey;
          if (changes.length !== before.length + 1 || !isSame) throw new Error('not the same target under its key');
        },
      };
    },
    mend: nothing,
  },
  entitlement_newer: atWorkplace((version) => ({ version: version + 1 })),
  entitlement_differs: atWorkplace(() => ({ capacities: { desk: 21 } })),
  company_missing_at_workplace: {
    inject: async (bench) => {
      const partner = await bench.agreed();
      const companyId = `WP-gone-${partner.companyId.slice(-6)}`;
      const row = await bench.db('companies').where({ company_id: partner.companyId }).first();
      await bench.db('companies').insert({ ...row, company_id: companyId });
      const subscription = await subscriptions(bench, partner.companyId).first();
      const capacities = JSON.stringify(subscription.capacities);
      await bench.db('subscriptions').insert({ ...subscription, company_id: companyId, capacities });
      return { subjectId: companyId };
    },
    mend: async (bench, { subjectId }) => {
      const row = await subscriptions(bench, subjectId).first();
      const { partner_id: partnerId, plan, cycle, years, term_start: termStart, expires_on: expiresOn } = row;
      const of = { plan, cycle, years, termStart, expiresOn, capacities: row.capacities };
      await bench.changeAtWorkplace(subjectId, { partnerId: `code-${String(partnerId)}`, ...of });
    },
  },
  company_changed_partner: {
    inject: async (bench) => {
      const { orderId, partner } = await bench.sold();
      const { companyId, partnerId } = partner;
      const savedMethodId = uuidv7();
      await bench.db('saved_methods').insert({
        ...{ saved_method_id: savedMethodId, partner_id: partnerId, company_id: companyId, provider: 'stripe' },
        ...{ provider_customer_id: 'cus_1', provider_method_id: `pm_${savedMethodId}`, consent: '{}' },
        ...{ order_id: orderId, created_at: bench.now() },
      });
      await subscriptions(bench, companyId).update({ auto_renew: true, saved_method_id: savedMethodId });
      await bench.changeAtWorkplace(companyId, { partnerId: 'partner-other' });
      return {
        subjectId: companyId,
        repaired: async () => {
          const { auto_renew: isOn } = await subscriptions(bench, companyId).first();
          const method = await bench.db('saved_methods').where({ saved_method_id: savedMethodId }).first();
          await told(bench, 'subscription_changed', companyId);
          if (isOn === true || method.released_at === null) throw new Error('the old partner would be charged');
        },
      };
    },
    mend: async (bench, { subjectId }) => {
      const { partner_id: partnerId } = await subscriptions(bench, subjectId).first();
      await bench.changeAtWorkplace(subjectId, { partnerId: `code-${String(partnerId)}` });
    },
  },
  subscription_not_asleep: {
    inject: async (bench) => {
      const { companyId } = await bench.agreed();
      await subscriptions(bench, companyId).update({ wake_what: 'reminder:30', wake_at: bench.hoursAgo(-48) });
      return {
        subjectId: companyId,
        repaired: () => told(bench, 'subscription_changed', companyId),
      };
    },
    mend: async (bench, { subjectId }) => {
      await subscriptions(bench, subjectId).update({ wake_what: 'nothing', wake_at: null });
    },
  },
  subscription_overdue: {
    inject: async (bench) => {
      const { companyId } = await bench.agreed();
      await subscriptions(bench, companyId).update({ wake_what: 'reminder:30', wake_at: bench.hoursAgo(2) });
      bench.directory.running.add(subscriptionWorkflowId(companyId));
      return {
        subjectId: companyId,
        repaired: () => told(bench, 'subscription_changed', companyId),
      };
    },
    mend: async (bench, { subjectId }) => {
      await subscriptions(bench, subjectId).update({ wake_what: 'nothing', wake_at: null });
    },
  },
  comparison_failed: {
    inject: async (bench) => {
      const { companyId } = await bench.agreed();
      const match = { method: 'GET', path: `/v1/companies/${companyId}` };
      await bench.workplaceFault({ match, effect: 'status', status: 403 });
      return { subjectId: companyId };
    },
    mend: nothing,
  },
};
