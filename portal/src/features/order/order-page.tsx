import type { Schema } from '../../shared/api/client';
import { PricedLines } from '../../shared/ui/priced-lines';
import { formatMoney } from '../../shared/format/money';
import { formatInstant } from '../../shared/format/time';
import { QueryView } from '../../shared/ui/query-view';
import { OrderActions } from './order-actions';
import { OrderProgress } from './order-progress';
import { useLiveOrder } from './use-live-order';

export function OrderPage({ orderId }: { readonly orderId: string }) {
  const { query, isLive } = useLiveOrder(orderId);
  return (
    <QueryView query={query} what="the order">
      {(order) => (
        <>
          <h1>Order {order.orderNo}</h1>
          <div className="columns">
            <div>
              <OrderProgress order={order} isLive={isLive} />
              <OrderActions order={order} />
            </div>
            <OrderFacts order={order} />
          </div>
        </>
      )}
    </QueryView>
  );
}

function OrderFacts({ order }: { readonly order: Schema<'Order'> }) {
  return (
    <aside className="card" aria-label="What was ordered">
      <h2>{order.company.name}</h2>
      <PricedLines lines={order.lines} />
      <dl className="totals">
        <div>
          <dt>Tax</dt>
          <dd>{formatMoney(order.totals.tax)}</dd>
        </div>
        <div className="strong">
          <dt>Total</dt>
          <dd>{formatMoney(order.totals.gross)}</dd>
        </div>
      </dl>
      <p className="hint">
        Placed {formatInstant(order.placedAt)} by {order.buyer.name}, company {order.company.companyId}.
      </p>
    </aside>
  );
}
