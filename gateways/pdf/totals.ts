import type { Content, TableCell } from 'pdfmake/interfaces';
import type { DocumentHead } from '../../domain/invoice/document-body';
import type { InvoiceBody } from '../../domain/invoice/invoice-body';
import { formatMoney } from '../../domain/money/format-money';
import type { Money } from '../../domain/money/money';
import { legalSentence } from '../../domain/tax/legal-sentence';
import type { TaxLine } from '../../domain/tax/tax-line';
import { LABELS as L, paymentSentence, TAX_NAMES } from './labels';
import type { Print } from './document-page';
import { countryName } from './parties';

export function totalsBlock({ totals }: DocumentHead, print: Print, grossLabel: string): Content {
  const row = (label: string, amount: Money, bold: boolean): TableCell[] => [
    { text: label, bold, alignment: 'right' },
    { text: print(formatMoney(amount, 'en')), bold, alignment: 'right' },
  ];
  return {
    unbreakable: true,
    margin: [0, 8, 0, 0],
    table: {
      widths: ['*', 110],
      body: [
        row(L.netTotal, totals.net, false),
        row(L.taxTotal, totals.tax, false),
        row(grossLabel, totals.gross, true),
      ],
    },
    layout: {
      hLineWidth: (index) => (index === 2 ? 1 : 0),
      vLineWidth: () => 0,
      paddingRight: (column) => (column === 1 ? 0 : 8),
    },
  };
}

/** The tax of each rate as it was rounded, and what the law wants said where none is charged. */
export function taxBlock({ taxLines }: DocumentHead, print: Print): Content[] {
  if (taxLines.length === 0) return [];
  const sentences = new Set(taxLines.flatMap((line) => legalSentence(line, 'en') ?? []));
  const table: Content = {
    unbreakable: true,
    margin: [0, 14, 0, 4],
    fontSize: 8,
    table: {
      headerRows: 1,
      widths: ['*', 50, 110, 110],
      body: [taxHead(), ...taxLines.map((line) => taxRow(line, print))],
    },
    layout: {
      hLineWidth: (index, node) => (index === 0 || index === node.table.body.length ? 0 : 0.5),
      vLineWidth: () => 0,
      hLineColor: () => '#bbbbbb',
      paddingLeft: (column) => (column === 0 ? 0 : 6),
      paddingRight: (column) => (column === 3 ? 0 : 6),
    },
  };
  return [table, ...[...sentences].map((sentence): Content => ({ text: print(sentence), margin: [0, 4, 0, 0] }))];
}

/** That it is paid, and how. */
export function paymentNote({ paymentMethod, paidOn }: InvoiceBody, print: Print): Content {
  return { text: print(paymentSentence(paymentMethod, paidOn)), bold: true, margin: [0, 12, 0, 0] };
}

export function dayCountNote({ quotedOn }: DocumentHead, print: Print): Content {
  return { text: print(L.dayCount(quotedOn)), fontSize: 8, color: '#444444', margin: [0, 4, 0, 0] };
}

function taxHead(): TableCell[] {
  const right = { bold: true, alignment: 'right' } as const;
  return [
    { text: L.tax, bold: true },
    { text: L.rate, ...right },
    { text: L.taxBase, ...right },
    { text: L.taxAmount, ...right },
  ];
}

function taxRow(line: TaxLine, print: Print): TableCell[] {
  return [
    { text: print(`${TAX_NAMES[line.category]}, ${countryName(line.country)}`) },
    { text: `${line.rateBasisPoints / 100} %`, alignment: 'right' },
    { text: print(formatMoney(line.base, 'en')), alignment: 'right' },
    { text: print(formatMoney(line.tax, 'en')), alignment: 'right' },
  ];
}
