import type { Schema } from '../../shared/api/client';
import { amountText, parseAmount } from '../../shared/format/amount';
import { localToday } from '../../shared/format/time';

/** What a person copies from the bank statement, as typed. */
export interface BankLine {
  readonly account: string;
  readonly valueDate: string;
  readonly bankReference: string;
  readonly amount: string;
  readonly payer: string;
  readonly note: string;
}

export const LINE_FIELDS = ['account', 'valueDate', 'bankReference', 'amount', 'payer', 'note', 'evidenceId'] as const;

/** A new line that would pay what is open. */
export function newLine(open: Schema<'Money'>): BankLine {
  return {
    account: '',
    valueDate: localToday(),
    bankReference: '',
    amount: amountText(open.amountMinor, open.currency),
    payer: '',
    note: '',
  };
}

export function amountProblem(amount: string, currency: string): string | undefined {
  const amountMinor = parseAmount(amount, currency);
  if (amountMinor === null)
    return 'Type the amount as in 1,234.50: a point before the cents, commas between thousands.';
  return amountMinor === 0 ? 'The amount must be more than nothing.' : undefined;
}
