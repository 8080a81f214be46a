import { listInvoices } from '../../db/invoice/invoice-list-read-model';
import { pageOf, timeCursor, toPage } from '../http/paging';
import { defineRoute } from '../http/route';
import { documentFilter, documentQuery } from './document-query';
import { invoiceListItemSchema, toInvoiceSummary } from './invoice-schemas';

const place = timeCursor('issuedAt', 'id');

export const listInvoicesRoute = defineRoute({
  method: 'GET',
  path: '/v1/invoices',
  access: 'invoice.view',
  tag: 'Invoices',
  summary: 'Your invoices, or those of the partners you look after',
  request: { query: documentQuery },
  responses: { 200: { description: 'One page', body: pageOf(invoiceListItemSchema) } },
  async handler({ query: asked, scope }, deps) {
    const rows = await listInvoices(deps.db, {
      scope,
      filter: documentFilter(asked),
      newestFirst: asked.sort === '-issuedAt',
      after: place.read(asked.cursor),
      limit: asked.limit + 1,
    });
    const page = toPage(rows, asked.limit, ({ issuedAt, invoiceId: id }) => place.of({ issuedAt, id }));
    return { status: 200, body: { items: page.items.map(toInvoiceSummary), nextCursor: page.nextCursor } };
  },
});
