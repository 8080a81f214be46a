import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { AnswerOf, Schema } from '../../shared/api/client';
import { usePages } from '../../shared/api/use-pages';
import { stateInWords, toListItem } from '../../shared/order/order-words';
import { goToPayment } from '../../shared/payment/go-to-payment';
import { DataTable } from '../../shared/ui/data-table';
import { MoreButton } from '../../shared/ui/more-button';
import { QueryView } from '../../shared/ui/query-view';
import { OrderRow } from './order-row';

interface OrderListProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly text: string;
  readonly account: AnswerOf<'GET /v1/me'>;
  readonly goTo: (address: string) => void;
}

type Item = Schema<'OrderListItem'>;

interface Changed {
  /** Milliseconds of the browser's clock, as the list's own age is told. */
  readonly at: number;
  readonly item: ReturnType<typeof toListItem>;
}

const COLUMNS = ['Order', 'State', 'Method', 'Total', 'Open', 'Pay by', 'Whose turn'];
/** Others may pay or cancel too. */
const REFRESH_MS = 60_000;

export function OrderList({ title, isOpen, text, account, goTo }: OrderListProps) {
  const queries = useQueryClient();
  /** What an act here has made of an order, until the list is read again: nothing jumps away from under the hand. */
  const [changed, setChanged] = useState<Readonly<Record<string, Changed>>>({});
  const [said, setSaid] = useState('');
  const list = usePages('GET /v1/orders', { open: String(isOpen), text }, isOpen ? REFRESH_MS : false);
  const onOrder = (order: Schema<'Order'>): void => {
    queries.setQueryData(['order', order.orderId], order);
    const item = toListItem(order);
    setChanged((before) => ({ ...before, [order.orderId]: { at: Date.now(), item } }));
    setSaid(`${order.orderNo}: ${stateInWords(item)}.`);
  };
  const asChanged = (item: Item): Item => {
    const now = changed[item.orderId];
    return now === undefined || now.at < list.dataUpdatedAt ? item : { ...item, ...now.item };
  };
  return (
    <section className="card" aria-label={title}>
      <h2>{title}</h2>
      <div aria-live="polite" className="unseen">
        {said}
      </div>
      <QueryView
        query={list}
        what="your orders"
        isEmpty={({ pages }) => pages.every(({ items }) => items.length === 0)}
        empty={<p className="hint">{nothing(isOpen, text)}</p>}
      >
        {({ pages }) => (
          <>
            <DataTable caption={title} columns={COLUMNS}>
              {pages
                .flatMap(({ items }) => items)
                .map((item) => (
                  <OrderRow
                    key={item.orderId}
                    order={asChanged(item)}
                    account={account}
                    goTo={goTo}
                    onOrder={onOrder}
                    onPay={(order) => goToPayment(order, goTo)}
                  />
                ))}
            </DataTable>
            <MoreButton list={list} />
          </>
        )}
      </QueryView>
    </section>
  );
}

function nothing(isOpen: boolean, text: string): string {
  if (text !== '') return `No ${isOpen ? 'open' : 'ended'} order matches “${text}”.`;
  return isOpen ? 'No open orders: nothing waits for you or for us.' : 'No order has ended yet.';
}
