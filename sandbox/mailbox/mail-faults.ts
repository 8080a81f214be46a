import { z } from 'zod';
import { ArmedFaults } from '../http/armed-faults';

const mailFault = z.strictObject({
  effect: z.enum(['smtp-refuse-connection', 'smtp-reject', 'smtp-cut-after']),
  match: z.strictObject({ recipient: z.string().max(320).optional() }).default({}),
  /** 4xx: try again later; 5xx: never. */
  code: z.number().int().min(400).max(599).default(451),
  times: z.number().int().min(1).max(100_000).default(1),
});
export type MailFault = z.infer<typeof mailFault>;

/** `smtp-cut-after` keeps the mail and closes the connection before saying so: the sender will send it again. */
export class MailFaults extends ArmedFaults<MailFault> {
  constructor() {
    super('smtp-', mailFault);
  }

  /** A fault of this effect for one of the recipients; no recipients are known yet when somebody connects. */
  take(effect: MailFault['effect'], recipients: readonly string[]): MailFault | undefined {
    return this.takeFirst((fault) => {
      const wanted = fault.match.recipient?.toLowerCase();
      const fits = wanted === undefined || recipients.some((address) => address.toLowerCase() === wanted);
      return fault.effect === effect && fits;
    });
  }
}
