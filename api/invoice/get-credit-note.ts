import { z } from 'zod';
import { findCreditNote, type CreditNoteListItem } from '../../db/invoice/credit-note-list-read-model';
import { readCreditNote, type CreditNote } from '../../db/invoice/credit-note-row';
import type { PartnerScope } from '../../db/shared/partner-scope';
import type { ApiDeps } from '../http/api-deps';
import { AppError } from '../http/app-error';
import { PDF_RESPONSES, pdfAnswer } from '../http/pdf-answer';
import { requirePdf } from '../http/require-pdf';
import { defineRoute } from '../http/route';
import { creditNoteParams, creditNoteSchema, toCreditNoteLine, toCreditNoteSummary } from './credit-note-schemas';
import { toSellerAnswer } from './document-schemas';

export const getCreditNote = defineRoute({
  method: 'GET',
  path: '/v1/credit-notes/:creditNoteId',
  access: 'invoice.view',
  tag: 'Invoices',
  summary: 'One credit note',
  notFound: 'credit_note_not_found',
  request: { params: creditNoteParams },
  responses: { 200: { description: 'As it was issued', body: creditNoteSchema } },
  async handler({ params, scope, caller }, deps) {
    const { summary, creditNote } = await requireCreditNote(deps, scope, params.creditNoteId);
    const { seller, buyer, lines, taxLines } = creditNote.body;
    return {
      status: 200,
      body: {
        ...toCreditNoteSummary(summary),
        seller: toSellerAnswer(seller),
        buyer,
        lines: lines.map((line) => toCreditNoteLine(line, caller.locale)),
        taxLines,
      },
    };
  },
});

export const getCreditNotePdf = defineRoute({
  method: 'GET',
  path: '/v1/credit-notes/:creditNoteId/pdf',
  access: 'invoice.download',
  tag: 'Invoices',
  summary: 'The credit note as PDF, as often as you like',
  notFound: 'credit_note_not_found',
  errors: ['invoice_not_ready'],
  request: { params: creditNoteParams, headers: z.object({ 'if-none-match': z.string().max(500).optional() }) },
  responses: PDF_RESPONSES,
  async handler({ params, scope, headers }, deps) {
    const { creditNote } = await requireCreditNote(deps, scope, params.creditNoteId);
    const pdf = await requirePdf(deps.creditNotePdf(creditNote));
    return pdfAnswer(pdf, creditNote.creditNoteNo, headers['if-none-match']);
  },
});

async function requireCreditNote(
  deps: ApiDeps,
  scope: PartnerScope,
  creditNoteId: string
): Promise<{ summary: CreditNoteListItem; creditNote: CreditNote }> {
  const summary = await findCreditNote(deps.db, scope, creditNoteId);
  const creditNote = summary === null ? null : await readCreditNote(deps.db, creditNoteId);
  if (summary === null || creditNote === null) throw new AppError('credit_note_not_found');
  return { summary, creditNote };
}
