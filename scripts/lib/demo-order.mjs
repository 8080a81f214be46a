import { check, inWords, say } from './demo-say.mjs';
import { mailAbout, workplace } from './demo-stand-ins.mjs';

const TERMS_VERSION = '2026-11-01';

/**
 * The first company that can still take capacity. Every demo adds some for good, and terms end when time or the moved clock
 * passes them, so each order names more than one.
 * @param {{ ada: object }} demo
 * @param {string[]} companyIds
 * @param {{ service: string, units: (companyId: string, offered: object) => number | Promise<number> }} wanted
 */
export async function chooseCompany({ ada }, companyIds, { service, units }) {
  for (const companyId of companyIds) {
    const { offer, subscription } = await ada.get(`/v1/companies/${companyId}`);
    const offered = offer.services.find((candidate) => candidate.service === service);
    if (offer.kind !== 'expansion' || !offered?.available || offered.mayAdd < offered.min) continue;
    const count = await units(companyId, offered);
    if (count > offered.mayAdd) continue;
    say(
      `Company ${companyId} (${subscription.companyName}): plan ${subscription.plan} until ${subscription.term.until}.`
    );
    return { companyId, service, name: offered.name, units: count };
  }
  throw new Error(`no more ${service} fits into ${companyIds.join(', ')}. Remove .purser/ to begin anew.`);
}

/** @param {{ companyId: string, service: string, units: number }} wanted */
export async function quoteFor({ ada }, { companyId, service, units }) {
  const contacts = await ada.get('/v1/contacts');
  return ada.post('/v1/quotes', {
    companyId,
    kind: 'purchase_service',
    services: [{ service, quantity: units }],
    billing: { contactId: contacts.items[0].contactId },
  });
}

/** Quotes and places an order, and tells both. */
export async function placeOrder(demo, wanted, method) {
  const { ada, env } = demo;
  const before = await workplace(env, wanted.companyId);
  say(
    `Capacity at Workplace before: ${before.capacities[wanted.service]} of ${wanted.name}, version ${before.version}.`
  );
  const quote = await quoteFor(demo, wanted);
  const { gross, net, tax } = quote.totals;
  say(`Quote for ${wanted.units} more: ${inWords(gross)} (net ${inWords(net)}, tax ${inWords(tax)}).`);
  for (const line of quote.lines) say(`  ${line.arithmetic}`);
  const order = await ada.post('/v1/orders', {
    quoteId: quote.quoteId,
    method,
    autoRenew: 'keep',
    termsVersion: TERMS_VERSION,
  });
  say(`Order ${order.orderNo} is placed; it waits for: ${order.waitingFor}.`);
  say(`  Temporal Web UI: workflow order-${order.orderId}`);
  return { ...order, wanted, before };
}

/**
 * Waits until everything about an order is done, tells it and checks it.
 * @param {object} order what `placeOrder` answered
 * @param {{ since: number, event: string }} last the act that set it off, by `performance.now()`
 */
export async function seeCompleted({ ada, env }, { orderId, wanted, before, totals }, { since, event }) {
  const done = await ada.order(orderId, ({ state, facts }) => state === 'completed' && facts.mailedAt !== null);
  say(`Completed ${Math.round(performance.now() - since)} ms after ${event}:`);
  const { items } = await ada.get(`/v1/orders/${orderId}/timeline`);
  for (const { at, what } of items) process.stdout.write(`             ${at}  ${what}\n`);
  const after = await workplace(env, wanted.companyId);
  const capacity = after.capacities[wanted.service];
  say(`Capacity at Workplace after: ${capacity} of ${wanted.name}, version ${after.version}.`);
  check(capacity === before.capacities[wanted.service] + wanted.units, 'the capacity grew by what was ordered');
  say(`Invoice ${done.invoice.invoiceNo} of ${done.invoice.issuedOn}.`);
  const invoice = await ada.get(`/v1/invoices/${done.invoice.invoiceId}`);
  check(invoice.totals.gross.amountMinor === totals.gross.amountMinor, 'the invoice is about what was quoted');
  const mail = await mailAbout(env, done.invoice.invoiceNo);
  say(`Mail to ${mail.to.join(', ')}: "${mail.subject}", Message-ID ${mail.messageId}.`);
  say(`Order ${done.orderNo} is completed.`);
}
