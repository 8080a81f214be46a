import type { IsoDate } from '../time/iso-date';

/** What tells one line of a bank statement from another (product §5). */
export interface BankLine {
  /** The seller's account that the money came to, as typed. */
  readonly account: string;
  readonly valueDate: IsoDate;
  readonly bankReference: string;
  readonly amountMinor: number;
  /** ISO 4217; it may be one that nobody sells in. */
  readonly currency: string;
  readonly payer: string;
}

/**
 * The same for every way to type the line: case, width and white space do not make another line. Spaces inside an account
 * number are never part of it; inside a reference or a name they only count as one.
 */
export function bankLineIdentity(line: BankLine): string {
  return JSON.stringify([
    folded(line.account).replaceAll(' ', ''),
    line.valueDate,
    folded(line.bankReference),
    line.amountMinor,
    folded(line.currency),
    folded(line.payer),
  ]);
}

/** Upper case first: the capital of ß is SS, which no lower-casing reaches. */
function folded(text: string): string {
  return text.normalize('NFKC').toUpperCase().toLowerCase().replace(/\s+/gu, ' ').trim();
}
