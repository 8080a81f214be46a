import { createHmac } from 'node:crypto';

/** The value of `Stripe-Signature`. `atSeconds` is real time: receivers compare it with their own wall clock. */
export function signPayload(payload: string, secret: string, atSeconds: number): string {
  const digest = createHmac('sha256', secret).update(`${atSeconds}.${payload}`, 'utf8').digest('hex');
  return `t=${atSeconds},v1=${digest}`;
}
