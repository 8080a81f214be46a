import { useState } from 'react';
import type { Schema } from '../../shared/api/client';
import { formatMoney } from '../../shared/format/money';
import { stateInWords } from '../../shared/order/order-words';
import { useLiveOrder } from '../../shared/order/use-live-order';
import { Cell } from '../../shared/ui/data-table';
import { QueryView } from '../../shared/ui/query-view';
import { Announcement } from './announcement';
import { FoldRow, PartnerCell, StandingCells } from './fold-row';
import type { Said } from './outcome-words';
import { QueueFacts } from './queue-facts';
import { ReportForm } from './report-form';
import { ReportList } from './report-list';
import { useRefresh } from './use-refresh';

interface DistributorRowProps {
  readonly item: Schema<'OrderListItem'>;
  readonly isOpen: boolean;
  readonly mayReport: boolean;
  readonly goTo: (address: string) => void;
  readonly onToggle: () => void;
}

export const DISTRIBUTOR_COLUMNS = ['Order', 'Partner', 'Total', 'Open', 'Deadline', 'State', 'Turn'];

export function DistributorRow({ item, isOpen, mayReport, goTo, onToggle }: DistributorRowProps) {
  const { query } = useLiveOrder(item.orderId, isOpen);
  return (
    <FoldRow
      orderNo={item.orderNo}
      columns={DISTRIBUTOR_COLUMNS.length}
      isOpen={isOpen}
      onToggle={onToggle}
      panel={
        <QueryView query={query} what="the order">
          {(order) => <Panel order={order} mayReport={mayReport} goTo={goTo} />}
        </QueryView>
      }
    >
      <PartnerCell partner={item.partner} company={item.company} />
      <Cell name="Total" isNumber>
        {formatMoney(item.gross)}
      </Cell>
      <StandingCells {...item} words={stateInWords(item)} />
    </FoldRow>
  );
}

interface PanelProps extends Pick<DistributorRowProps, 'mayReport' | 'goTo'> {
  readonly order: Schema<'Order'>;
}

function Panel({ order, mayReport, goTo }: PanelProps) {
  const refresh = useRefresh();
  const [isReporting, setIsReporting] = useState(false);
  const [said, setSaid] = useState<Said | null>(null);
  return (
    <div className="panel">
      <QueueFacts order={order} item={null} goTo={goTo} />
      <Announcement said={said} />
      <ReportList order={order} accounts={null} onDone={setSaid} />
      {mayReport && !isReporting && order.payment.open.amountMinor > 0 ? (
        <button type="button" className="primary" onClick={() => (setSaid(null), setIsReporting(true))}>
          Report a receipt
        </button>
      ) : null}
      {isReporting ? (
        <ReportForm
          order={order}
          onDone={(what) => (setIsReporting(false), setSaid(what), refresh())}
          onClose={() => setIsReporting(false)}
        />
      ) : null}
    </div>
  );
}
