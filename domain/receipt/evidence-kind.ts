/** What a receipt may be proven with (product §5). */
export const EVIDENCE_TYPES = ['application/pdf', 'image/png', 'image/jpeg'] as const;
export type EvidenceType = (typeof EVIDENCE_TYPES)[number];

export const MAX_EVIDENCE_BYTES = 5 * 1024 * 1024;

/** What the bytes are by their own structure, whatever name or type they were sent under; null for anything else. */
export function evidenceKind(bytes: Uint8Array): EvidenceType | null {
  if (isPdf(bytes)) return 'application/pdf';
  if (isPng(bytes)) return 'image/png';
  return isJpeg(bytes) ? 'image/jpeg' : null;
}

/** Readers look for the end mark in the last kilobyte: some writers add line breaks behind it. */
const PDF_TAIL = 1024;

function isPdf(bytes: Uint8Array): boolean {
  if (!startsWith(bytes, [0x25, 0x50, 0x44, 0x46, 0x2d])) return false;
  const hasVersion = isDigit(bytes[5]) && bytes[6] === 0x2e && isDigit(bytes[7]);
  const end = [0x25, 0x25, 0x45, 0x4f, 0x46];
  for (let at = bytes.length - end.length; at >= Math.max(8, bytes.length - PDF_TAIL); at -= 1) {
    if (startsWith(bytes, end, at)) return hasVersion;
  }
  return false;
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const IHDR = [0x49, 0x48, 0x44, 0x52];
const IEND = [0x49, 0x45, 0x4e, 0x44];
/** Length, name and checksum around the data of a chunk. */
const CHUNK_FRAME = 12;
const IHDR_BYTES = 13;

/** Signature, IHDR first, chunks that follow each other without a gap, IEND last and nothing behind it. */
function isPng(bytes: Uint8Array): boolean {
  const first = PNG_SIGNATURE.length;
  if (!startsWith(bytes, PNG_SIGNATURE) || !startsWith(bytes, IHDR, first + 4)) return false;
  if (uint32(bytes, first) !== IHDR_BYTES) return false;
  let at = first;
  while (at + CHUNK_FRAME <= bytes.length) {
    const next = at + CHUNK_FRAME + uint32(bytes, at);
    if (startsWith(bytes, IEND, at + 4)) return next === bytes.length;
    at = next;
  }
  return false;
}

const START_OF_SCAN = 0xda;

/** SOI, segments that lead to the first scan, and EOI at the end. */
function isJpeg(bytes: Uint8Array): boolean {
  if (!startsWith(bytes, [0xff, 0xd8, 0xff]) || !startsWith(bytes, [0xff, 0xd9], bytes.length - 2)) return false;
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    if (bytes[at + 1] === START_OF_SCAN) return true;
    const length = uint16(bytes, at + 2);
    if (length < 2) return false;
    at += 2 + length;
  }
  return false;
}

function startsWith(bytes: Uint8Array, wanted: readonly number[], at = 0): boolean {
  return at >= 0 && wanted.every((byte, index) => bytes[at + index] === byte);
}

function uint16(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) * 0x100 + (bytes[at + 1] ?? 0);
}

function uint32(bytes: Uint8Array, at: number): number {
  return uint16(bytes, at) * 0x10000 + uint16(bytes, at + 2);
}
