import type { Catalogue } from '../../domain/catalogue/catalogue';
import type { FieldProblem } from '../../domain/field-problem';
import type { Money } from '../../domain/money/money';
import type { BankLine } from '../../domain/receipt/bank-line';
import { findSellerAccount } from '../../domain/receipt/bank-account';
import { VALUE_DATE_MESSAGES, valueDateProblem } from '../../domain/receipt/value-date';
import { todayIn } from '../../domain/time/time-zone';
import type { Instant, IsoDate } from '../../domain/time/iso-date';
import { invalidInput } from '../http/app-error';

interface TypedLine {
  readonly account: string;
  readonly valueDate: IsoDate;
  readonly bankReference: string;
  readonly amount: Money;
  readonly payer: string;
}

/** A line that can stand on a statement of ours. @throws AppError 422 with the fields that cannot */
export function checkedLine(
  catalogue: Catalogue,
  typed: TypedLine,
  at: Instant
): BankLine & { readonly sellerId: string } {
  const { amountMinor, currency } = typed.amount;
  const found = findSellerAccount(catalogue, typed.account, currency);
  const problems: FieldProblem[] = [];
  if (found === null) {
    const message = `is no ${currency} account of ours; give the account that the statement is of`;
    problems.push({ field: 'account', code: 'unknown_account', message });
  }
  const problem = dateProblem(typed.valueDate, todayIn(found?.seller.timeZone ?? 'UTC', at));
  if (problem !== null) problems.push(problem);
  if (found === null || problems.length > 0) throw invalidInput(problems);
  const { valueDate, bankReference, payer } = typed;
  const { sellerId } = found.seller;
  return { account: found.account, valueDate, bankReference, amountMinor, currency, payer, sellerId };
}

export function dateProblem(valueDate: IsoDate, today: IsoDate): FieldProblem | null {
  const code = valueDateProblem(valueDate, today);
  return code === null ? null : { field: 'valueDate', code, message: VALUE_DATE_MESSAGES[code] };
}
