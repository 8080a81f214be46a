import { z } from 'zod';
import type { Contact } from '../../db/contact/contacts';
import { billingAnswer, billingFields } from '../http/billing-fields';
import { idField, instantField, linesField } from '../http/fields';

const MAX_REMARK = 1_000;

export const contactParams = z.strictObject({ contactId: idField });

export const contactBody = z.strictObject({ data: billingFields, remark: linesField(MAX_REMARK).default('') });

export const contactSchema = z
  .strictObject({
    contactId: idField,
    partnerId: z.string(),
    data: billingAnswer,
    remark: z.string(),
    version: z.int().describe('Send it back with a change'),
    createdAt: instantField,
    updatedAt: instantField,
  })
  .meta({ id: 'Contact' });

export function toContactAnswer(contact: Contact): z.input<typeof contactSchema> {
  return { ...contact, data: { ...contact.data } };
}
