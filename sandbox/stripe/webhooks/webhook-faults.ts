import { z } from 'zod';
import type { SpecialFaults } from '../../http/faults';

const webhookFault = z.strictObject({
  effect: z.enum(['webhook-lost', 'webhook-duplicate', 'webhook-reordered', 'webhook-delayed']),
  match: z.strictObject({ type: z.string().max(100).optional() }).default({}),
  copies: z.number().int().min(1).max(100).default(1),
  times: z.number().int().min(1).max(100_000).default(1),
});
export type WebhookFault = z.infer<typeof webhookFault>;

/** `match.type` is an event type or the beginning of one, e.g. `checkout.session.`. */
export class WebhookFaults implements SpecialFaults {
  private armed: { fault: WebhookFault; left: number }[] = [];

  arm(body: unknown): { taken: true } | { taken: false; because?: string } {
    if (typeof body !== 'object' || body === null) return { taken: false };
    if (!String(Reflect.get(body, 'effect')).startsWith('webhook-')) return { taken: false };
    const parsed = webhookFault.safeParse(body);
    if (!parsed.success) return { taken: false, because: z.prettifyError(parsed.error) };
    this.armed.push({ fault: parsed.data, left: parsed.data.times });
    return { taken: true };
  }

  take(type: string): WebhookFault | undefined {
    const hit = this.armed.find(({ fault }) => type.startsWith(fault.match.type ?? ''));
    if (hit === undefined) return undefined;
    hit.left -= 1;
    this.armed = this.armed.filter(({ left }) => left > 0);
    return hit.fault;
  }

  list(): unknown[] {
    return this.armed.map(({ fault, left }) => ({ fault, left }));
  }

  clear(): void {
    this.armed = [];
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
