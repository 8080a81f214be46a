import type { FieldError, Schema } from '../../shared/api/client';
import { problemAt } from '../../shared/api/field-problem';
import { formatMoney } from '../../shared/format/money';
import { parseAmount } from '../../shared/format/amount';
import { localToday } from '../../shared/format/time';
import { Field, SelectField, TextField } from '../../shared/ui/field';
import { amountProblem, type BankLine } from './bank-line';

interface BankLineFieldsProps {
  readonly line: BankLine;
  /** null for those who do not see the statement: they name no account and no bank reference. */
  readonly accounts: Schema<'OrderBankMoney'>['accounts'] | null;
  readonly open: Schema<'Money'>;
  readonly problems: readonly FieldError[];
  readonly onChange: (line: BankLine) => void;
}

/** One line of the bank statement. */
export function BankLineFields({ line, accounts, open, problems, onChange }: BankLineFieldsProps) {
  const { currency } = open;
  const set = (name: keyof BankLine) => (text: string) => onChange({ ...line, [name]: text });
  const rest = (parseAmount(line.amount, currency) ?? 0) - open.amountMinor;
  return (
    <div className="grid">
      {accounts === null ? null : (
        <SelectField
          label="Account"
          value={line.account}
          problem={problemAt(problems, 'account', 'Account')}
          options={accounts.map(({ account, bank }) => ({ value: account, text: `${account} (${bank})` }))}
          onText={set('account')}
        />
      )}
      <Field
        label="Value date"
        type="date"
        required
        max={localToday()}
        value={line.valueDate}
        problem={problemAt(problems, 'valueDate', 'Value date')}
        onText={set('valueDate')}
      />
      {accounts === null ? null : (
        <Field
          label="Bank reference"
          required
          autoFocus
          maxLength={140}
          autoComplete="off"
          value={line.bankReference}
          problem={problemAt(problems, 'bankReference', 'Bank reference')}
          onText={set('bankReference')}
        />
      )}
      <Field
        label={`Amount in ${currency}`}
        required
        inputMode="decimal"
        autoComplete="off"
        value={line.amount}
        hint={
          rest > 0
            ? `${formatMoney({ amountMinor: rest, currency })} more than is open: the rest stays unmatched until it is allocated or returned.`
            : `Open: ${formatMoney(open)}`
        }
        problem={amountProblem(line.amount, currency) ?? problemAt(problems, 'amount', 'Amount')}
        onText={set('amount')}
      />
      <Field
        label="Payer"
        required
        maxLength={140}
        autoComplete="off"
        value={line.payer}
        hint="As the bank names them"
        problem={problemAt(problems, 'payer', 'Payer')}
        onText={set('payer')}
      />
      <TextField
        label="Note (optional)"
        rows={1}
        maxLength={1000}
        value={line.note}
        problem={problemAt(problems, 'note', 'Note')}
        onText={set('note')}
      />
    </div>
  );
}
