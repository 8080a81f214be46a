import { z } from 'zod';
import { AppError } from '../http/app-error';
import { idField } from '../http/fields';
import { defineRoute } from '../http/route';
import { requireEvidence } from '../shared/require-evidence';
import { attachment } from './safe-file-name';

export const readEvidence = defineRoute({
  method: 'GET',
  path: '/v1/evidence/:evidence',
  access: ['receipt.view', 'receipt.report'],
  tag: 'Receipts',
  summary: 'Download what proves a receipt; a distributor gets only its own files',
  notFound: 'evidence_not_found',
  request: { params: z.strictObject({ evidence: idField }) },
  responses: { 200: { description: 'The file, as an attachment', contentType: 'application/octet-stream' } },
  async handler({ params, scope, caller }, deps) {
    const file = await requireEvidence(deps, { scope, caller }, params.evidence);
    const document = await deps.documents.get(file.documentKey);
    if (document === null) throw new AppError('evidence_not_found');
    // A stranger's file is never shown as a page of ours: no guessing of its type, no scripts, saved and not opened.
    const headers = {
      'Content-Type': file.contentType,
      'Content-Disposition': attachment(file.fileName),
      'Content-Security-Policy': "sandbox; default-src 'none'",
      'X-Content-Type-Options': 'nosniff',
    };
    return { status: 200, headers, content: document.bytes };
  },
});
