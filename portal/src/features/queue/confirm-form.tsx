import { useState } from 'react';
import { callApi, type Schema } from '../../shared/api/client';
import { fieldsOf } from '../../shared/api/field-problem';
import { useSubmit } from '../../shared/api/use-submit';
import { amountText, parseAmount } from '../../shared/format/amount';
import { formatMoney } from '../../shared/format/money';
import { FormProblem } from '../../shared/ui/form-problem';
import { amountProblem, LINE_FIELDS, type BankLine } from './bank-line';
import { BankLineFields } from './bank-line-fields';
import { receiptSaid, type Said } from './outcome-words';

interface ConfirmFormProps {
  readonly report: Schema<'ReceiptReport'>;
  readonly open: Schema<'Money'>;
  readonly accounts: Schema<'OrderBankMoney'>['accounts'];
  readonly onDone: (said: Said) => void;
  readonly onClose: () => void;
}

/** A distributor's word becomes money by the line of the statement that it is about, which may say otherwise. */
export function ConfirmForm({ report, open, accounts, onDone, onClose }: ConfirmFormProps) {
  const { currency } = report.amount;
  const [line, setLine] = useState<BankLine>({
    account: accounts[0]?.account ?? '',
    valueDate: report.valueDate,
    bankReference: '',
    amount: amountText(report.amount.amountMinor, currency),
    payer: report.payer,
    note: '',
  });
  const amountMinor = parseAmount(line.amount, currency);
  const confirm = useSubmit({
    send: (wish: { readonly line: BankLine; readonly amountMinor: number }, idempotencyKey) =>
      callApi('POST /v1/receipt-reports/{report}/confirm', {
        params: { report: report.reportId },
        body: { ...wish.line, amount: { amountMinor: wish.amountMinor, currency } },
        idempotencyKey,
      }),
    onDone: ({ receipt, allocations }) =>
      onDone(receiptSaid(`Confirmed: the receipt of ${formatMoney(receipt.amount)} is recorded.`, allocations)),
  });
  return (
    <form
      className="inner"
      aria-label="Confirm the report"
      onSubmit={(event) => {
        event.preventDefault();
        if (amountProblem(line.amount, currency) !== undefined || amountMinor === null || confirm.isPending) return;
        confirm.mutate({ line, amountMinor });
      }}
    >
      <p>Find the line on the bank statement and copy it; what differs from the report is taken from here.</p>
      <BankLineFields
        line={line}
        accounts={accounts}
        open={open}
        problems={fieldsOf(confirm.error)}
        onChange={setLine}
      />
      <FormProblem error={confirm.error} shown={LINE_FIELDS} />
      <div className="actions">
        <button type="submit" className="primary" disabled={confirm.isPending}>
          {confirm.isPending ? 'Confirming …' : 'Confirm with this line'}
        </button>
        <button type="button" className="link" onClick={onClose}>
          Close
        </button>
      </div>
    </form>
  );
}
