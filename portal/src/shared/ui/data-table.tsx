import type { ReactNode } from 'react';

/** Columns of amounts, whose heads stand over the figures. */
const MONEY: readonly string[] = ['Total', 'Received', 'Open'];

interface DataTableProps {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly children: ReactNode;
}

/**
 * A table whose rows turn into cards on a phone. The roles are written out because a browser forgets them with
 * `display: block`.
 */
export function DataTable({ caption, columns, children }: DataTableProps) {
  return (
    <table className="data" role="table">
      <caption className="unseen">{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((name) => (
            <th key={name} role="columnheader" scope="col" className={MONEY.includes(name) ? 'number' : undefined}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">{children}</tbody>
    </table>
  );
}

interface CellProps {
  /** Heading of the column, which stands beside the value on a phone. */
  readonly name: string;
  readonly isNumber?: boolean;
  /** Stays on one line. */
  readonly isShort?: boolean;
  readonly children: ReactNode;
}

export function Cell({ name, isNumber = false, isShort = false, children }: CellProps) {
  return (
    <td role="cell" data-name={name} className={isNumber ? 'number' : isShort ? 'short' : undefined}>
      {children}
    </td>
  );
}

/** A part of a row that takes its whole width. */
export function WideCell({ columns, children }: { readonly columns: number; readonly children: ReactNode }) {
  return (
    <td role="cell" colSpan={columns} className="wide-cell">
      {children}
    </td>
  );
}
