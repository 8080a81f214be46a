const WITHIN_MS = 30_000;
const EVERY_MS = 50;

/** The JSON of an answer; anything but 2xx is an error that names the request. */
export async function ask(url, init = {}) {
  const { response, body } = await send(url, init);
  if (!response.ok) throw new Error(`${described(url, init)} answered ${response.status}: ${shown(body)}`);
  return body;
}

/**
 * What a request that must not succeed is told.
 * @returns {Promise<{ status: number, code: string, detail: string }>}
 */
export async function askInVain(url, init = {}) {
  const { response, body } = await send(url, init);
  if (response.status < 400 || response.status > 499)
    throw new Error(`${described(url, init)} should have been refused and answered ${response.status}: ${shown(body)}`);
  return { status: response.status, code: body.code, detail: body.detail };
}

/** Where an address sends a browser on to. */
export async function whereTo(url) {
  const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(WITHIN_MS) });
  await response.arrayBuffer();
  const target = response.headers.get('location');
  if (target === null) throw new Error(`GET ${url} answered ${response.status} and leads nowhere`);
  return target;
}

export const json = (body, headers = {}) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

/** Reads until `ready`; an error that shows what was seen last when that takes too long. */
export async function until(read, ready, what) {
  const end = Date.now() + WITHIN_MS;
  for (;;) {
    const seen = await read();
    if (ready(seen)) return seen;
    if (Date.now() > end) throw new Error(`${what} did not happen within ${WITHIN_MS / 1_000} s: ${shown(seen)}`);
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
}

async function send(url, init) {
  const response = await fetch(url, { signal: AbortSignal.timeout(WITHIN_MS), ...init });
  const text = await response.text();
  return { response, body: text === '' ? {} : JSON.parse(text) };
}

const described = (url, { method = 'GET' }) => `${method} ${url}`;
const shown = (value) => (JSON.stringify(value) ?? 'nothing').slice(0, 800);
