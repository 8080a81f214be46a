import { z } from 'zod';
import { findInvoice, type InvoiceListItem } from '../../db/invoice/invoice-list-read-model';
import { readInvoice, type Invoice } from '../../db/invoice/invoice-row';
import type { PartnerScope } from '../../db/shared/partner-scope';
import type { ApiDeps } from '../http/api-deps';
import { AppError } from '../http/app-error';
import { toLineAnswer } from '../http/price-schemas';
import { defineRoute } from '../http/route';
import { documentFileName } from '../../domain/invoice/document-file-name';
import { invoiceParams, invoiceSchema, toInvoiceSummary } from './invoice-schemas';
import { requirePdf } from './require-pdf';

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
    const { sellerId, legalName, country, taxNumber } = seller;
    return {
      status: 200,
      body: {
        ...toInvoiceSummary(summary),
        seller: { sellerId, legalName, country, taxNumber },
        buyer,
        lines: lines.map((line) => toLineAnswer(line, caller.locale)),
        taxLines,
        paymentMethod,
        paidOn,
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
  responses: {
    200: { description: 'The same bytes every time', contentType: 'application/pdf' },
    304: { description: 'You have it already' },
  },
  async handler({ params, scope, headers }, deps) {
    const { invoice } = await requireInvoice(deps, scope, params.invoiceId);
    const { bytes, sha256 } = await requirePdf(deps, invoice);
    const etag = `"${sha256}"`;
    const caching = { ETag: etag, 'Cache-Control': 'private, no-cache' };
    if (headers['if-none-match'] === etag) return { status: 304, headers: caching };
    const disposition = `attachment; filename="${documentFileName(invoice.invoiceNo)}"`;
    return { status: 200, headers: { ...caching, 'Content-Disposition': disposition }, content: bytes };
  },
});

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
