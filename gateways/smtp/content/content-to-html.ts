import type { Locale } from '../../../domain/billing/billing-data';
import { fillTemplate } from './fill-template';
import type { Fact, LineRow, LineTable, MailContent } from './mail-content';
import { html, type SafeHtml } from './safe-html';

export interface MailTemplates {
  readonly notice: string;
  readonly orderDocument: string;
}

/** `zh` alone leaves it open which characters are meant, and some systems then pick Japanese ones. */
const LANGUAGE_TAGS: Readonly<Record<Locale, string>> = { en: 'en', zh: 'zh-Hans' };

/** @throws Error when a button would lead anywhere but to the web. */
export function contentToHtml(content: MailContent, templates: MailTemplates, locale: Locale): string {
  const { subject, preheader, heading, button, table } = content;
  const values = {
    lang: LANGUAGE_TAGS[locale],
    subject,
    preheader,
    heading,
    greeting: paragraphs([content.greeting]),
    paragraphs: paragraphs(content.paragraphs),
    facts: factRows(content.facts),
    button_url: webAddress(button.url),
    button_label: button.label,
    notes: paragraphs(content.notes),
    footer: content.footer,
  };
  if (table === null) return fillTemplate(templates.notice, values);
  return fillTemplate(templates.orderDocument, {
    ...values,
    lines: lineRows(table),
    small_print: paragraphs(table.smallPrint),
  });
}

function webAddress(url: string): string {
  const { protocol } = new URL(url);
  if (protocol !== 'https:' && protocol !== 'http:')
    throw new Error(`a mail links to the web only, not to ${protocol}`);
  return url;
}

function paragraphs(texts: readonly string[]): SafeHtml {
  return html`${texts.map((text, index) => {
    const below = index === texts.length - 1 ? '0' : '12px';
    return html`<p dir="auto" style="margin:0 0 ${below}">${text}</p>`;
  })}`;
}

function factRows(facts: readonly Fact[]): SafeHtml {
  return html`<tbody>
    ${facts.map(
      ({ label, value }) =>
        html`<tr>
          <th
            scope="row"
            align="left"
            style="padding:4px 16px 4px 0;font-weight:400;color:#475569;vertical-align:top;text-align:left;width:40%"
          >
            ${label}
          </th>
          <td dir="auto" style="padding:4px 0;vertical-align:top;word-break:break-word">${value}</td>
        </tr>`
    )}
  </tbody>`;
}

function lineRows({ itemHead, amountHead, rows, totals }: LineTable): SafeHtml {
  return html`<thead>
      <tr>
        <th scope="col" align="left" style="${HEAD}text-align:left">${itemHead}</th>
        <th scope="col" align="right" style="${HEAD}text-align:right;white-space:nowrap">${amountHead}</th>
      </tr>
    </thead>
    <tbody>
      ${rows.map(lineRow)}
    </tbody>
    <tfoot>
      ${totals.map((total, index) => totalRow(total, index === totals.length - 1))}
    </tfoot>`;
}

const HEAD = 'padding:0 0 8px;border-bottom:2px solid #cbd5e1;font-size:13px;font-weight:600;color:#475569;';
const AMOUNT = 'text-align:right;vertical-align:top;white-space:nowrap;';

function lineRow({ title, details, amount }: LineRow): SafeHtml {
  const small = details.map(
    (detail) =>
      html`<br /><span style="font-size:13px;line-height:19px;color:#475569">${amountsUnbroken(detail)}</span>`
  );
  return html`<tr>
    <td style="padding:10px 16px 10px 0;border-bottom:1px solid #e2e8f0;vertical-align:top">
      <strong>${title}</strong>${small}
    </td>
    <td align="right" style="padding:10px 0;border-bottom:1px solid #e2e8f0;${AMOUNT}">${amount}</td>
  </tr>`;
}

/** `USD 12.00` stays on one line. */
function amountsUnbroken(sentence: string): string {
  return sentence.replace(/ (?=[\d,]+\.\d)/g, '\u00a0');
}

function totalRow({ label, value }: Fact, last: boolean): SafeHtml {
  const weight = last ? 'font-weight:700;font-size:17px;' : '';
  return html`<tr>
    <th scope="row" align="left" style="padding:6px 16px 0 0;text-align:left;font-weight:400;${weight}">${label}</th>
    <td align="right" style="padding:6px 0 0;${weight}${AMOUNT}">${value}</td>
  </tr>`;
}
