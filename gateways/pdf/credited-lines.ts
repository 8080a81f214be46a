import type { Content, TableCell } from 'pdfmake/interfaces';
import type { CreditNoteBody, CreditNoteLine } from '../../domain/invoice/credit-note-body';
import { formatMoney } from '../../domain/money/format-money';
import { itemName } from '../../domain/quote/describe-line';
import { addDays } from '../../domain/time/add-months';
import type { Print } from './document-page';
import { creditSentence, LABELS as L } from './labels';
import { ruledTable } from './lines-table';

/** One row per credited line of the invoice, under that line's number. */
export function creditedLinesTable({ lines }: CreditNoteBody, print: Print): Content {
  return ruledTable(
    ['*', 62, 44, 92],
    [L.description, L.period, L.quantity, L.creditedNet],
    lines.map((line) => row(line, print))
  );
}

/** What became of the money. */
export function creditNotes({ cause, returned }: CreditNoteBody, print: Print): Content[] {
  const amount = returned.amountMinor === 0 ? null : formatMoney(returned, 'en');
  return [{ text: print(creditSentence(cause, amount)), bold: true, margin: [0, 12, 0, 0] }];
}

function row(line: CreditNoteLine, print: Print): TableCell[] {
  const { lineNo, item, quantity, invoicedQuantity, period, net } = line;
  const what = quantity === null ? L.creditedAmount : L.creditedUnits(quantity, invoicedQuantity);
  return [
    {
      stack: [
        { text: print(`${lineNo}. ${itemName(item, 'en')}`), bold: true },
        { text: what, fontSize: 8, color: '#444444' },
      ],
    },
    { text: L.to(period.from, addDays(period.until, -1)) },
    { text: quantity === null ? '' : String(quantity), alignment: 'right' },
    { text: print(formatMoney(net, 'en')), alignment: 'right' },
  ];
}
