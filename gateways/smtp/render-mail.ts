import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Locale } from '../../domain/billing/billing-data';
import { composeContent, MESSAGES } from './content/compose-content';
import { contentToHtml, type MailTemplates } from './content/content-to-html';
import { contentToText } from './content/content-to-text';
import { oneLine } from './mail-address';
import { type MailData, type MailToRender, parseMail, type RenderedMailKind } from './mail-data';

export interface RenderedMail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

export interface MailRendererConfig {
  /** Where the build put the compiled templates (`dist/mail`). */
  readonly templateDir: string;
  /** Where buttons lead that need a sign-in. */
  readonly portalUrl: string;
}

export interface MailRenderer {
  /** @throws Error for data that do not fit the kind: the mail would be wrong however often it is tried. */
  readonly renderMail: <K extends RenderedMailKind>(kind: K, locale: Locale, data: MailData[K]) => RenderedMail;
  /** For stored mails, whose kind and data the compiler does not know. @throws Error as `renderMail` does. */
  readonly renderStoredMail: (kind: string, locale: Locale, data: unknown) => RenderedMail;
}

/** @throws Error with a sentence when the templates have not been built. */
export function createMailRenderer({ templateDir, portalUrl }: MailRendererConfig): MailRenderer {
  const templates = readTemplates(templateDir);
  const render = (mail: MailToRender, locale: Locale): RenderedMail => {
    const content = composeContent(mail, locale, portalUrl);
    return {
      subject: oneLine(content.subject),
      html: contentToHtml(content, templates, locale),
      text: contentToText(content, MESSAGES[locale].colon),
    };
  };
  return {
    renderMail: (kind, locale, data) => render(parseMail(kind, data), locale),
    renderStoredMail: (kind, locale, data) => render(parseMail(kind, data), locale),
  };
}

function readTemplates(templateDir: string): MailTemplates {
  const read = (name: string): string => readFileSync(path.join(templateDir, name), 'utf8');
  try {
    return { notice: read('notice.html'), orderDocument: read('order-document.html') };
  } catch (cause) {
    throw new Error(`There are no mail templates in ${templateDir}. Run \`npm run build\`, or set MAIL_TEMPLATE_DIR.`, {
      cause,
    });
  }
}
