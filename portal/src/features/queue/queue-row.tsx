import { useEffect, useRef } from 'react';
import type { AnswerOf, Schema } from '../../shared/api/client';
import { formatMoney } from '../../shared/format/money';
import { daysInWords } from '../../shared/format/time';
import { useLiveOrder } from '../../shared/order/use-live-order';
import { Cell } from '../../shared/ui/data-table';
import { QueryView } from '../../shared/ui/query-view';
import { FoldRow, PartnerCell, StandingCells } from './fold-row';
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
  const { query } = useLiveOrder(item.orderId, isOpen);
  const order = isOpen ? (query.data ?? null) : null;
  const row = rowOf(item, order);
  useFollowQueue(order);
  const isReported = item.reportsWaiting > 0 && row.open.amountMinor > 0;
  const rejection = order === null ? item.rejection : order.rejection;
  return (
    <FoldRow
      orderNo={item.orderNo}
      mark={<PiMark item={item} />}
      columns={QUEUE_COLUMNS.length}
      isOpen={isOpen}
      onToggle={onToggle}
      panel={
        <QueryView query={query} what="the order">
          {(found) => <QueuePanel order={found} item={item} account={account} goTo={goTo} />}
        </QueryView>
      }
    >
      <Cell name="Age" isShort>
        {daysInWords(item.ageDays)}
      </Cell>
      <PartnerCell partner={item.partner} company={item.company} />
      <Cell name="Total" isNumber>
        {formatMoney(row.total)}
      </Cell>
      <Cell name="Received" isNumber>
        {formatMoney(row.received)}
      </Cell>
      <StandingCells
        {...row}
        mark={
          <>
            {isReported ? <span className="mark">Reported by the distributor</span> : null}
            {rejection === null ? null : (
              <span className="mark clipped">
                Turned down by {rejection.by.name}: {rejection.reason}
              </span>
            )}
          </>
        }
      />
    </FoldRow>
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
  const before = useRef('');
  useEffect(() => {
    if (before.current !== '' && seen !== '' && before.current !== seen) refresh();
    before.current = seen;
  }, [seen, refresh]);
}
