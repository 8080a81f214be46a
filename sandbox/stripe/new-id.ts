import { randomBytes } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** An id in Stripe's manner: prefix and 24 characters; `newId('cs_test')` for sessions. */
export function newId(prefix: string): string {
  let id = '';
  for (const byte of randomBytes(24)) id += ALPHABET.charAt(byte % ALPHABET.length);
  return `${prefix}_${id}`;
}
