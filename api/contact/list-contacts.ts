import { listContacts } from '../../db/contact/contacts';
import { idField, optionalLineField } from '../http/fields';
import { decodeCursor, encodeCursor, pageOf, pageQuery, toPage } from '../http/paging';
import { defineRoute } from '../http/route';
import { z } from 'zod';
import { contactSchema, toContactAnswer } from './contact-schemas';

const cursorSchema = z.tuple([idField]);

export const listContactsRoute = defineRoute({
  method: 'GET',
  path: '/v1/contacts',
  access: 'contact.view',
  tag: 'Billing contacts',
  summary: 'The Billing Receiver list, oldest first',
  request: {
    query: pageQuery.extend({ text: optionalLineField(100).optional().describe('Part of a name, company or e-mail') }),
  },
  responses: { 200: { description: 'One page', body: pageOf(contactSchema) } },
  async handler({ query, scope }, deps) {
    const after = query.cursor === undefined ? null : decodeCursor(query.cursor, cursorSchema)[0];
    const text = query.text === undefined || query.text === '' ? null : query.text;
    const rows = await listContacts(deps.db, { scope, text, after, limit: query.limit + 1 });
    const page = toPage(rows, query.limit, (last) => encodeCursor([last.contactId]));
    return { status: 200, body: { items: page.items.map(toContactAnswer), nextCursor: page.nextCursor } };
  },
});
