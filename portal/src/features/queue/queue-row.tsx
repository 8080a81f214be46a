import { useEffect, useId } from 'react';
import type { AnswerOf, Schema } from '../../shared/api/client';
import { formatMoney } from '../../shared/format/money';
import { daysInWords, formatInstantDay } from '../../shared/format/time';
import { turnInWords } from '../../shared/order/order-words';
import { useLiveOrder } from '../../shared/order/use-live-order';
import { Cell, WideCell } from '../../shared/ui/data-table';
import { QueryView } from '../../shared/ui/query-view';
import { QueuePanel } from './queue-panel';
import { rowOf } from './queue-words';
import { useRefresh } from './use-refresh';

interface QueueRowProps {
  readonly item: Schema<'OfflineQueueItem'>;
  readonly isOpen: boolean;
  readonly account: AnswerOf<'GET /v1/me'>;
  readonly goTo: (address: string) => void;
  readonly onToggle: () => void;
}

export const QUEUE_COLUMNS = ['Order', 'Age', 'Partner', 'Total', 'Received', 'Open', 'Deadline', 'State', 'Turn'];

/** One order of the queue; unfolded it follows the order live, and says what it became even when the queue has let go of it. */
export function QueueRow({ item, isOpen, account, goTo, onToggle }: QueueRowProps) {
  const id = useId();
  const { query } = useLiveOrder(item.orderId, isOpen);
  const order = isOpen ? (query.data ?? null) : null;
  const row = rowOf(item, order);
  useFollowQueue(order);
  return (
    <>
      <tr role="row" className={isOpen ? 'has-more' : undefined}>
        <Cell name="Order">
          <button type="button" className="fold" aria-expanded={isOpen} aria-controls={id} onClick={onToggle}>
            {item.orderNo}
          </button>
          <PiMark item={item} />
        </Cell>
        <Cell name="Age" isShort>
          {daysInWords(item.ageDays)}
        </Cell>
        <Cell name="Partner">
          {item.partner.name}
          <span className="hint">
            {item.company.name}, {item.company.companyId}
          </span>
        </Cell>
        <Cell name="Total" isNumber>
          {formatMoney(row.total)}
        </Cell>
        <Cell name="Received" isNumber>
          {formatMoney(row.received)}
        </Cell>
        <Cell name="Open" isNumber>
          {formatMoney(row.open)}
        </Cell>
        <Cell name="Deadline" isShort>
          {formatInstantDay(row.deadlineAt)}
        </Cell>
        <Cell name="State">
          {row.words}
          {item.reportsWaiting === 0 ? null : <span className="mark">Reported by the distributor</span>}
        </Cell>
        <Cell name="Turn">{turnInWords(row.whoActs)}</Cell>
      </tr>
      {isOpen ? (
        <tr role="row" className="more" id={id}>
          <WideCell columns={QUEUE_COLUMNS.length}>
            <QueryView query={query} what="the order">
              {(found) => <QueuePanel order={found} item={item} account={account} goTo={goTo} />}
            </QueryView>
          </WideCell>
        </tr>
      ) : null}
    </>
  );
}

function PiMark({ item }: { readonly item: Schema<'OfflineQueueItem'> }) {
  if (item.piNumber === null) return null;
  return item.piFlagged ? (
    <span className="mark">{item.piNumber}: PI not registered</span>
  ) : (
    <span className="hint">PI {item.piNumber}</span>
  );
}

/** When the order moves, whoever moved it, the rest of the page is read anew. */
function useFollowQueue(order: Schema<'Order'> | null): void {
  const refresh = useRefresh();
  const seen =
    order === null
      ? ''
      : [order.state, order.payment.received.amountMinor, order.deadlineAt, order.facts.completedAt].join();
  useEffect(() => {
    if (seen !== '') refresh();
  }, [seen, refresh]);
}
