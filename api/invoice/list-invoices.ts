import { z } from 'zod';
import { listInvoices, type InvoiceFilter } from '../../db/invoice/invoice-list-read-model';
import { companyIdField, dateField, idField, optionalLineField } from '../http/fields';
import { pageOf, pageQuery, timeCursor, toPage } from '../http/paging';
import { defineRoute } from '../http/route';
import { invoiceListItemSchema, toInvoiceSummary } from './invoice-schemas';

const query = pageQuery.extend({
  companyId: companyIdField.optional(),
  orderId: idField.optional(),
  from: dateField.optional().describe('Issued on or after'),
  until: dateField.optional().describe('Issued before'),
  text: optionalLineField(100)
    .optional()
    .describe('Beginning of an invoice or order number, a Company ID, or part of a company name'),
  sort: z.enum(['-issuedAt', 'issuedAt']).default('-issuedAt').describe('`-issuedAt` is newest first'),
});
const place = timeCursor('issuedAt', 'invoiceId');

export const listInvoicesRoute = defineRoute({
  method: 'GET',
  path: '/v1/invoices',
  access: 'invoice.view',
  tag: 'Invoices',
  summary: 'Your invoices, or those of the partners you look after',
  request: { query },
  responses: { 200: { description: 'One page', body: pageOf(invoiceListItemSchema) } },
  async handler({ query: asked, scope }, deps) {
    const rows = await listInvoices(deps.db, {
      scope,
      filter: filterOf(asked),
      newestFirst: asked.sort === '-issuedAt',
      after: place.read(asked.cursor),
      limit: asked.limit + 1,
    });
    const page = toPage(rows, asked.limit, place.of);
    return { status: 200, body: { items: page.items.map(toInvoiceSummary), nextCursor: page.nextCursor } };
  },
});

function filterOf({ companyId, orderId, from, until, text }: z.output<typeof query>): InvoiceFilter {
  return {
    ...(companyId === undefined ? {} : { companyId }),
    ...(orderId === undefined ? {} : { orderId }),
    ...(from === undefined ? {} : { from }),
    ...(until === undefined ? {} : { until }),
    ...(text === undefined || text === '' ? {} : { text }),
  };
}
