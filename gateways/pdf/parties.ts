import type { Column, Content } from 'pdfmake/interfaces';
import { bankDetailsFor, type Seller } from '../../domain/catalogue/seller';
import type { DocumentHead } from '../../domain/invoice/document-body';
import type { InvoiceBody } from '../../domain/invoice/invoice-body';
import type { DocumentFace } from './document-face';
import { LABELS as L } from './labels';
import type { Print } from './document-page';

const regions = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'code' });
const QUIET = '#555555';
/** Points; fixed, because a column that grows with a long name would push the other one off the page. */
const COLUMN_WIDTH = 234;
const COLUMN_GAP = 24;

/** Title, seller, buyer and the numbers that name this document. */
export function partiesBlock(body: DocumentHead, face: DocumentFace, print: Print): Content[] {
  return [
    {
      columns: [
        { text: face.title, fontSize: 22, bold: true },
        { width: 'auto', ...facts(body, face, print) },
      ],
      margin: [0, 0, 0, face.notice === null ? 18 : 10],
    },
    ...(face.notice === null ? [] : [noticeBlock(face.notice)]),
    {
      columns: [party(face.buyerLabel, buyerLines(body), print), party(L.from, sellerLines(body.seller), print)],
      columnGap: COLUMN_GAP,
      margin: [0, 0, 0, 12],
    },
    {
      text: [
        { text: `${L.company} `, color: QUIET },
        { text: print(body.companyName), bold: true },
        { text: ` (${print(body.companyId)})` },
      ],
      margin: [0, 0, 0, 10],
    },
  ];
}

/** Where the seller's accounts are: the one in the invoice's currency. */
export function sellerBankBlock({ seller, currency }: InvoiceBody, print: Print): Content {
  const bank = bankDetailsFor(seller, currency) ?? seller.bankDetails[0];
  if (bank === undefined) return { text: '' };
  return {
    unbreakable: true,
    margin: [0, 16, 0, 0],
    stack: [
      { text: L.bank, color: QUIET },
      { text: print(`${L.accountHolder}: ${bank.accountHolder}`) },
      { text: print(`${bank.bank}, ${bank.swift} · ${L.account} ${bank.account} (${bank.currency})`) },
    ],
  };
}

function noticeBlock(notice: string): Content {
  return {
    margin: [0, 0, 0, 16],
    table: { widths: ['*'], body: [[{ text: notice, bold: true }]] },
    layout: {
      hLineWidth: () => 0,
      vLineWidth: () => 0,
      fillColor: () => '#f1f1f1',
      paddingLeft: () => 8,
      paddingRight: () => 8,
      paddingTop: () => 5,
      paddingBottom: () => 5,
    },
  };
}

function facts(body: DocumentHead, face: DocumentFace, print: Print): { table: { body: Content[][] }; layout: string } {
  const rows = [
    [face.numberLabel, face.number],
    [face.dateLabel, body.issuedOn],
    ...face.references,
    [L.orderNo, body.orderNo],
  ] as const;
  return {
    table: {
      body: rows.map(([label, value]) => [
        { text: label, color: QUIET, noWrap: true },
        { text: print(value), bold: true, alignment: 'right', noWrap: true },
      ]),
    },
    layout: 'noBorders',
  };
}

function party(label: string, lines: readonly string[], print: Print): Column {
  const [name = '', ...rest] = lines.map(print).filter((line) => line !== '');
  return {
    width: COLUMN_WIDTH,
    stack: [{ text: label, color: QUIET }, { text: name, bold: true }, ...rest.map((text): Content => ({ text }))],
  };
}

function buyerLines({ buyer }: DocumentHead): string[] {
  return [
    buyer.company,
    `${buyer.firstName} ${buyer.lastName}`,
    buyer.street,
    `${buyer.zipCode} ${buyer.city}`,
    buyer.stateProvince === buyer.city ? '' : buyer.stateProvince,
    countryName(buyer.country),
    buyer.taxNumber === null ? '' : `${L.vatNumber}: ${buyer.taxNumber}`,
  ];
}

function sellerLines(seller: Seller): string[] {
  return [
    seller.legalName,
    seller.address.street,
    `${seller.address.zipCode} ${seller.address.city}`,
    seller.address.stateProvince === seller.address.city ? '' : seller.address.stateProvince,
    countryName(seller.country),
    `${L.vatNumber}: ${seller.taxNumber}`,
  ];
}

/** A code that is none is printed as it stands. */
export function countryName(code: string): string {
  return /^[A-Z]{2}$/.test(code) ? (regions.of(code) ?? code) : code;
}
