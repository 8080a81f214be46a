import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces';
import { faceOf, type DocumentFace } from './document-face';
import type { PrintableBody } from './document-renderer';
import { creditedLinesTable, creditNotes } from './credited-lines';
import { howToPayBlock, termNotes } from './how-to-pay';
import { LABELS as L } from './labels';
import { linesTable } from './lines-table';
import { partiesBlock, sellerBankBlock } from './parties';
import { dayCountNote, paymentNote, taxBlock, totalsBlock } from './totals';

/** Makes any text printable with the page's font. */
export type Print = (text: string) => string;

const MARGINS_MM = { side: 18, top: 16, bottom: 22 };
const POINTS_PER_MM = 72 / 25.4;
const mm = (millimetres: number): number => Math.round(millimetres * POINTS_PER_MM);

/** The A4 page of an invoice, proforma or credit note. Nothing on it depends on when, where or how often it is made. */
export function documentPage(body: PrintableBody, print: Print): TDocumentDefinitions {
  const face = faceOf(body);
  return {
    pageSize: 'A4',
    pageMargins: [mm(MARGINS_MM.side), mm(MARGINS_MM.top), mm(MARGINS_MM.side), mm(MARGINS_MM.bottom)],
    version: '1.7',
    language: 'en',
    displayTitle: true,
    info: metadata(body, face, print),
    defaultStyle: { font: 'Roboto', fontSize: 9, lineHeight: 1.2, color: '#1a1a1a' },
    content: [
      ...partiesBlock(body, face, print),
      'creditNoteNo' in body ? creditedLinesTable(body, print) : linesTable(body, print),
      totalsBlock(body, print, 'creditNoteNo' in body ? L.creditTotal : L.grossTotal),
      ...taxBlock(body, print),
      ...moneyBlocks(body, print),
    ],
    footer: (page, pages) => footer(body, print, `${face.number} · ${L.page(page, pages)}`),
  };
}

/** An invoice says how it was paid, a proforma how it is to be paid, a credit note what goes back. */
function moneyBlocks(body: PrintableBody, print: Print): Content[] {
  if ('proformaNo' in body) return [...termNotes(body), dayCountNote(body, print), howToPayBlock(body, print)];
  if ('creditNoteNo' in body) return creditNotes(body, print);
  return [paymentNote(body, print), dayCountNote(body, print), sellerBankBlock(body, print)];
}

function metadata(body: PrintableBody, face: DocumentFace, print: Print): TDocumentDefinitions['info'] {
  const issuedAt = new Date(body.issuedAt);
  return {
    title: print(`${face.title} ${face.number}`),
    author: print(body.seller.legalName),
    creator: 'Purser',
    producer: 'Purser',
    creationDate: issuedAt,
    modDate: issuedAt,
  };
}

function footer({ seller }: PrintableBody, print: Print, right: string): Content {
  return {
    margin: [mm(MARGINS_MM.side), mm(6), mm(MARGINS_MM.side), 0],
    fontSize: 8,
    color: '#555555',
    columns: [
      { text: print(`${seller.legalName} · ${L.vatNumber} ${seller.taxNumber}`), width: '*' },
      { text: print(right), width: 'auto', alignment: 'right' },
    ],
    columnGap: 12,
  };
}
