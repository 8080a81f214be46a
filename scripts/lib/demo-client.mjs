import { randomUUID } from 'node:crypto';

import { ask, askInVain, json, until } from './demo-http.mjs';

/**
 * A signed-in person at the API. Every POST has an idempotency key of its own.
 * @param {string} api its address
 * @param {{ who: string, email: string, password: string }} login
 */
export async function signIn(api, { who, email, password }) {
  const { token } = await ask(`${api}/v1/sessions`, json({ email, password }));
  const authorization = { authorization: `Bearer ${token}` };
  const get = (path) => ask(api + path, { headers: authorization });
  const posted = (body) => json(body, { ...authorization, 'idempotency-key': randomUUID() });
  return {
    who,
    get,
    post: (path, body) => ask(api + path, posted(body)),
    /** A POST that must be refused; what the person is told. */
    postInVain: (path, body) => askInVain(api + path, posted(body)),
    /** The order, once it is `ready`. */
    order: (orderId, ready) => until(() => get(`/v1/orders/${orderId}`), ready, `What order ${orderId} waits for`),
  };
}
