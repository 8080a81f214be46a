import { randomBytes } from 'node:crypto';

/** Without I and O, which PayPal leaves out of its account numbers. 32 letters, so every byte falls on each alike. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

export function paypalId(length = 17): string {
  let id = '';
  for (const byte of randomBytes(length)) id += ALPHABET.charAt(byte % ALPHABET.length);
  return id;
}
