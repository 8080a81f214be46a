import type { Schema } from '../../shared/api/client';
import { formatInstant } from '../../shared/format/time';
import { Notice } from '../../shared/ui/notice';

type Order = Schema<'Order'>;

const STEPS: readonly (readonly [string, (order: Order) => string | null])[] = [
  ['Order placed', ({ placedAt }) => placedAt],
  ['Payment received', ({ facts }) => facts.paidAt],
  ['Capacity active', ({ facts }) => facts.activatedAt],
  ['Invoice issued', ({ facts }) => facts.invoicedAt],
  ['Invoice sent', ({ facts }) => facts.mailedAt],
];

const DECLINED = 'The last card was not accepted. Nothing was charged; try again or use another card.';

/** "Payment received → capacity active → invoice sent", as it happens. */
export function OrderProgress({ order, isLive }: { readonly order: Order; readonly isLive: boolean }) {
  const hasEnded = order.state === 'cancelled' || order.state === 'expired';
  return (
    <section className="card" aria-labelledby="progress">
      <h2 id="progress">Progress</h2>
      <div aria-live="polite">{headline(order)}</div>
      {hasEnded ? null : (
        <ol className="steps">
          {STEPS.map(([name, at]) => {
            const done = at(order);
            return (
              <li key={name} className={done === null ? 'open' : 'done'}>
                <span>{name}</span>
                <span className="hint">{done === null ? 'to come' : formatInstant(done)}</span>
              </li>
            );
          })}
        </ol>
      )}
      <p className="hint">{isLive ? 'Live: this page follows the order.' : 'Connecting to live updates …'}</p>
    </section>
  );
}

function headline(order: Order) {
  switch (order.state) {
    case 'completed':
      return (
        <Notice kind="good">
          The capacity is active.
          {order.invoice === null ? null : (
            <>
              {' '}
              <a href={`/v1/invoices/${order.invoice.invoiceId}/pdf`}>Invoice {order.invoice.invoiceNo} (PDF)</a>
            </>
          )}
        </Notice>
      );
    case 'cancelled':
      return <Notice kind="note">This order was cancelled. Nothing was charged.</Notice>;
    case 'expired':
      return (
        <Notice kind="note">
          This order expired before it was paid. Nothing was charged; order again when you are ready.
        </Notice>
      );
    case 'in_progress':
    case 'needs_attention':
      return (
        <Notice kind="note">
          In progress: our staff have been told and are looking into it. You need not do anything.
        </Notice>
      );
    default:
      return (
        <>
          <Notice kind="note">
            Waiting for {order.waitingFor}.
            {order.facts.paidAt === null ? ` Pay by ${formatInstant(order.deadlineAt)}.` : ''}
          </Notice>
          {order.facts.paidAt === null && order.checkout.lastProblem !== null ? (
            <Notice kind="problem">{DECLINED}</Notice>
          ) : null}
        </>
      );
  }
}
