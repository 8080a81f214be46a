import { z } from 'zod';
import { ArmedFaults } from '../http/armed-faults';
import type { SpecialFaults } from '../http/faults';

const webhookFault = z.strictObject({
  effect: z.enum(['webhook-lost', 'webhook-duplicate', 'webhook-reordered', 'webhook-delayed']),
  match: z.strictObject({ type: z.string().max(100).optional() }).default({}),
  copies: z.number().int().min(1).max(100).default(1),
  times: z.number().int().min(1).max(100_000).default(1),
});
export type WebhookFault = z.infer<typeof webhookFault>;

/** `match.type` is an event type or the beginning of one, e.g. `checkout.session.`. */
export class WebhookFaults extends ArmedFaults<WebhookFault> {
  constructor() {
    super('webhook-', webhookFault);
  }

  take(type: string): WebhookFault | undefined {
    return this.takeFirst(({ match }) => type.startsWith(match.type ?? ''));
  }
}

/** Two kinds of special faults behind one call. */
export function eitherFaults(first: SpecialFaults, second: SpecialFaults): SpecialFaults {
  return {
    arm: (body) => {
      const taken = first.arm(body);
      return taken.taken || taken.because !== undefined ? taken : second.arm(body);
    },
    list: () => [...first.list(), ...second.list()],
    clear: () => {
      first.clear();
      second.clear();
    },
  };
}
