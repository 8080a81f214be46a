import { timingSafeEqual } from 'node:crypto';

/** Compares in constant time; nothing given never fits. */
export function sameSecret(given: string | undefined, wanted: string): boolean {
  const left = Buffer.from(given ?? '');
  const right = Buffer.from(wanted);
  return left.length === right.length && timingSafeEqual(left, right);
}
