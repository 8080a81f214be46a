import { createHash } from 'node:crypto';
import { z } from 'zod';
import { writeAudit } from '../../db/audit/write-audit';
import { countUploads, recordEvidence } from '../../db/evidence/evidence-files';
import { inTransaction } from '../../db/shared/transaction';
import {
  EVIDENCE_TYPES,
  evidenceKind,
  MAX_EVIDENCE_BYTES,
  type EvidenceType,
} from '../../domain/receipt/evidence-kind';
import { addMs, MS_PER_DAY, MS_PER_HOUR, MS_PER_SECOND } from '../../domain/time/calendar';
import type { ApiDeps } from '../http/api-deps';
import { AppError, invalidInput } from '../http/app-error';
import { idField, optionalLineField } from '../http/fields';
import { defineRoute, type RequestMeta } from '../http/route';
import { safeFileName } from './safe-file-name';

/** Of one person in a day: more than any statement has, and no way to fill the database. */
const MOST_PER_DAY = 200;

const evidenceSchema = z
  .strictObject({
    evidenceId: idField,
    fileName: z.string(),
    contentType: z.enum(EVIDENCE_TYPES),
    sizeBytes: z.int(),
  })
  .meta({ id: 'Evidence' });

export const uploadEvidence = defineRoute({
  method: 'POST',
  path: '/v1/evidence',
  access: ['receipt.record', 'receipt.report'],
  tag: 'Receipts',
  summary: 'Upload what proves a receipt: a PDF, PNG or JPEG of at most 5 MB',
  bodyKind: 'raw',
  mediaTypes: EVIDENCE_TYPES,
  maxBodyBytes: MAX_EVIDENCE_BYTES,
  errors: ['evidence_not_recognised', 'invalid_input'],
  request: {
    query: z.strictObject({ fileName: optionalLineField(120).optional().describe('As it is shown to others') }),
    headers: z.object({ 'content-type': z.string() }),
    body: z.unknown(),
  },
  responses: {
    201: { description: 'Stored; the same file of the same person is stored once', body: evidenceSchema },
  },
  async handler({ query, headers, body, caller, meta }, deps) {
    const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
    const contentType = checkedType(bytes, headers['content-type']);
    const { userId } = caller.actor;
    await refuseTooMany(deps, userId, meta);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const documentKey = `evidence/${userId}/${sha256}`;
    await deps.documents.put(documentKey, contentType, bytes);
    const file = await inTransaction(deps.db, async (trx) => {
      const fileName = safeFileName(query.fileName ?? '', contentType);
      const facts = { documentKey, contentType, fileName, sizeBytes: bytes.byteLength, sha256 };
      const stored = await recordEvidence(trx, { ...facts, uploadedBy: userId, uploadedAt: meta.at });
      const subject = { type: 'evidence', id: stored.file.evidenceId };
      const entry = { at: meta.at, source: meta.source, what: 'evidence.uploaded', subject, data: { sha256 } };
      if (stored.isNew) await writeAudit(trx, entry);
      return stored.file;
    });
    const { evidenceId, fileName, sizeBytes } = file;
    return { status: 201, body: { evidenceId, fileName, contentType, sizeBytes } };
  },
});

/** @throws AppError 422 for what is empty, or not what its header says */
function checkedType(bytes: Buffer, header: string): EvidenceType {
  if (bytes.byteLength === 0) {
    throw invalidInput([{ field: 'body', code: 'required', message: 'is empty; send the bytes of the file' }]);
  }
  const kind = evidenceKind(bytes);
  const [said = ''] = header.split(';');
  if (kind === null || kind !== said.trim().toLowerCase()) throw new AppError('evidence_not_recognised');
  return kind;
}

async function refuseTooMany({ db }: ApiDeps, userId: string, { at }: RequestMeta): Promise<void> {
  const count = await countUploads(db, userId, addMs(at, -MS_PER_DAY), MOST_PER_DAY);
  if (count < MOST_PER_DAY) return;
  throw new AppError('too_many_requests', {
    detail: `You have uploaded ${MOST_PER_DAY} files within a day. Wait an hour and try again.`,
    retryAfterSeconds: MS_PER_HOUR / MS_PER_SECOND,
  });
}
