import type { Content, TableCell } from 'pdfmake/interfaces';
import type { DocumentBody } from '../../domain/invoice/document-body';
import { formatMoney } from '../../domain/money/format-money';
import { describeArithmetic, itemName } from '../../domain/quote/describe-line';
import type { PricedLine } from '../../domain/quote/quote';
import { addDays } from '../../domain/time/add-months';
import { LABELS as L } from './labels';
import type { Print } from './document-page';

const RULE = '#bbbbbb';

/** One row per line with its service period and arithmetic. */
export function linesTable(body: DocumentBody, print: Print): Content {
  const head = [L.description, L.period, L.quantity, L.unitPrice, L.net];
  return ruledTable(
    ['*', 62, 44, 74, 78],
    head,
    body.lines.map((line) => row(line, print))
  );
}

/** The head stands on every page and no row is torn apart; the columns behind the first two hold numbers. */
export function ruledTable(
  widths: readonly ('*' | number)[],
  head: readonly string[],
  rows: readonly TableCell[][]
): Content {
  const last = widths.length - 1;
  return {
    table: {
      headerRows: 1,
      dontBreakRows: true,
      keepWithHeaderRows: 1,
      widths: [...widths],
      body: [head.map((text, column) => headCell(text, column)), ...rows],
    },
    layout: {
      hLineWidth: (index) => (index === 1 ? 1 : 0.5),
      vLineWidth: () => 0,
      hLineColor: () => RULE,
      paddingLeft: (column) => (column === 0 ? 0 : 6),
      paddingRight: (column) => (column === last ? 0 : 6),
      paddingTop: () => 5,
      paddingBottom: () => 5,
    },
  };
}

function headCell(text: string, column: number): TableCell {
  return { text, bold: true, ...(column < 2 ? {} : { alignment: 'right' }) };
}

function row(line: PricedLine, print: Print): TableCell[] {
  const lastDay = addDays(line.period.until, -1);
  return [
    {
      stack: [
        { text: print(`${line.lineNo}. ${itemName(line.item, 'en')}`), bold: true },
        { text: print(describeArithmetic(line, 'en')), fontSize: 8, color: '#444444' },
        ...(line.item.type === 'service'
          ? [{ text: L.resulting(line.resultingTotal), fontSize: 8, color: '#444444' }]
          : []),
      ],
    },
    { text: L.to(line.period.from, lastDay) },
    { text: String(line.quantity), alignment: 'right' },
    { text: print(formatMoney(line.listUnit, 'en')), alignment: 'right' },
    { text: print(formatMoney(line.net, 'en')), alignment: 'right' },
  ];
}
