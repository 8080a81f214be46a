import { z } from 'zod';
import type { DocumentFilter } from '../../db/invoice/document-list';
import { companyIdField, dateField, idField, optionalLineField } from '../http/fields';
import { given } from '../http/given';
import { pageQuery } from '../http/paging';

/** The query of a list of documents. */
export const documentQuery = pageQuery.extend({
  companyId: companyIdField.optional(),
  orderId: idField.optional(),
  from: dateField.optional().describe('Issued on or after'),
  until: dateField.optional().describe('Issued before'),
  text: optionalLineField(100)
    .optional()
    .describe('Beginning of the document’s or its order’s number, a Company ID, or part of a company name'),
  sort: z.enum(['-issuedAt', 'issuedAt']).default('-issuedAt').describe('`-issuedAt` is newest first'),
});

export function documentFilter({
  companyId,
  orderId,
  from,
  until,
  text,
}: z.output<typeof documentQuery>): DocumentFilter {
  return given({ companyId, orderId, from, until, text: text === '' ? undefined : text });
}
