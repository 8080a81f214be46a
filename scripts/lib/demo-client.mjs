const WITHIN_MS = 30_000;
const EVERY_MS = 50;

async function ask(url, init = {}) {
  const response = await fetch(url, { signal: AbortSignal.timeout(WITHIN_MS), ...init });
  const text = await response.text();
  if (!response.ok)
    throw new Error(`${init.method ?? 'GET'} ${url} answered ${response.status}: ${text.slice(0, 500)}`);
  return text === '' ? {} : JSON.parse(text);
}

const json = (body, headers = {}) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

async function until(read, ready, what) {
  const end = Date.now() + WITHIN_MS;
  for (;;) {
    const seen = await read();
    if (ready(seen)) return seen;
    if (Date.now() > end)
      throw new Error(`${what} did not happen within ${WITHIN_MS / 1_000} s: ${JSON.stringify(seen).slice(0, 800)}`);
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
}

/** A signed-in person at the API. */
export async function createDemoClient(api, login) {
  const { token } = await ask(`${api}/v1/sessions`, json(login));
  const authorization = { authorization: `Bearer ${token}` };
  const get = (path) => ask(api + path, { headers: authorization });
  return {
    get,
    post: (path, body, headers = {}) => ask(api + path, json(body, { ...authorization, ...headers })),
    until: (orderId, ready) => until(() => get(`/v1/orders/${orderId}`), ready, `What order ${orderId} waits for`),
  };
}

/** What the vendor's system itself says of a company. */
export function workplace(env, companyId) {
  const headers = { authorization: `Bearer ${env.WORKPLACE_API_KEY}` };
  return ask(`${env.WORKPLACE_URL}/v1/companies/${companyId}`, { headers });
}

/** Pays as a person on the stand-in's page would. */
export function payPage(env, url, card) {
  const session = new URL(url).pathname.split('/').find((part) => part.startsWith('cs_'));
  return ask(`${env.STRIPE_API_BASE}/_sandbox/pay/${session}`, json({ card }));
}

/** The mail about an invoice. */
export async function mailbox(env, invoiceNo) {
  const url = `http://127.0.0.1:${env.SANDBOX_MAILBOX_PORT}/api/messages`;
  const find = async () => (await ask(url)).messages.find(({ subject }) => subject.includes(invoiceNo));
  return until(find, (mail) => mail !== undefined, `The mail about ${invoiceNo}`);
}
