import { uuidv7 } from 'uuidv7';
import type { Instant } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';
import { withinReach, type ReceiptReader } from '../shared/receipt-reach';

export interface EvidenceFile {
  readonly evidenceId: string;
  readonly documentKey: string;
  readonly contentType: string;
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly uploadedBy: string;
  readonly uploadedAt: Instant;
}

interface Row {
  evidence_id: string;
  document_key: string;
  content_type: string;
  file_name: string;
  size_bytes: number;
  sha256: string;
  uploaded_by: string;
  uploaded_at: Instant;
}

/**
 * One file per person and content: whoever sends the same bytes again, after an answer that never came, gets the file that is
 * there, under its first name. `isNew` is false then.
 */
export async function recordEvidence(
  trx: Db,
  file: Omit<EvidenceFile, 'evidenceId'>
): Promise<{ readonly file: EvidenceFile; readonly isNew: boolean }> {
  const inserted = await trx<Row>('evidence_files')
    .insert({
      evidence_id: uuidv7(),
      document_key: file.documentKey,
      content_type: file.contentType,
      file_name: file.fileName,
      size_bytes: file.sizeBytes,
      sha256: file.sha256,
      uploaded_by: file.uploadedBy,
      uploaded_at: file.uploadedAt,
    })
    .onConflict('document_key')
    .ignore()
    .returning('*');
  if (inserted[0] !== undefined) return { file: toFile(inserted[0]), isNew: true };
  const known = await trx<Row>('evidence_files').where({ document_key: file.documentKey }).first();
  if (known === undefined) throw new Error('an evidence file that blocked an insert is gone');
  return { file: toFile(known), isNew: false };
}

/** Bounded, so that it costs the same however many there are. */
export async function countUploads(db: Db, uploadedBy: string, since: Instant, atMost: number): Promise<number> {
  const recent = db<Row>('evidence_files')
    .where({ uploaded_by: uploadedBy })
    .where('uploaded_at', '>=', since)
    .limit(atMost)
    .select('evidence_id');
  return (await recent).length;
}

/** What the reader uploaded, or what proves a receipt or report within reach; null for anything else. */
export async function findEvidence(
  db: Db,
  { reader, userId }: { readonly reader: ReceiptReader; readonly userId: string },
  evidenceId: string
): Promise<EvidenceFile | null> {
  const query = db<Row>('evidence_files as e').where('e.evidence_id', evidenceId);
  if (reader.scope.kind !== 'all') {
    void query.where((either) => {
      void either.where('e.uploaded_by', userId);
      if (!reader.seesReceipts) return;
      for (const table of ['receipts', 'receipt_reports']) {
        const proven = db(`${table} as t`).whereRaw('t.evidence_id = e.evidence_id').select('t.evidence_id');
        void either.orWhereExists(withinReach(proven, 't.partner_id', reader));
      }
    });
  }
  const row = await query.first<Row | undefined>('e.*');
  return row === undefined ? null : toFile(row);
}

function toFile(row: Row): EvidenceFile {
  return {
    evidenceId: row.evidence_id,
    documentKey: row.document_key,
    contentType: row.content_type,
    fileName: row.file_name,
    sizeBytes: row.size_bytes,
    sha256: row.sha256,
    uploadedBy: row.uploaded_by,
    uploadedAt: row.uploaded_at,
  };
}
