import { useState } from 'react';
import { callApi, type Schema } from '../../shared/api/client';
import { usePages } from '../../shared/api/use-pages';
import { formatMoney } from '../../shared/format/money';
import { formatDay, formatInstant } from '../../shared/format/time';
import { QueryView } from '../../shared/ui/query-view';
import { ReasonDialog } from '../../shared/ui/reason-dialog';
import { ConfirmForm } from './confirm-form';
import { EvidenceLink } from './evidence';
import type { Said } from './outcome-words';

type Report = Schema<'ReceiptReport'>;

interface ReportListProps {
  readonly order: Schema<'Order'>;
  /** null for those who may not decide: distributors see what became of their reports. */
  readonly accounts: Schema<'OrderBankMoney'>['accounts'] | null;
  readonly onDone: (said: Said) => void;
}

/** What distributors have reported for an order; nothing is shown where nobody has. */
export function ReportList({ order, accounts, onDone }: ReportListProps) {
  const list = usePages('GET /v1/receipt-reports', { orderId: order.orderId, limit: '100' });
  return (
    <QueryView query={list} what="the reports" isEmpty={({ pages }) => pages[0]?.items.length === 0} empty={null}>
      {({ pages }) => (
        <section aria-label="Reported by the distributor">
          <h3>Reported by the distributor</h3>
          <ul className="lines">
            {pages
              .flatMap(({ items }) => items)
              .map((report) => (
                <ReportItem
                  key={report.reportId}
                  report={report}
                  open={order.payment.open}
                  accounts={accounts}
                  onDone={onDone}
                />
              ))}
          </ul>
        </section>
      )}
    </QueryView>
  );
}

interface ReportItemProps extends Omit<ReportListProps, 'order'> {
  readonly report: Report;
  readonly open: Schema<'Money'>;
}

function ReportItem({ report, open, accounts, onDone }: ReportItemProps) {
  const [act, setAct] = useState<'confirm' | 'decline' | null>(null);
  const done = (said: Said): void => (setAct(null), onDone(said));
  return (
    <li className="entry">
      <strong>{formatMoney(report.amount)}</strong> from {report.payer}, {formatDay(report.valueDate)}.{' '}
      <EvidenceLink evidenceId={report.evidenceId} />
      <p className="hint">
        {report.reportedBy.name}, {formatInstant(report.reportedAt)}. {quoted(report.note)}
        {decision(report)}
      </p>
      {report.state !== 'reported' || accounts === null ? null : (
        <div className="actions">
          <button type="button" onClick={() => setAct('confirm')}>
            Confirm
          </button>
          <button type="button" className="link" onClick={() => setAct('decline')}>
            Decline
          </button>
        </div>
      )}
      {act === 'confirm' && accounts !== null ? (
        <ConfirmForm report={report} open={open} accounts={accounts} onDone={done} onClose={() => setAct(null)} />
      ) : null}
      {act === 'decline' ? (
        <ReasonDialog
          title="Decline the report"
          explanation="No such money is on the statement. The distributor sees your reason and can report again."
          submit="Decline"
          send={(reason, idempotencyKey) =>
            callApi('POST /v1/receipt-reports/{report}/decline', {
              params: { report: report.reportId },
              body: { reason },
              idempotencyKey,
            })
          }
          onDone={() => done({ kind: 'good', text: 'The report is declined.' })}
          onClose={() => setAct(null)}
        />
      ) : null}
    </li>
  );
}

const quoted = (note: string): string => (note.trim() === '' ? '' : `“${note.trim()}” `);

function decision({ state, decidedBy, decideReason }: Report): string {
  const by = decidedBy === null ? '' : ` by ${decidedBy.name}`;
  switch (state) {
    case 'reported':
      return 'Waits for the account manager.';
    case 'confirmed':
      return `Confirmed${by}.`;
    case 'declined':
      return `Declined${by}: ${decideReason ?? ''}`;
  }
}
