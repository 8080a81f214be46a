import { useState } from 'react';
import { callApi, type Schema } from '../../shared/api/client';
import { formatMoney } from '../../shared/format/money';
import { formatDay, formatInstant } from '../../shared/format/time';
import { ReasonDialog } from '../../shared/ui/reason-dialog';
import { EvidenceLink } from './evidence';
import type { Said } from './outcome-words';

interface ReceiptsOfOrderProps {
  readonly money: Schema<'OrderBankMoney'>;
  readonly mayReverse: boolean;
  readonly onDone: (said: Said) => void;
}

type Part = Schema<'OrderBankMoney'>['receipts'][number];

/** The lines of the statement that pay an order. A wrong one is never edited: it is reversed and recorded anew. */
export function ReceiptsOfOrder({ money, mayReverse, onDone }: ReceiptsOfOrderProps) {
  const [wrong, setWrong] = useState<Part | null>(null);
  if (money.receipts.length === 0) return null;
  return (
    <section aria-label="Receipts">
      <h3>Receipts</h3>
      <ul className="lines">
        {money.receipts.map((part) => (
          <li key={part.allocationId} className="entry">
            <strong>{formatMoney(part.allocated)}</strong>
            {part.allocated.amountMinor === part.receipt.amount.amountMinor
              ? ''
              : ` of ${formatMoney(part.receipt.amount)}`}{' '}
            from {part.receipt.payer}, {formatDay(part.receipt.valueDate)}, {part.receipt.bankReference}.{' '}
            <EvidenceLink evidenceId={part.receipt.evidenceId} />
            <p className="hint">
              Recorded by {part.receipt.recordedBy.name}, {formatInstant(part.receipt.recordedAt)}.{' '}
              {part.receipt.note.trim() === '' ? '' : `“${part.receipt.note.trim()}”`}
            </p>
            {mayReverse ? (
              <button type="button" className="link" onClick={() => setWrong(part)}>
                Reverse the receipt
              </button>
            ) : null}
          </li>
        ))}
      </ul>
      {wrong === null ? null : (
        <ReasonDialog
          title="Reverse the receipt"
          explanation={`${formatMoney(wrong.receipt.amount)} from ${wrong.receipt.payer} is taken off every order that is not paid yet; an order that is paid goes on, with a task for a person.`}
          submit="Reverse it"
          question="A reversed receipt cannot be brought back; the line would have to be recorded anew. Reverse it?"
          send={(reason, idempotencyKey) =>
            callApi('POST /v1/receipts/{receipt}/reverse', {
              params: { receipt: wrong.receipt.receiptId },
              body: { reason },
              idempotencyKey,
            })
          }
          onDone={() => {
            setWrong(null);
            onDone({ kind: 'good', text: `The receipt of ${formatMoney(wrong.receipt.amount)} is reversed.` });
          }}
          onClose={() => setWrong(null)}
        />
      )}
    </section>
  );
}
