import { findContact } from '../../db/contact/contacts';
import { AppError } from '../http/app-error';
import { defineRoute } from '../http/route';
import { contactParams, contactSchema, toContactAnswer } from './contact-schemas';

export const getContact = defineRoute({
  method: 'GET',
  path: '/v1/contacts/:contactId',
  access: 'contact.view',
  tag: 'Billing contacts',
  summary: 'Read a billing contact',
  notFound: 'contact_not_found',
  request: { params: contactParams },
  responses: { 200: { description: 'The contact', body: contactSchema } },
  async handler({ params, scope }, deps) {
    const contact = await findContact(deps.db, scope, params.contactId);
    if (contact === undefined) throw new AppError('contact_not_found');
    return { status: 200, body: toContactAnswer(contact) };
  },
});
