import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces';
import type { InvoiceBody } from '../../domain/invoice/invoice-body';
import { INVOICE_LABELS as L, invoiceTitle } from './invoice-labels';
import { linesTable } from './invoice-lines-table';
import { partiesBlock, sellerBankBlock } from './invoice-parties';
import { paymentBlock, taxBlock, totalsBlock } from './invoice-totals';

/** Makes any text printable with the page's font. */
export type Print = (text: string) => string;

const MARGINS_MM = { side: 18, top: 16, bottom: 22 };
const POINTS_PER_MM = 72 / 25.4;
const mm = (millimetres: number): number => Math.round(millimetres * POINTS_PER_MM);

/** The A4 page of an invoice. Nothing on it depends on when, where or how often it is made. */
export function invoicePage(body: InvoiceBody, print: Print): TDocumentDefinitions {
  return {
    pageSize: 'A4',
    pageMargins: [mm(MARGINS_MM.side), mm(MARGINS_MM.top), mm(MARGINS_MM.side), mm(MARGINS_MM.bottom)],
    version: '1.7',
    language: 'en',
    displayTitle: true,
    info: metadata(body, print),
    defaultStyle: { font: 'Roboto', fontSize: 9, lineHeight: 1.2, color: '#1a1a1a' },
    content: [
      ...partiesBlock(body, print),
      linesTable(body, print),
      totalsBlock(body, print),
      ...taxBlock(body, print),
      ...paymentBlock(body, print),
      sellerBankBlock(body, print),
    ],
    footer: (page, pages) => footer(body, print, L.page(page, pages)),
  };
}

function metadata(body: InvoiceBody, print: Print): TDocumentDefinitions['info'] {
  const issuedAt = new Date(body.issuedAt);
  return {
    title: print(`${invoiceTitle(body.seller.country)} ${body.invoiceNo}`),
    author: print(body.seller.legalName),
    creator: 'Purser',
    producer: 'Purser',
    creationDate: issuedAt,
    modDate: issuedAt,
  };
}

function footer(body: InvoiceBody, print: Print, page: string): Content {
  return {
    margin: [mm(MARGINS_MM.side), mm(6), mm(MARGINS_MM.side), 0],
    fontSize: 8,
    color: '#555555',
    columns: [
      { text: print(`${body.seller.legalName} · ${L.vatNumber} ${body.seller.taxNumber}`), width: '*' },
      { text: print(`${body.invoiceNo} · ${page}`), width: 'auto', alignment: 'right' },
    ],
    columnGap: 12,
  };
}
