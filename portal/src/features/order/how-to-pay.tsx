import type { Schema } from '../../shared/api/client';
import { formatMoney } from '../../shared/format/money';
import { formatInstant } from '../../shared/format/time';
import { Facts } from '../../shared/ui/facts';

/** What the payer of an offline order must know; the bank details themselves come by mail, with the proforma. */
export function HowToPay({ order }: { readonly order: Schema<'Order'> }) {
  const { payment, method, state, orderId, orderNo, billing, deadlineAt } = order;
  if (method !== 'offline' || state !== 'awaiting_payment') return null;
  const { piNumber, proformaNo, received, open } = payment;
  const reference = piNumber ?? proformaNo ?? orderNo;
  return (
    <section className="card" aria-labelledby="how-to-pay">
      <h2 id="how-to-pay">How to pay</h2>
      <p>
        {piNumber === null
          ? `We mail the proforma invoice with our bank details to ${billing.email}.`
          : `Pay by the proforma invoice ${piNumber}, to the bank account on it.`}{' '}
        Your account manager or local distributor will contact you.
      </p>
      <Facts
        facts={[
          [received.amountMinor === 0 ? 'To transfer' : 'Still to transfer', formatMoney(open)],
          ['Received so far', received.amountMinor === 0 ? null : formatMoney(received)],
          ['Reference on the transfer', reference],
          ['To arrive by', formatInstant(deadlineAt)],
        ]}
      />
      {proformaNo === null ? null : (
        <p>
          <a href={`/v1/orders/${orderId}/proforma`}>Proforma {proformaNo} (PDF)</a>
        </p>
      )}
    </section>
  );
}
