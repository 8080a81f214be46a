import type { AnswerOf, Schema } from '../../shared/api/client';
import { formatMoney } from '../../shared/format/money';
import { formatInstantDay } from '../../shared/format/time';
import { stateInWords, turnInWords } from '../../shared/order/order-words';
import { METHOD_NAMES } from '../../shared/payment/method-wish';
import { Cell, WideCell } from '../../shared/ui/data-table';
import { LinkTo } from '../../shared/ui/link-to';
import { OrderActions } from './order-actions';

interface OrderRowProps {
  readonly order: Schema<'OrderListItem'>;
  readonly account: AnswerOf<'GET /v1/me'>;
  readonly goTo: (address: string) => void;
  readonly onOrder: (order: Schema<'Order'>) => void;
  readonly onPay: (order: Schema<'Order'>) => void;
}

export function OrderRow({ order, account, goTo, onOrder, onPay }: OrderRowProps) {
  const hasWays = order.canPayNow || order.canCancel || order.changeableTo.length > 0;
  const isUnpaid = order.open.amountMinor > 0;
  return (
    <>
      <tr role="row" className={hasWays ? 'has-more' : undefined}>
        <Cell name="Order">
          <LinkTo id={`order-${order.orderId}`} address={`/orders/${order.orderId}`} goTo={goTo}>
            {order.orderNo}
          </LinkTo>
          <span className="hint">
            {order.company.name}, {order.company.companyId}
          </span>
        </Cell>
        <Cell name="State">{stateInWords(order)}</Cell>
        <Cell name="Method">{METHOD_NAMES[order.method]}</Cell>
        <Cell name="Total" isNumber>
          {formatMoney(order.gross)}
        </Cell>
        <Cell name="Open" isNumber>
          {isUnpaid ? formatMoney(order.open) : '–'}
        </Cell>
        <Cell name="Pay by" isShort>
          {isUnpaid ? formatInstantDay(order.deadlineAt) : '–'}
        </Cell>
        <Cell name="Whose turn">{turnInWords(order.whoActs)}</Cell>
      </tr>
      {hasWays ? (
        <tr role="row" className="more">
          <WideCell columns={7}>
            <OrderActions
              order={order}
              account={account}
              onOrder={(now) => {
                onOrder(now);
                // The button that was pressed may be gone now, and the focus with it.
                document.getElementById(`order-${order.orderId}`)?.focus();
              }}
              onPay={onPay}
            />
          </WideCell>
        </tr>
      ) : null}
    </>
  );
}
