import type { Schema } from '../../shared/api/client';
import { formatMoney } from '../../shared/format/money';

export interface Said {
  readonly kind: 'good' | 'problem' | 'note';
  readonly text: string;
}

/** A new receipt in words, with what of it pays nothing yet. */
export function receiptInWords({ amount, unmatched }: Schema<'Receipt'>): string {
  const rest = unmatched.amountMinor === 0 ? '' : ` ${formatMoney(unmatched)} of it stays unmatched.`;
  return `The receipt of ${formatMoney(amount)} is recorded.${rest}`;
}

/** The line of the statement is kept whatever the order answers; what the order made of it is told apart. */
export function receiptSaid(text: string, outcomes: readonly Schema<'OrderOutcome'>[]): Said {
  const [outcome] = outcomes;
  switch (outcome?.outcome) {
    case 'refused':
      return {
        kind: 'problem',
        text: `${text} The order did not take it, so it pays nothing yet: ${outcome.detail ?? 'read the order again.'}`,
      };
    case 'unknown':
      return {
        kind: 'problem',
        text: `${text} Whether the order took it is not known yet: look at what is received before you allocate it again.`,
      };
    default:
      return { kind: 'good', text };
  }
}
