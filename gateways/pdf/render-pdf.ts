import pdfmake from 'pdfmake';
import type { PrintableBody } from './document-renderer';
import { PDF_FONTS, isPdfFont, printableCodePoints } from './pdf-fonts';
import { documentPage } from './document-page';
import { printableText } from './printable-text';

/** pdfmake keeps its fonts for the whole process, so they are set once. */
let printable: ReadonlySet<number> | undefined;

function prepare(): ReadonlySet<number> {
  pdfmake.setFonts(PDF_FONTS);
  pdfmake.setLocalAccessPolicy(isPdfFont);
  pdfmake.setUrlAccessPolicy(() => false);
  return printableCodePoints();
}

/** Costs 40 to 300 ms of CPU: called by the worker thread alone. The same body gives the same bytes. */
export function renderPdf(body: PrintableBody): Promise<Buffer> {
  const known = (printable ??= prepare());
  return pdfmake.createPdf(documentPage(body, (text) => printableText(text, known))).getBuffer();
}
