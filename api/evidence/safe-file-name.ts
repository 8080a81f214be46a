import type { EvidenceType } from '../../domain/receipt/evidence-kind';

const ENDINGS = { 'application/pdf': 'pdf', 'image/png': 'png', 'image/jpeg': 'jpg' } as const;
/** What separates folders, means something to a shell or a disk, or turns the reading direction around (`‮gpj.exe`). */
const UNSAFE = /[\\/:*?"<>|\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
const LONGEST_STEM = 100;

/** One line without folders, ending as its content is: what was called `invoice.pdf.exe` becomes `invoice.pdf.exe.pdf`. */
export function safeFileName(asked: string, type: EvidenceType): string {
  const ending = ENDINGS[type];
  const name = asked.replace(UNSAFE, '_').replace(/^[.\s]+|[.\s]+$/gu, '');
  const stem = new RegExp(`\\.(${type === 'image/jpeg' ? 'jpe?g' : ending})$`, 'iu').test(name)
    ? name.slice(0, name.lastIndexOf('.'))
    : name;
  const short = Array.from(stem).slice(0, LONGEST_STEM).join('');
  return `${short === '' ? 'evidence' : short}.${ending}`;
}

/** For programs that know no Unicode in headers an ASCII name, for all others the real one (RFC 6266). */
export function attachment(fileName: string): string {
  const ascii = fileName.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(fileName).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
