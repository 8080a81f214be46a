import { simpleParser, type ParsedMail } from 'mailparser';
import type { MailRow, MailStore } from './mail-store';

export interface ReadMail extends MailRow {
  readonly text: string;
  readonly html: string | null;
  /** Every http(s) address in the mail, in order, once. */
  readonly links: readonly string[];
  readonly headers: readonly { name: string; line: string }[];
  readonly attachments: readonly { name: string; contentType: string; sizeBytes: number; content: Buffer }[];
  /** How often this Message-ID arrived. */
  readonly copies: number;
}

export async function readMail(mails: MailStore, row: MailRow): Promise<ReadMail> {
  const parsed = await simpleParser(await mails.raw(row.id), { skipTextToHtml: true });
  const html = typeof parsed.html === 'string' ? parsed.html : null;
  return {
    ...row,
    text: parsed.text ?? '',
    html,
    links: findLinks(parsed.text ?? '', html ?? ''),
    headers: headerLines(parsed),
    attachments: parsed.attachments.map((part, index) => ({
      name: part.filename ?? `attachment-${index + 1}`,
      contentType: part.contentType,
      sizeBytes: part.size,
      content: part.content,
    })),
    copies: mails.copies(row.messageId),
  };
}

function headerLines(parsed: ParsedMail): { name: string; line: string }[] {
  return parsed.headerLines.map(({ key, line }) => ({ name: key, line }));
}

function findLinks(text: string, html: string): string[] {
  const inHtml = [...html.matchAll(/href\s*=\s*"(https?:[^"]+)"/gi)].map((match) => unescapeHtml(match[1] ?? ''));
  const inText = [...text.matchAll(/https?:\/\/[^\s<>"\])]+/g)].map((match) => match[0].replace(/[.,;:!?]+$/, ''));
  return [...new Set([...inHtml, ...inText])];
}

function unescapeHtml(text: string): string {
  return text
    .replace(/&#x2F;/gi, '/')
    .replace(/&#x3D;/gi, '=')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&');
}
