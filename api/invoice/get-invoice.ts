import { z } from 'zod';
import { findInvoice, type InvoiceListItem } from '../../db/invoice/invoice-list-read-model';
import { listCreditNotesOfInvoice, type CreditNote } from '../../db/invoice/credit-note-row';
import { readInvoice, type Invoice } from '../../db/invoice/invoice-row';
import type { PartnerScope } from '../../db/shared/partner-scope';
import type { ApiDeps } from '../http/api-deps';
import { AppError } from '../http/app-error';
import { PDF_RESPONSES, pdfAnswer } from '../http/pdf-answer';
import { toLineAnswer } from '../http/price-schemas';
import { requirePdf } from '../http/require-pdf';
import { defineRoute } from '../http/route';
import { toSellerAnswer } from './document-schemas';
import { invoiceParams, invoiceSchema, toInvoiceSummary } from './invoice-schemas';

export const getInvoice = defineRoute({
  method: 'GET',
  path: '/v1/invoices/:invoiceId',
  access: 'invoice.view',
  tag: 'Invoices',
  summary: 'One invoice',
  notFound: 'invoice_not_found',
  request: { params: invoiceParams },
  responses: { 200: { description: 'As it was issued', body: invoiceSchema } },
  async handler({ params, scope, caller }, deps) {
    const { summary, invoice } = await requireInvoice(deps, scope, params.invoiceId);
    const { seller, buyer, lines, taxLines, paymentMethod, paidOn } = invoice.body;
    return {
      status: 200,
      body: {
        ...toInvoiceSummary(summary),
        seller: toSellerAnswer(seller),
        buyer,
        lines: lines.map((line) => toLineAnswer(line, caller.locale)),
        taxLines,
        paymentMethod,
        paidOn,
        creditNotes: (await listCreditNotesOfInvoice(deps.db, invoice.invoiceId)).map(toCreditNoteRef),
      },
    };
  },
});

export const getInvoicePdf = defineRoute({
  method: 'GET',
  path: '/v1/invoices/:invoiceId/pdf',
  access: 'invoice.download',
  tag: 'Invoices',
  summary: 'The invoice as PDF, as often as you like',
  notFound: 'invoice_not_found',
  errors: ['invoice_not_ready'],
  request: { params: invoiceParams, headers: z.object({ 'if-none-match': z.string().max(500).optional() }) },
  responses: PDF_RESPONSES,
  async handler({ params, scope, headers }, deps) {
    const { invoice } = await requireInvoice(deps, scope, params.invoiceId);
    return pdfAnswer(await requirePdf(deps.invoicePdf(invoice)), invoice.invoiceNo, headers['if-none-match']);
  },
});

function toCreditNoteRef({ creditNoteId, creditNoteNo, issuedOn, cause, body }: CreditNote) {
  return { creditNoteId, creditNoteNo, issuedOn, cause, gross: body.totals.gross, returned: body.returned };
}

async function requireInvoice(
  deps: ApiDeps,
  scope: PartnerScope,
  invoiceId: string
): Promise<{ summary: InvoiceListItem; invoice: Invoice }> {
  const summary = await findInvoice(deps.db, scope, invoiceId);
  const invoice = summary === null ? null : await readInvoice(deps.db, invoiceId);
  if (summary === null || invoice === null) throw new AppError('invoice_not_found');
  return { summary, invoice };
}
