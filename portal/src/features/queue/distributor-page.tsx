import { useState } from 'react';
import type { AnswerOf } from '../../shared/api/client';
import { usePages } from '../../shared/api/use-pages';
import { DataTable } from '../../shared/ui/data-table';
import { Field } from '../../shared/ui/field';
import { MoreButton } from '../../shared/ui/more-button';
import { QueryView } from '../../shared/ui/query-view';
import { useSettled } from '../../shared/ui/use-settled';
import { DISTRIBUTOR_COLUMNS, DistributorRow } from './distributor-row';

interface DistributorPageProps {
  readonly account: AnswerOf<'GET /v1/me'>;
  readonly goTo: (address: string) => void;
}

const REFRESH_MS = 60_000;

/** A distributor's view: the open offline orders of its partners, and a word to the account manager when money has come. */
export function DistributorPage({ account, goTo }: DistributorPageProps) {
  const [text, setText] = useState('');
  const [openId, setOpenId] = useState<string | null>(null);
  const settled = useSettled(text.trim());
  const filter = { method: 'offline', open: 'true', sort: 'placedAt', text: settled };
  const list = usePages('GET /v1/orders', filter, REFRESH_MS);
  return (
    <>
      <h1>Offline orders of your partners</h1>
      <form className="card search" role="search" onSubmit={(event) => event.preventDefault()}>
        <Field label="Search" type="search" maxLength={100} value={text} onText={setText} />
      </form>
      <section className="card" aria-label="Offline orders">
        <QueryView
          query={list}
          what="the orders"
          isEmpty={({ pages }) => pages.every(({ items }) => items.length === 0)}
          empty={
            <p className="hint">
              {settled === ''
                ? 'No order of your partners waits for bank money.'
                : `No order here matches “${settled}”.`}
            </p>
          }
        >
          {({ pages }) => (
            <>
              <DataTable caption="Offline orders, oldest first" columns={DISTRIBUTOR_COLUMNS}>
                {pages
                  .flatMap(({ items }) => items)
                  .map((item) => (
                    <DistributorRow
                      key={item.orderId}
                      item={item}
                      isOpen={openId === item.orderId}
                      mayReport={account.capabilities['receipt.report'] !== undefined}
                      goTo={goTo}
                      onToggle={() => setOpenId(openId === item.orderId ? null : item.orderId)}
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
