import { z } from 'zod';
import { writeAudit } from '../../db/audit/write-audit';
import { archiveContact, changeContact, findContact, type Contact } from '../../db/contact/contacts';
import type { Db } from '../../db/shared/connection';
import type { PartnerScope } from '../../db/shared/partner-scope';
import { inTransaction } from '../../db/shared/transaction';
import { AppError } from '../http/app-error';
import { defineRoute } from '../http/route';
import { checkContactData } from './contact-problems';
import { contactBody, contactParams, contactSchema, toContactAnswer } from './contact-schemas';

const version = z.int().min(1).describe('The version that you read; 409 when somebody else was faster');

export const putContact = defineRoute({
  method: 'PUT',
  path: '/v1/contacts/:contactId',
  access: 'contact.edit',
  tag: 'Billing contacts',
  summary: 'Change a billing contact; orders keep the data they were placed with',
  notFound: 'contact_not_found',
  errors: ['changed_meanwhile'],
  request: { params: contactParams, body: contactBody.extend({ version }) },
  responses: { 200: { description: 'The contact as it is now', body: contactSchema } },
  async handler({ params, body, scope, meta }, deps) {
    checkContactData(body.data);
    const { contactId } = params;
    const changed = await inTransaction(deps.db, async (trx) => {
      const current = await requireContact(trx, scope, contactId);
      const change = { data: body.data, remark: body.remark, at: meta.at };
      const isDone = await changeContact(trx, { contactId, version: body.version }, change);
      if (!isDone) throw changedMeanwhile(current);
      const subject = { type: 'contact', id: contactId };
      await writeAudit(trx, { at: meta.at, source: meta.source, what: 'contact.changed', subject });
      return requireContact(trx, scope, contactId);
    });
    return { status: 200, body: toContactAnswer(changed) };
  },
});

export const deleteContact = defineRoute({
  method: 'DELETE',
  path: '/v1/contacts/:contactId',
  access: 'contact.edit',
  tag: 'Billing contacts',
  summary: 'Take a billing contact off the list; orders and invoices are not touched',
  notFound: 'contact_not_found',
  errors: ['changed_meanwhile'],
  request: { params: contactParams, query: z.strictObject({ version: z.coerce.number().pipe(version) }) },
  responses: { 204: { description: 'Off the list' } },
  async handler({ params, query, scope, meta }, deps) {
    const { contactId } = params;
    await inTransaction(deps.db, async (trx) => {
      const current = await requireContact(trx, scope, contactId);
      const isDone = await archiveContact(trx, { contactId, version: query.version }, meta.at);
      if (!isDone) throw changedMeanwhile(current);
      const subject = { type: 'contact', id: contactId };
      await writeAudit(trx, { at: meta.at, source: meta.source, what: 'contact.archived', subject });
    });
    return { status: 204 };
  },
});

async function requireContact(trx: Db, scope: PartnerScope, contactId: string): Promise<Contact> {
  const contact = await findContact(trx, scope, contactId);
  if (contact === undefined) throw new AppError('contact_not_found');
  return contact;
}

function changedMeanwhile(current: Contact): AppError {
  return new AppError('changed_meanwhile', { extra: { currentState: toContactAnswer(current) } });
}
