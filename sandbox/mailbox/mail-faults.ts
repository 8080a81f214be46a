import { z } from 'zod';
import type { SpecialFaults } from '../http/faults';

const mailFault = z.strictObject({
  effect: z.enum(['smtp-refuse-connection', 'smtp-reject', 'smtp-cut-after']),
  match: z.strictObject({ recipient: z.string().max(320).optional() }).default({}),
  /** 4xx: try again later; 5xx: never. */
  code: z.number().int().min(400).max(599).default(451),
  times: z.number().int().min(1).max(100_000).default(1),
});
export type MailFault = z.infer<typeof mailFault>;

/** `smtp-cut-after` keeps the mail and closes the connection before saying so: the sender will send it again. */
export class MailFaults implements SpecialFaults {
  private armed: { fault: MailFault; left: number }[] = [];

  arm(body: unknown): { taken: true } | { taken: false; because?: string } {
    if (typeof body !== 'object' || body === null) return { taken: false };
    if (!String(Reflect.get(body, 'effect')).startsWith('smtp-')) return { taken: false };
    const parsed = mailFault.safeParse(body);
    if (!parsed.success) return { taken: false, because: z.prettifyError(parsed.error) };
    this.armed.push({ fault: parsed.data, left: parsed.data.times });
    return { taken: true };
  }

  /** A fault of this effect for one of the recipients; no recipients are known yet when somebody connects. */
  take(effect: MailFault['effect'], recipients: readonly string[]): MailFault | undefined {
    const hit = this.armed.find(({ fault }) => {
      const wanted = fault.match.recipient?.toLowerCase();
      const fits = wanted === undefined || recipients.some((address) => address.toLowerCase() === wanted);
      return fault.effect === effect && fits;
    });
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
