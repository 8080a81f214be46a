import type { Schema } from '../../shared/api/client';
import { formatAnyMoney } from '../../shared/format/money';
import { formatInstant } from '../../shared/format/time';

/** Money of the order that goes back, or went back, and by when. */
export function OrderRefunds({ order: { refunds } }: { readonly order: Schema<'Order'> }) {
  const moving = refunds.filter(({ amount }) => amount.amountMinor > 0);
  if (moving.length === 0) return null;
  return (
    <section className="card" aria-labelledby="refunds">
      <h2 id="refunds">Refunds</h2>
      <ul>
        {moving.map((refund) => (
          <li key={refund.refundId}>
            {formatAnyMoney(refund.amount)} <span className="hint">{whenOf(refund)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function whenOf({ returnedAt, wantedAt }: Schema<'OrderRefund'>): string {
  return returnedAt === null
    ? `on its way back since ${formatInstant(wantedAt)}`
    : `sent back ${formatInstant(returnedAt)}`;
}
