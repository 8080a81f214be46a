import type { Column, Content } from 'pdfmake/interfaces';
import type { Seller } from '../../domain/catalogue/seller';
import type { InvoiceBody } from '../../domain/invoice/invoice-body';
import { INVOICE_LABELS as L, invoiceTitle } from './invoice-labels';
import type { Print } from './invoice-page';

const regions = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'code' });
const QUIET = '#555555';
/** Points; fixed, because a column that grows with a long name would push the other one off the page. */
const COLUMN_WIDTH = 234;
const COLUMN_GAP = 24;

/** Title, seller, buyer and the numbers that name this invoice. */
export function partiesBlock(body: InvoiceBody, print: Print): Content[] {
  return [
    {
      columns: [
        { text: invoiceTitle(body.seller.country), fontSize: 22, bold: true },
        { width: 'auto', ...facts(body, print) },
      ],
      margin: [0, 0, 0, 18],
    },
    {
      columns: [party(L.billTo, buyerLines(body), print), party(L.from, sellerLines(body.seller), print)],
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
  const bank = seller.bankDetails.find((details) => details.currency === currency) ?? seller.bankDetails[0];
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

function facts(body: InvoiceBody, print: Print): { table: { body: Content[][] }; layout: string } {
  const rows = [
    [L.invoiceNo, body.invoiceNo],
    [L.issuedOn, body.issuedOn],
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

function buyerLines({ buyer }: InvoiceBody): string[] {
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
