import { listCreditNotes } from '../../db/invoice/credit-note-list-read-model';
import { idField } from '../http/fields';
import { pageOf, timeCursor, toPage } from '../http/paging';
import { defineRoute } from '../http/route';
import { creditNoteListItemSchema, toCreditNoteSummary } from './credit-note-schemas';
import { documentFilter, documentQuery } from './document-query';

const place = timeCursor('issuedAt', 'id');

export const listCreditNotesRoute = defineRoute({
  method: 'GET',
  path: '/v1/credit-notes',
  access: 'invoice.view',
  tag: 'Invoices',
  summary: 'Credit notes for your invoices, or for those of the partners you look after',
  request: { query: documentQuery.extend({ invoiceId: idField.optional() }) },
  responses: { 200: { description: 'One page', body: pageOf(creditNoteListItemSchema) } },
  async handler({ query: asked, scope }, deps) {
    const { invoiceId } = asked;
    const rows = await listCreditNotes(deps.db, {
      scope,
      filter: { ...documentFilter(asked), ...(invoiceId === undefined ? {} : { invoiceId }) },
      newestFirst: asked.sort === '-issuedAt',
      after: place.read(asked.cursor),
      limit: asked.limit + 1,
    });
    const page = toPage(rows, asked.limit, ({ issuedAt, creditNoteId: id }) => place.of({ issuedAt, id }));
    return { status: 200, body: { items: page.items.map(toCreditNoteSummary), nextCursor: page.nextCursor } };
  },
});
