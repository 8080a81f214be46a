import { ask, json, until } from './demo-http.mjs';

/** What the vendor's system itself says of a company. */
export function workplace(env, companyId) {
  const headers = { authorization: `Bearer ${env.WORKPLACE_API_KEY}` };
  return ask(`${env.WORKPLACE_URL}/v1/companies/${companyId}`, { headers });
}

/** Pays on Stripe's page as a person would. */
export function payByCard(env, pageUrl, card) {
  const session = new URL(pageUrl).pathname.split('/').find((part) => part.startsWith('cs_'));
  return ask(`${env.STRIPE_API_BASE}/_sandbox/pay/${session}`, json({ card }));
}

/**
 * Agrees on PayPal's page as a payer would.
 * @returns {Promise<{ paypalOrder: string, redirectTo: string }>} `redirectTo`: where PayPal sends the payer's browser
 */
export async function approveAtPayPal(env, pageUrl) {
  const paypalOrder = new URL(pageUrl).searchParams.get('token');
  const { kind, redirectTo } = await ask(`${env.PAYPAL_API_BASE}/_sandbox/approve/${paypalOrder}`, json({}));
  if (kind !== 'approved') throw new Error(`PayPal's page of ${paypalOrder} is closed already`);
  return { paypalOrder, redirectTo };
}

/** What a provider's own books say that it took for an order, refunds off, in minor units. */
export async function takenFor(env, { provider, orderId, currency }) {
  const [base, read] = {
    card: [env.STRIPE_API_BASE, ({ receivedMinor, refundedMinor }) => receivedMinor - refundedMinor],
    paypal: [env.PAYPAL_API_BASE, ({ netMinor }) => netMinor],
  }[provider];
  const { totals } = await ask(`${base}/_sandbox/ledger?order_id=${orderId}`);
  return totals[currency] === undefined ? 0 : read(totals[currency]);
}

/**
 * The newest mail whose subject holds `text`, with its words and attachments.
 * @returns {Promise<{ to: string[], subject: string, messageId: string, text: string, attachments: { name: string }[] }>}
 */
export async function mailAbout(env, text) {
  const url = `http://127.0.0.1:${env.SANDBOX_MAILBOX_PORT}/api/messages`;
  const find = async () => (await ask(url)).messages.find(({ subject }) => subject.includes(text));
  const { id } = await until(find, (mail) => mail !== undefined, `The mail about ${text}`);
  return ask(`${url}/${id}`);
}
