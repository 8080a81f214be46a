import { setTimeout as pause } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import type { Answer, OrderBody, PartnerClient } from '../e2e/partner-client';

const AGAIN_MS = 250;
/** Longer than any outage of a run: killed worker, heartbeat, back-off. */
export const PATIENCE_MS = 300_000;

/** Answers that leave open what becomes of the request: any good client asks again with the same key. */
function isUndecided(answer: Answer<{ code?: unknown }>): boolean {
  const { status, body } = answer;
  return status >= 500 || status === 429 || (status === 409 && body.code === 'idempotency_in_flight');
}

/** Repeats one request under one key until somebody decides it, as a client does whose connection breaks. */
export async function insist<T = Record<string, unknown>>(
  person: PartnerClient,
  path: string,
  body: object = {}
): Promise<Answer<T>> {
  const headers = { 'idempotency-key': randomUUID() };
  let last = 'no answer';
  return patiently(`POST ${path}`, async () => {
    const answer = await person.call<T>('POST', path, body, headers);
    last = `${answer.status} ${JSON.stringify(answer.body)}`;
    return isUndecided(answer as Answer<{ code?: unknown }>) ? null : answer;
  }).catch((error: unknown) => {
    throw new Error(`${String(error)}; last answer: ${last}`);
  });
}

/** The same, where anything but success is the end of the attempt. @throws Error with the answer */
export async function insistOn<T = Record<string, unknown>>(
  person: PartnerClient,
  path: string,
  body: object = {}
): Promise<T> {
  const answer = await insist<T>(person, path, body);
  if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** Asks until there is an answer other than null; what throws is asked again. */
export async function patiently<T>(what: string, ask: () => Promise<T | null>, withinMs = PATIENCE_MS): Promise<T> {
  const until = Date.now() + withinMs;
  for (;;) {
    const answer = await ask().catch(() => null);
    if (answer !== null) return answer;
    if (Date.now() > until) throw new Error(`${what}: no success within ${withinMs / 1_000} s`);
    await pause(AGAIN_MS);
  }
}

/** Waits until the API says that the order is so far. */
export async function patientlyUntil(
  person: PartnerClient,
  orderId: string,
  ready: (order: OrderBody) => boolean
): Promise<OrderBody> {
  let last = 'never read';
  return patiently('', async () => {
    const { status, body } = await person.call<OrderBody>('GET', `/v1/orders/${orderId}`);
    if (status !== 200) return null;
    last = `${body.state}, ${JSON.stringify(body.facts)}`;
    return ready(body) ? body : null;
  }).catch(() => {
    throw new Error(`the order did not get there; last seen: ${last}`);
  });
}
