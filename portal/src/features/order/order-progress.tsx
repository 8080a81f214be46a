import type { Schema } from '../../shared/api/client';
import { formatMoney } from '../../shared/format/money';
import { formatInstant } from '../../shared/format/time';
import { isOnline } from '../../shared/payment/method-wish';
import { Notice } from '../../shared/ui/notice';

type Order = Schema<'Order'>;

const STEPS: readonly (readonly [string, (order: Order) => string | null])[] = [
  ['Order placed', ({ placedAt }) => placedAt],
  ['Payment received', ({ facts }) => facts.paidAt],
  ['Capacity active', ({ facts }) => facts.activatedAt],
  ['Invoice issued', ({ facts }) => facts.invoicedAt],
  ['Invoice sent', ({ facts }) => facts.mailedAt],
];

const DECLINED = 'The last payment was not accepted. Nothing was charged; try again or choose another way to pay.';

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
      return (
        <Notice kind="note">
          This order was cancelled.{' '}
          {order.method === 'offline'
            ? 'Money that has come for it by bank transfer goes back to its payer.'
            : 'Nothing was charged.'}
        </Notice>
      );
    case 'expired':
      return (
        <Notice kind="note">
          This order expired before it was paid. Nothing was charged; order again when you are ready.
        </Notice>
      );
    case 'in_progress':
    case 'needs_attention':
      return isPartPaid(order) ? (
        <Notice kind="note">
          {moneySoFar(order)} The date to pay by has passed; please send the rest, or talk to your account manager, who
          decides how the order goes on.
        </Notice>
      ) : (
        <Notice kind="note">
          In progress: our staff have been told and are looking into it. You need not do anything.
        </Notice>
      );
    case 'awaiting_approval':
      return (
        <Notice kind="note">
          The money has arrived: {formatMoney(order.payment.received)}. It waits for approval by our finance team since{' '}
          {formatInstant(order.payment.approvalSince ?? order.placedAt)}; the capacity is active right after it.
        </Notice>
      );
    case 'awaiting_payment':
      return <Unpaid order={order} />;
    case 'refunding':
      return <Notice kind="note">A refund of this order is under way. You need not do anything.</Notice>;
    case 'partially_refunded':
      return <Notice kind="note">A part of this order was refunded; the rest goes on as it was.</Notice>;
    case 'refunded':
      return <Notice kind="note">This order was refunded.</Notice>;
    default:
      return <Notice kind="note">Waiting for {order.waitingFor}.</Notice>;
  }
}

function isPartPaid({ method, facts, payment }: Order): boolean {
  const { received, open } = payment;
  return method === 'offline' && facts.paidAt === null && received.amountMinor > 0 && open.amountMinor > 0;
}

function moneySoFar({ payment: { received, open } }: Order): string {
  return `A receipt of ${formatMoney(received)} is recorded, ${formatMoney(open)} is still open.`;
}

function Unpaid({ order }: { readonly order: Order }) {
  const { isAnnounced, received } = order.payment;
  if (isAnnounced) {
    return (
      <Notice kind="note">
        The payment is announced and not settled yet. Nothing more is to be done: the order goes on by itself as soon as
        the money is there.
      </Notice>
    );
  }
  return (
    <>
      <Notice kind="note">
        {received.amountMinor === 0 ? `Waiting for ${order.waitingFor}.` : moneySoFar(order)} Pay by{' '}
        {formatInstant(order.deadlineAt)}.
      </Notice>
      {order.checkout.lastProblem === null || !isOnline(order.method) ? null : (
        <Notice kind="problem">{DECLINED}</Notice>
      )}
    </>
  );
}
