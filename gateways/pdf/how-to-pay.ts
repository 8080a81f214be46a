import type { Content, TableCell } from 'pdfmake/interfaces';
import { bankDetailsFor } from '../../domain/catalogue/seller';
import type { ProformaBody } from '../../domain/invoice/proforma-body';
import { formatMoney } from '../../domain/money/format-money';
import type { Print } from './document-page';
import { LABELS as L } from './labels';

const QUIET = '#555555';

/** Everything that the payer's bank asks for, on one page whatever stands above it. */
export function howToPayBlock(body: ProformaBody, print: Print): Content {
  return {
    unbreakable: true,
    stack: [
      { text: L.howToPay, fontSize: 12, bold: true, margin: [0, 14, 0, 4] },
      {
        table: { widths: [110, '*'], body: rowsOf(body).map(([label, value]) => row(label, print(value))) },
        layout: {
          hLineWidth: (index, node) => (index === 0 || index === node.table.body.length ? 1 : 0.5),
          vLineWidth: () => 0,
          hLineColor: () => '#bbbbbb',
          paddingLeft: (column) => (column === 0 ? 0 : 6),
        },
      },
      { text: print(L.afterPayment(body.paymentReference)), margin: [0, 8, 0, 0] },
    ],
  };
}

/** A first purchase is priced "if paid today" (product §3). */
export function termNotes({ orderKind }: ProformaBody): Content[] {
  if (orderKind !== 'purchase_plan') return [];
  return [{ text: L.termFollowsPayment, fontSize: 8, color: '#444444', margin: [0, 4, 0, 0] }];
}

function rowsOf(body: ProformaBody): (readonly [string, string])[] {
  const bank = bankDetailsFor(body.seller, body.currency);
  const account =
    bank === null
      ? [[L.bank, L.bankOnRequest] as const]
      : [
          [L.accountHolder, bank.accountHolder] as const,
          [L.account, `${bank.account} (${bank.currency})`] as const,
          [L.bankName, `${bank.bank}, ${bank.swift}`] as const,
        ];
  return [
    [L.amountToPay, formatMoney(body.totals.gross, 'en')],
    [L.payableUntil, `${body.payableUntil.slice(0, 10)}, ${body.payableUntil.slice(11, 16)} UTC`],
    ...account,
    [L.paymentReference, body.paymentReference],
  ];
}

function row(label: string, value: string): TableCell[] {
  return [
    { text: label, color: QUIET },
    { text: value, bold: true },
  ];
}
