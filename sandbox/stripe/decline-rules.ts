import { z } from 'zod';
import type { SpecialFaults } from '../http/faults';

const declineRule = z.strictObject({
  effect: z.literal('decline'),
  match: z
    .strictObject({
      customer: z.string().optional(),
      amountMinor: z.number().int().optional(),
      currency: z.string().toLowerCase().optional(),
    })
    .default({}),
  code: z
    .enum(['card_declined', 'insufficient_funds', 'expired_card', 'authentication_required'])
    .default('card_declined'),
  times: z.number().int().min(1).max(100_000).default(1),
});

type Rule = z.infer<typeof declineRule>;
export type OrderedDecline = Rule['code'];

export interface ChargeAttempt {
  readonly customer: string | null;
  readonly amount: number;
  readonly currency: string;
}

/** Declines that a test orders by customer or amount, on cards that would pay. */
export class DeclineRules implements SpecialFaults {
  private rules: { rule: Rule; left: number }[] = [];

  arm(body: unknown): { taken: true } | { taken: false; because?: string } {
    if (typeof body !== 'object' || body === null || Reflect.get(body, 'effect') !== 'decline') return { taken: false };
    const parsed = declineRule.safeParse(body);
    if (!parsed.success) return { taken: false, because: z.prettifyError(parsed.error) };
    this.rules.push({ rule: parsed.data, left: parsed.data.times });
    return { taken: true };
  }

  take(attempt: ChargeAttempt): OrderedDecline | undefined {
    const hit = this.rules.find(({ rule: { match } }) => {
      const customerFits = match.customer === undefined || match.customer === attempt.customer;
      const amountFits = match.amountMinor === undefined || match.amountMinor === attempt.amount;
      return customerFits && amountFits && (match.currency === undefined || match.currency === attempt.currency);
    });
    if (hit === undefined) return undefined;
    hit.left -= 1;
    this.rules = this.rules.filter(({ left }) => left > 0);
    return hit.rule.code;
  }

  list(): unknown[] {
    return this.rules.map(({ rule, left }) => ({ fault: rule, left }));
  }

  clear(): void {
    this.rules = [];
  }
}
