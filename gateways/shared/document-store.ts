export interface StoredDocument {
  readonly contentType: string;
  readonly bytes: Buffer;
  readonly sha256: string;
}

/** Immutable documents by key. A repeated put keeps what was there first. */
export interface DocumentStore {
  put(key: string, contentType: string, bytes: Buffer): Promise<StoredDocument>;
  get(key: string): Promise<StoredDocument | null>;
}
