import { documentFileName } from '../../domain/invoice/document-file-name';
import type { StoredDocument } from '../../gateways/shared/document-store';

/** What the description of a route that streams a PDF says. */
export const PDF_RESPONSES = {
  200: { description: 'The same bytes every time', contentType: 'application/pdf' },
  304: { description: 'You have it already' },
} as const;

/** The file under the number that it carries, or 304 for who has these bytes. */
export function pdfAnswer({ bytes, sha256 }: StoredDocument, documentNo: string, known: string | undefined) {
  const etag = `"${sha256}"`;
  const caching = { ETag: etag, 'Cache-Control': 'private, no-cache' };
  if (known === etag) return { status: 304, headers: caching } as const;
  const disposition = `attachment; filename="${documentFileName(documentNo)}"`;
  return { status: 200, headers: { ...caching, 'Content-Disposition': disposition }, content: bytes } as const;
}
