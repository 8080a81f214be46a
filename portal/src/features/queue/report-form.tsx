import { useState } from 'react';
import { callApi, type Schema } from '../../shared/api/client';
import { fieldsOf, problemAt } from '../../shared/api/field-problem';
import { useSubmit } from '../../shared/api/use-submit';
import { parseAmount } from '../../shared/format/amount';
import { FormProblem } from '../../shared/ui/form-problem';
import { amountProblem, LINE_FIELDS, newLine, type BankLine } from './bank-line';
import { BankLineFields } from './bank-line-fields';
import { EvidenceField, evidenceProblem, storedEvidence } from './evidence';
import type { Said } from './outcome-words';

interface ReportFormProps {
  readonly order: Schema<'Order'>;
  readonly onDone: (said: Said) => void;
  readonly onClose: () => void;
}

/** A distributor's word that money has come: no money yet, until the account manager finds it on the statement. */
export function ReportForm({ order, onDone, onClose }: ReportFormProps) {
  const { open } = order.payment;
  const [line, setLine] = useState<BankLine>(() => newLine(open));
  const [file, setFile] = useState<File | null>(null);
  const amountMinor = parseAmount(line.amount, open.currency);
  const report = useSubmit({
    send: async (wish: { readonly line: BankLine; readonly amountMinor: number }, idempotencyKey) => {
      const { valueDate, payer, note } = wish.line;
      const amount = { amountMinor: wish.amountMinor, currency: open.currency };
      const body = { amount, valueDate, payer, note, ...(await storedEvidence(file)) };
      const params = { orderId: order.orderId };
      return callApi('POST /v1/orders/{orderId}/receipt-reports', { params, body, idempotencyKey });
    },
    onDone: () =>
      onDone({
        kind: 'good',
        text: 'Reported. It counts as paid once the account manager has found it on the bank statement.',
      }),
  });
  const isWrong = amountProblem(line.amount, open.currency) !== undefined || evidenceProblem(file) !== undefined;
  return (
    <form
      className="inner"
      aria-label="Report a receipt"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isWrong && amountMinor !== null && !report.isPending) report.mutate({ line, amountMinor });
      }}
    >
      <h3>Report a receipt for {order.orderNo}</h3>
      <BankLineFields line={line} accounts={null} open={open} problems={fieldsOf(report.error)} onChange={setLine} />
      <EvidenceField
        file={file}
        problem={problemAt(fieldsOf(report.error), 'evidenceId', 'Evidence')}
        onFile={setFile}
      />
      <FormProblem error={report.error} shown={LINE_FIELDS} />
      <div className="actions">
        <button type="submit" className="primary" disabled={report.isPending}>
          {report.isPending ? 'Reporting …' : 'Report the receipt'}
        </button>
        <button type="button" className="link" onClick={onClose}>
          Close
        </button>
      </div>
    </form>
  );
}
