import { useQueryClient } from '@tanstack/react-query';
import type { AnswerOf, Schema } from '../../shared/api/client';
import { formatMoney } from '../../shared/format/money';
import { formatInstant } from '../../shared/format/time';
import { useLiveOrder } from '../../shared/order/use-live-order';
import { useFollowCheckout } from '../../shared/payment/follow-checkout';
import { goToPayment } from '../../shared/payment/go-to-payment';
import { METHOD_NAMES } from '../../shared/payment/method-wish';
import { Notice } from '../../shared/ui/notice';
import { PricedLines } from '../../shared/ui/priced-lines';
import { QueryView } from '../../shared/ui/query-view';
import { HowToPay } from './how-to-pay';
import { OrderActions } from './order-actions';
import { OrderDocuments } from './order-documents';
import { OrderProgress } from './order-progress';
import { OrderRefunds } from './order-refunds';

interface OrderPageProps {
  readonly orderId: string;
  readonly account: AnswerOf<'GET /v1/me'>;
  readonly goTo: (address: string) => void;
}

export function OrderPage({ orderId, account, goTo }: OrderPageProps) {
  const queries = useQueryClient();
  const { query, isLive } = useLiveOrder(orderId);
  const isOpening = useFollowCheckout(query.data);
  return (
    <QueryView query={query} what="the order">
      {(order) => (
        <>
          <h1>Order {order.orderNo}</h1>
          <div className="columns">
            <div>
              <OrderProgress order={order} isLive={isLive} />
              <OrderRefunds order={order} />
              <OrderDocuments order={order} account={account} />
              <HowToPay order={order} />
              {isOpening ? (
                <Notice kind="note">The payment page is being opened; you are taken there by itself.</Notice>
              ) : null}
              <OrderActions
                order={{ ...order, ...order.payment }}
                account={account}
                onOrder={(now) => queries.setQueryData(['order', orderId], now)}
                onPay={(now) => goToPayment(now, goTo)}
              />
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
        <div>
          <dt>Method</dt>
          <dd>{METHOD_NAMES[order.method]}</dd>
        </div>
      </dl>
      <p className="hint">
        Placed {formatInstant(order.placedAt)} by {order.buyer.name}, company {order.company.companyId}.
      </p>
    </aside>
  );
}
