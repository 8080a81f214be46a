import { createHash } from 'node:crypto';
import type { Instant } from '../../domain/time/iso-date';
import type { Db } from '../shared/connection';

/** As the port `DocumentStore` has it; db/ and gateways/ do not know each other. */
interface Document {
  readonly contentType: string;
  readonly bytes: Buffer;
  readonly sha256: string;
}

interface Row {
  document_key: string;
  content_type: string;
  sha256: string;
  bytes: Buffer;
  created_at: Instant;
}

const MAX_BYTES = 10 * 1024 * 1024;

/** Immutable documents as rows; the processes' role may not change or delete them. */
export function createPostgresDocumentStore(db: Db, now: () => Instant) {
  const get = async (key: string): Promise<Document | null> => {
    const row = await db<Row>('documents').where({ document_key: key }).first();
    return row === undefined ? null : toDocument(row);
  };

  const put = async (key: string, contentType: string, bytes: Buffer): Promise<Document> => {
    if (bytes.byteLength > MAX_BYTES) throw new RangeError(`document ${key} is larger than ${MAX_BYTES} bytes`);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    await db<Row>('documents')
      .insert({ document_key: key, content_type: contentType, sha256, bytes, created_at: now() })
      .onConflict('document_key')
      .ignore();
    const stored = await get(key);
    if (stored === null) throw new Error(`document ${key} was not stored`);
    return stored;
  };

  return { get, put };
}

function toDocument(row: Row): Document {
  return { contentType: row.content_type, bytes: row.bytes, sha256: row.sha256 };
}
