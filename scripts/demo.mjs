/** Plays one order by card against a running installation and prints each step with its time. Needs the service environment. */
import { randomUUID } from 'node:crypto';

import { sampleData } from './lib/database-setup.mjs';
import { createDemoClient, mailbox, payPage, workplace } from './lib/demo-client.mjs';

const COMPANY = 'WP-1001';
const SERVICE = 'meeting_room';
const UNITS = 5;
const CARD = '4242424242424242';
const VERSION = '2026-11-01';
const PARTNER = 'ada@aurora.example';

const begun = performance.now();
const say = (sentence) =>
  process.stdout.write(`${`${Math.round(performance.now() - begun)} ms`.padStart(9)}  ${sentence}\n`);
const inWords = ({ amountMinor, currency }) => `${(amountMinor / 100).toFixed(2)} ${currency}`;

async function main() {
  const env = process.env;
  const { logins } = await sampleData(env);
  const login = logins.find(({ email }) => email === PARTNER);
  const partner = await createDemoClient(env.PUBLIC_URL, { email: PARTNER, password: login.password });
  say(`${login.who} signs in at ${env.PUBLIC_URL}.`);

  const before = await workplace(env, COMPANY);
  const { subscription } = await partner.get(`/v1/companies/${COMPANY}`);
  say(`Company ${COMPANY} (${subscription.companyName}): plan ${subscription.plan} until ${subscription.term.until}.`);
  say(`Capacity at Workplace before: ${before.capacities[SERVICE]} meeting rooms, version ${before.version}.`);

  const contacts = await partner.get('/v1/contacts');
  const quote = await partner.post('/v1/quotes', {
    companyId: COMPANY,
    kind: 'purchase_service',
    services: [{ service: SERVICE, quantity: UNITS }],
    billing: { contactId: contacts.items[0].contactId },
  });
  say(
    `Quote for ${UNITS} more: ${inWords(quote.totals.gross)} (net ${inWords(quote.totals.net)}, tax ${inWords(quote.totals.tax)}).`
  );
  for (const line of quote.lines) say(`  ${line.arithmetic}`);

  const order = await partner.post(
    '/v1/orders',
    { quoteId: quote.quoteId, method: 'card', autoRenew: 'keep', termsVersion: VERSION },
    { 'idempotency-key': randomUUID() }
  );
  say(`Order ${order.orderNo} is placed; it waits for: ${order.waitingFor}.`);
  say(`  Temporal Web UI: workflow order-${order.orderId}`);

  const page = await partner.until(order.orderId, ({ checkout }) => checkout.state === 'open');
  say(`Payment page: ${page.checkout.url}`);
  await payPage(env, page.checkout.url, CARD);
  const paidAt = performance.now();
  say('The test card 4242 … is accepted on the page.');

  const done = await partner.until(
    order.orderId,
    ({ state, facts }) => state === 'completed' && facts.mailedAt !== null
  );
  const after = await workplace(env, COMPANY);
  const { items } = await partner.get(`/v1/orders/${order.orderId}/timeline`);
  say(`Completed ${Math.round(performance.now() - paidAt)} ms after the card was accepted:`);
  for (const { at, what } of items) process.stdout.write(`             ${at}  ${what}\n`);
  say(`Capacity at Workplace after: ${after.capacities[SERVICE]} meeting rooms, version ${after.version}.`);
  say(`Invoice ${done.invoice.invoiceNo} of ${done.invoice.issuedOn}.`);
  const mail = await mailbox(env, done.invoice.invoiceNo);
  say(`Mail to ${mail.to.join(', ')}: "${mail.subject}", Message-ID ${mail.messageId}.`);

  if (after.capacities[SERVICE] !== before.capacities[SERVICE] + UNITS)
    throw new Error('the capacity did not grow as ordered');
  say('The order is completed.');
}

try {
  await main();
} catch (error) {
  process.stderr.write(`The demo stopped: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
