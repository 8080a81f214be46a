// Its export is an instance whose methods a namespace import would lose.
// eslint-disable-next-line @typescript-eslint/no-require-imports
import pdfmake = require('pdfmake');
import type { InvoiceBody } from '../../domain/invoice/invoice-body';
import { INVOICE_FONTS, isInvoiceFont, printableCodePoints } from './invoice-fonts';
import { invoicePage } from './invoice-page';
import { printableText } from './printable-text';

/** pdfmake keeps its fonts for the whole process, so they are set once. */
let printable: ReadonlySet<number> | undefined;

function prepare(): ReadonlySet<number> {
  pdfmake.setFonts(INVOICE_FONTS);
  pdfmake.setLocalAccessPolicy(isInvoiceFont);
  pdfmake.setUrlAccessPolicy(() => false);
  return printableCodePoints();
}

/** Costs 40 to 300 ms of CPU: called by the worker thread alone. The same body gives the same bytes. */
export function renderInvoicePdf(body: InvoiceBody): Promise<Buffer> {
  const known = (printable ??= prepare());
  return pdfmake.createPdf(invoicePage(body, (text) => printableText(text, known))).getBuffer();
}
