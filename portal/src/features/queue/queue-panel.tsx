import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { callApi, type AnswerOf, type Schema } from '../../shared/api/client';
import { QueryView } from '../../shared/ui/query-view';
import { AllocateForm } from './allocate-form';
import { Announcement } from './announcement';
import { Approval } from './approval';
import { OrderAct, type Act } from './order-acts';
import type { Said } from './outcome-words';
import { QueueFacts } from './queue-facts';
import { ReceiptForm } from './receipt-form';
import { ReceiptsOfOrder } from './receipts-of-order';
import { ReportList } from './report-list';
import { useRefresh } from './use-refresh';

interface QueuePanelProps {
  readonly order: Schema<'Order'>;
  readonly item: Schema<'OfflineQueueItem'>;
  readonly account: AnswerOf<'GET /v1/me'>;
  readonly goTo: (address: string) => void;
}

type Open = 'record' | 'allocate' | Act;

/** Everything about one order's bank money, and what the reader may do about it. */
export function QueuePanel({ order, item, account, goTo }: QueuePanelProps) {
  const refresh = useRefresh();
  const [open, setOpen] = useState<Open | null>(null);
  const [said, setSaid] = useState<Said | null>(null);
  const money = useQuery({
    queryKey: ['bank-money', order.orderId],
    queryFn: () => callApi('GET /v1/orders/{orderId}/bank-money', { params: { orderId: order.orderId } }),
  });
  const close = (): void => setOpen(null);
  const done = (what: Said): void => {
    close();
    setSaid(what);
    refresh();
  };
  const isUnpaid = order.payment.open.amountMinor > 0;
  const can = account.capabilities;
  const acts: readonly (readonly [Open, string, boolean])[] = [
    ['record', 'Record a receipt', isUnpaid && can['receipt.record'] !== undefined],
    ['allocate', 'Allocate an unmatched receipt', isUnpaid && can['receipt.allocate'] !== undefined],
    ['shortfall', 'Close the shortfall', isUnpaid && item.canCloseShortfall],
    ['prolong', 'Prolong', isUnpaid && item.canProlong],
    ['return', 'Return the money and cancel', isUnpaid && item.canReturnAndCancel],
  ];
  return (
    <div className="panel">
      <QueueFacts order={order} item={item} goTo={goTo} />
      <Announcement said={said} />
      <Approval order={order} account={account} onDone={done} />
      <QueryView query={money} what="the receipts">
        {(found) => (
          <>
            <ReceiptsOfOrder money={found} mayReverse={can['receipt.reverse'] !== undefined} onDone={done} />
            <ReportList
              order={order}
              accounts={isUnpaid && can['receipt.confirmReport'] !== undefined ? found.accounts : null}
              onDone={done}
            />
            <div className="actions">
              {acts
                .filter(([, , isPossible]) => isPossible)
                .map(([act, name]) => (
                  <button
                    key={act}
                    type="button"
                    className={act === 'record' ? 'primary' : undefined}
                    aria-expanded={open === act}
                    onClick={() => (setSaid(null), setOpen(open === act ? null : act))}
                  >
                    {name}
                  </button>
                ))}
            </div>
            {open === 'record' ? (
              <ReceiptForm order={order} accounts={found.accounts} onDone={done} onClose={close} />
            ) : null}
          </>
        )}
      </QueryView>
      {open === 'allocate' ? <AllocateForm order={order} onDone={done} onClose={close} /> : null}
      {open === 'shortfall' || open === 'prolong' || open === 'return' ? (
        <OrderAct act={open} order={order} onDone={done} onClose={close} />
      ) : null}
    </div>
  );
}
