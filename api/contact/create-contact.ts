import { uuidv7 } from 'uuidv7';
import { writeAudit } from '../../db/audit/write-audit';
import { insertContact, type Contact } from '../../db/contact/contacts';
import { inTransaction } from '../../db/shared/transaction';
import { AppError } from '../http/app-error';
import { defineRoute } from '../http/route';
import { checkContactData } from './contact-problems';
import { contactBody, contactSchema, toContactAnswer } from './contact-schemas';

export const createContact = defineRoute({
  method: 'POST',
  path: '/v1/contacts',
  access: 'contact.edit',
  tag: 'Billing contacts',
  summary: 'Add a billing contact',
  request: { body: contactBody },
  responses: { 201: { description: 'The new contact', body: contactSchema } },
  async handler({ body, caller, meta }, deps) {
    const { partnerId } = caller.actor;
    if (partnerId === null) throw new AppError('not_allowed');
    checkContactData(body.data);
    const { data, remark } = body;
    const contact: Contact = {
      contactId: uuidv7(),
      partnerId,
      data,
      remark,
      version: 1,
      createdAt: meta.at,
      updatedAt: meta.at,
    };
    await inTransaction(deps.db, async (trx) => {
      await insertContact(trx, contact);
      const subject = { type: 'contact', id: contact.contactId };
      await writeAudit(trx, { at: meta.at, source: meta.source, what: 'contact.created', subject });
    });
    return { status: 201, body: toContactAnswer(contact) };
  },
});
