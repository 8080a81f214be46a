import { isProviderName } from '../../domain/payment/provider-name';
import type { PaymentHint } from '../contracts/order-contract';

/**
 * The Web UI's form sends any JSON, or nothing, to any signal. A handler that throws would fail every workflow task from then
 * on, so what does not fit is left out.
 */
function fieldsOf(input: unknown): Readonly<Record<string, unknown>> {
  return typeof input === 'object' && input !== null ? { ...input } : {};
}

const LONGEST_ID = 255;
const SOURCES = ['webhook', 'return', 'poll'] as const satisfies readonly PaymentHint['source'][];

/** null: no hint that could be looked up. */
export function hintIn(input: unknown): PaymentHint | null {
  const { provider, checkoutId, source, about } = fieldsOf(input);
  if (typeof provider !== 'string' || !isProviderName(provider)) return null;
  if (typeof checkoutId !== 'string' || checkoutId === '' || checkoutId.length > LONGEST_ID) return null;
  const hint = { provider, checkoutId, source: SOURCES.find((known) => known === source) ?? 'return' };
  return about === 'payment' ? { ...hint, about } : hint;
}

/** null: no time to move the clock to. */
export function offsetIn(input: unknown): number | null {
  const { offsetMs } = fieldsOf(input);
  return typeof offsetMs === 'number' && Number.isSafeInteger(offsetMs) ? offsetMs : null;
}
