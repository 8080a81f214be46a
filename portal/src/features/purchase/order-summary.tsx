import { PricedLines } from '../../shared/ui/priced-lines';
import { formatMoney, formatPercent } from '../../shared/format/money';
import { formatDay, formatInstant } from '../../shared/format/time';
import { Notice } from '../../shared/ui/notice';
import type { QuoteState } from './use-quote';

const TAX_WORDS: Readonly<Record<string, string>> = {
  domestic: 'VAT',
  destination: 'VAT',
  reverse_charge: 'Reverse charge',
  export: 'Export, no tax',
  zero: 'Zero rated',
  exempt: 'Exempt',
};

export function OrderSummary({ quote, isEmpty }: { readonly quote: QuoteState; readonly isEmpty: boolean }) {
  const { current, isLoading, message } = quote;
  return (
    <>
      <h2>Order summary</h2>
      {isEmpty ? <p className="hint">Subscribe to a service to see what it costs.</p> : null}
      <div aria-live="polite">
        {isLoading ? <p className="waiting">Calculating …</p> : null}
        {message === null ? null : (
          <Notice kind="problem">
            {quote.problems.length === 0 ? message : 'There is no price yet: look at what is marked.'}
          </Notice>
        )}
        {quote.problems
          .filter(({ field }) => !/\[\d+\]/.test(field) && !field.startsWith('billing'))
          .map((problem) => (
            <Notice key={problem.field + problem.code} kind="problem">
              {problem.message}
            </Notice>
          ))}
      </div>
      {current === null ? null : (
        <>
          <PricedLines lines={current.lines} />
          <dl className="totals">
            <Row name="Net" value={formatMoney(current.totals.net)} />
            {current.taxLines.map((line) => (
              <Row
                key={`${line.category} ${line.rateBasisPoints} ${line.country}`}
                name={`${TAX_WORDS[line.category] ?? 'Tax'} ${formatPercent(line.rateBasisPoints)} (${line.country})`}
                value={formatMoney(line.tax)}
              />
            ))}
            <Row name="Total" value={formatMoney(current.totals.gross)} strong />
          </dl>
          <p className="hint">
            {current.kind === 'purchase_plan'
              ? `If paid today, until ${formatDay(current.term.until)}.`
              : `Ends with the plan on ${formatDay(current.term.until)}.`}{' '}
            This price holds until {formatInstant(current.expiresAt)}.
          </p>
        </>
      )}
    </>
  );
}

function Row({
  name,
  value,
  strong = false,
}: {
  readonly name: string;
  readonly value: string;
  readonly strong?: boolean;
}) {
  return (
    <div className={strong ? 'strong' : ''}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
