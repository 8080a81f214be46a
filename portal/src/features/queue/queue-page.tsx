import { useState } from 'react';
import type { AnswerOf, Schema } from '../../shared/api/client';
import { usePages } from '../../shared/api/use-pages';
import { DataTable } from '../../shared/ui/data-table';
import { MoreButton } from '../../shared/ui/more-button';
import { QueryView } from '../../shared/ui/query-view';
import { useSettled } from '../../shared/ui/use-settled';
import { QueueFilter } from './queue-filter';
import { QUEUE_COLUMNS, QueueRow } from './queue-row';
import { QUEUE_STATES } from './queue-words';

interface QueuePageProps {
  readonly account: AnswerOf<'GET /v1/me'>;
  readonly goTo: (address: string) => void;
}

type Item = Schema<'OfflineQueueItem'>;

/** Others of staff work on the same orders. */
const REFRESH_MS = 30_000;

/** Orders that wait for bank money, oldest first. Whoever approves begins with what waits for approval. */
export function QueuePage({ account, goTo }: QueuePageProps) {
  const approves = account.capabilities['receipt.approve'] !== undefined;
  const [state, setState] = useState(approves ? 'awaiting_approval' : '');
  const [text, setText] = useState('');
  const [open, setOpen] = useState<Item | null>(null);
  const settled = useSettled(text.trim());
  const list = usePages('GET /v1/offline-queue', { state, text: settled }, REFRESH_MS);
  return (
    <>
      <h1>Offline orders</h1>
      <QueueFilter
        text={text}
        state={state}
        states={[['', 'All open orders'], ...Object.entries(QUEUE_STATES)]}
        onText={setText}
        onState={setState}
      />
      <section className="card" aria-label="Offline orders">
        <QueryView
          query={list}
          what="the queue"
          isEmpty={({ pages }) => open === null && pages.every(({ items }) => items.length === 0)}
          empty={<p className="hint">{nothing(state, settled)}</p>}
        >
          {({ pages }) => (
            <>
              <DataTable caption="Offline orders, oldest first" columns={QUEUE_COLUMNS}>
                {withOpen(
                  pages.flatMap(({ items }) => items),
                  open
                ).map((item) => (
                  <QueueRow
                    key={item.orderId}
                    item={item}
                    isOpen={open?.orderId === item.orderId}
                    account={account}
                    goTo={goTo}
                    onToggle={() => setOpen(open?.orderId === item.orderId ? null : item)}
                  />
                ))}
              </DataTable>
              <MoreButton list={list} />
            </>
          )}
        </QueryView>
      </section>
    </>
  );
}

/** An unfolded order stays on the page when it leaves the list, so that whoever works on it sees what came of it. */
function withOpen(items: readonly Item[], open: Item | null): readonly Item[] {
  if (open === null || items.some(({ orderId }) => orderId === open.orderId)) return items;
  const before = items.filter(({ placedAt }) => placedAt <= open.placedAt);
  return [...before, open, ...items.filter(({ placedAt }) => placedAt > open.placedAt)];
}

function nothing(state: string, text: string): string {
  if (text !== '') return `No order here matches “${text}”.`;
  return state === ''
    ? 'No order waits for bank money.'
    : 'No order is in this state. Choose “All open orders” to see the others.';
}
