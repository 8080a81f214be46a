import { useState, type ReactNode } from 'react';
import type { Schema } from '../../shared/api/client';
import { fieldsOf, problemAt } from '../../shared/api/field-problem';
import { useSubmit } from '../../shared/api/use-submit';
import { parseAmount } from '../../shared/format/amount';
import { FormProblem } from '../../shared/ui/form-problem';
import { amountProblem, LINE_FIELDS, type BankLine } from './bank-line';
import { BankLineFields } from './bank-line-fields';
import { EvidenceField, evidenceProblem, storedEvidence } from './evidence';

/** A line as the API takes it. */
export interface SentLine extends Omit<BankLine, 'amount'> {
  readonly amount: Schema<'PaidMoney'>;
  readonly evidenceId?: string;
}

interface BankLineFormProps<T> {
  readonly name: string;
  readonly heading: ReactNode;
  readonly initial: BankLine;
  /** null for those who do not see the statement. */
  readonly accounts: Schema<'OrderBankMoney'>['accounts'] | null;
  readonly open: Schema<'Money'>;
  readonly takesEvidence?: boolean;
  readonly submit: string;
  readonly send: (line: SentLine, idempotencyKey: string) => Promise<T>;
  readonly onDone: (answer: T) => void;
  readonly onClose: () => void;
}

/** The form of a line of the bank statement, whoever types it; what was typed stays when it is refused. */
export function BankLineForm<T>(props: BankLineFormProps<T>) {
  const { name, open, accounts, takesEvidence = false } = props;
  const [line, setLine] = useState(props.initial);
  const [file, setFile] = useState<File | null>(null);
  const amountMinor = parseAmount(line.amount, open.currency);
  const isWrong = amountProblem(line.amount, open.currency) !== undefined || evidenceProblem(file) !== undefined;
  const submit = useSubmit({
    send: async (sent: SentLine, idempotencyKey) =>
      props.send({ ...sent, ...(await storedEvidence(file)) }, idempotencyKey),
    onDone: props.onDone,
  });
  const problems = fieldsOf(submit.error);
  return (
    <form
      className="inner"
      aria-label={name}
      onSubmit={(event) => {
        event.preventDefault();
        if (isWrong || amountMinor === null || submit.isPending) return;
        submit.mutate({ ...line, amount: { amountMinor, currency: open.currency } });
      }}
    >
      {props.heading}
      <BankLineFields line={line} accounts={accounts} open={open} problems={problems} onChange={setLine} />
      {takesEvidence ? (
        <EvidenceField file={file} problem={problemAt(problems, 'evidenceId', 'Evidence')} onFile={setFile} />
      ) : null}
      <FormProblem error={submit.error} shown={LINE_FIELDS} />
      <div className="actions">
        <button type="submit" className="primary" disabled={submit.isPending}>
          {submit.isPending ? 'Sending …' : props.submit}
        </button>
        <button type="button" className="link" onClick={props.onClose}>
          Close
        </button>
      </div>
    </form>
  );
}
