import { useState } from 'react';
import { callApi, type Schema } from '../../shared/api/client';
import { fieldsOf, problemAt } from '../../shared/api/field-problem';
import { useSubmit } from '../../shared/api/use-submit';
import { parseAmount } from '../../shared/format/amount';
import { formatMoney } from '../../shared/format/money';
import { FormProblem } from '../../shared/ui/form-problem';
import { amountProblem, LINE_FIELDS, newLine, type BankLine } from './bank-line';
import { BankLineFields } from './bank-line-fields';
import { EvidenceField, evidenceProblem, storedEvidence } from './evidence';
import { receiptSaid, type Said } from './outcome-words';

interface ReceiptFormProps {
  readonly order: Schema<'Order'>;
  readonly accounts: Schema<'OrderBankMoney'>['accounts'];
  readonly onDone: (said: Said) => void;
  readonly onClose: () => void;
}

type Currency = Schema<'PaidMoney'>['currency'];

/** Records a line of the bank statement and lets it pay this order, up to what is open. */
export function ReceiptForm({ order, accounts, onDone, onClose }: ReceiptFormProps) {
  const { open } = order.payment;
  const [line, setLine] = useState<BankLine>(() => ({ ...newLine(open), account: accounts[0]?.account ?? '' }));
  const [file, setFile] = useState<File | null>(null);
  const amountMinor = parseAmount(line.amount, open.currency);
  const record = useSubmit({
    send: async (wish: { readonly line: BankLine; readonly amountMinor: number }, idempotencyKey) => {
      const evidence = await storedEvidence(file);
      const { orderId, partner } = order;
      const body = {
        ...wish.line,
        ...evidence,
        amount: { amountMinor: wish.amountMinor, currency: open.currency satisfies Currency },
        partnerId: partner.partnerId,
        allocations: [{ orderId, amountMinor: Math.min(wish.amountMinor, open.amountMinor) }],
      };
      return callApi('POST /v1/receipts', { body, idempotencyKey });
    },
    onDone: ({ receipt, allocations }) =>
      onDone(receiptSaid(`The receipt of ${formatMoney(receipt.amount)} is recorded.`, allocations)),
  });
  const isWrong = amountProblem(line.amount, open.currency) !== undefined || evidenceProblem(file) !== undefined;
  return (
    <form
      className="inner"
      aria-label="Record a receipt"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isWrong && amountMinor !== null && !record.isPending) record.mutate({ line, amountMinor });
      }}
    >
      <h3>Record a receipt for {order.orderNo}</h3>
      <BankLineFields
        line={line}
        accounts={accounts}
        open={open}
        problems={fieldsOf(record.error)}
        onChange={setLine}
      />
      <EvidenceField
        file={file}
        problem={problemAt(fieldsOf(record.error), 'evidenceId', 'Evidence')}
        onFile={setFile}
      />
      <FormProblem error={record.error} shown={LINE_FIELDS} />
      <div className="actions">
        <button type="submit" className="primary" disabled={record.isPending}>
          {record.isPending ? 'Recording …' : 'Record the receipt'}
        </button>
        <button type="button" className="link" onClick={onClose}>
          Close
        </button>
      </div>
    </form>
  );
}
