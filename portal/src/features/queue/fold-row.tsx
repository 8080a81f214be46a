import { useId, type ReactNode } from 'react';
import type { Schema } from '../../shared/api/client';
import { formatMoney } from '../../shared/format/money';
import { formatInstantDay } from '../../shared/format/time';
import { turnInWords } from '../../shared/order/order-words';
import { Cell, WideCell } from '../../shared/ui/data-table';

interface FoldRowProps {
  readonly orderNo: string;
  /** Under the order's number. */
  readonly mark?: ReactNode;
  readonly columns: number;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  /** The cells behind the first one. */
  readonly children: ReactNode;
  /** What the row unfolds to. */
  readonly panel: ReactNode;
}

/** A row that unfolds to everything about its order. */
export function FoldRow({ orderNo, mark, columns, isOpen, onToggle, children, panel }: FoldRowProps) {
  const id = useId();
  return (
    <>
      <tr role="row" className={isOpen ? 'has-more' : undefined}>
        <Cell name="Order">
          <button type="button" className="fold" aria-expanded={isOpen} aria-controls={id} onClick={onToggle}>
            {orderNo}
          </button>
          {mark}
        </Cell>
        {children}
      </tr>
      {isOpen ? (
        <tr role="row" className="more" id={id}>
          <WideCell columns={columns}>{panel}</WideCell>
        </tr>
      ) : null}
    </>
  );
}

export function PartnerCell({ partner, company }: Pick<Schema<'OrderListItem'>, 'partner' | 'company'>) {
  return (
    <Cell name="Partner">
      {partner.name}
      <span className="hint">
        {company.name}, {company.companyId}
      </span>
    </Cell>
  );
}

interface StandingCellsProps extends Pick<Schema<'OrderListItem'>, 'open' | 'deadlineAt' | 'whoActs'> {
  readonly words: string;
  readonly mark?: ReactNode;
}

/** What is missing, until when, and who has to do something about it. */
export function StandingCells({ open, deadlineAt, whoActs, words, mark }: StandingCellsProps) {
  return (
    <>
      <Cell name="Open" isNumber>
        {formatMoney(open)}
      </Cell>
      <Cell name="Deadline" isShort>
        {formatInstantDay(deadlineAt)}
      </Cell>
      <Cell name="State">
        {words}
        {mark}
      </Cell>
      <Cell name="Turn">{turnInWords(whoActs)}</Cell>
    </>
  );
}
