import type { Instant } from '../../domain/time/iso-date';

/** null for a time that is absent, or that is none. */
export function fromPayPalTime(text: string | undefined): Instant | null {
  const ms = Date.parse(text ?? '');
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}
