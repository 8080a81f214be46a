import { createHash } from 'node:crypto';
import type { Locale } from '../../domain/billing/billing-data';
import { LINK_TEXTS, type LinkPageName } from './link-texts';

export const HTML = 'text/html; charset=utf-8';

const STYLE = `
:root{color-scheme:light dark;--ink:#16202c;--soft:#526070;--paper:#fff;--ground:#eef1f5;--accent:#0b5cad}
@media (prefers-color-scheme:dark){:root{--ink:#eef2f6;--soft:#a9b4c0;--paper:#1b2530;--ground:#10161d;--accent:#4f9fe8}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1.5rem;background:var(--ground);color:var(--ink);
font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
main{max-width:30rem;width:100%;background:var(--paper);border-radius:.75rem;padding:2rem;box-shadow:0 1px 3px #0002,0 8px 24px #0001}
h1{font-size:1.5rem;line-height:1.25;margin:0 0 .75rem}
p{margin:0 0 1.5rem}
p:last-child{margin:0}
small{color:var(--soft);font-size:.875rem}
button{font:inherit;font-weight:600;border:0;border-radius:.5rem;padding:.75rem 1.25rem;margin:0 0 1.5rem;cursor:pointer;
background:var(--accent);color:var(--paper);width:100%}
button:focus-visible{outline:3px solid var(--ink);outline-offset:2px}
form:last-child button{margin:0}
`;
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** Nothing is loaded, framed, indexed or told to the next page. */
export const PAGE_HEADERS = {
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'Referrer-Policy': 'no-referrer',
  'X-Robots-Tag': 'noindex, nofollow, noarchive',
  'Cache-Control': 'no-store',
} as const;

/** @param action path that the button posts to; a page without a button has none */
export function linkPage(name: LinkPageName, locale: Locale, action: string | null = null): string {
  const { title, lead, button, note } = LINK_TEXTS[locale][name];
  const form =
    button === undefined || action === null
      ? ''
      : `<form method="post" action="${escapeHtml(action)}"><button type="submit">${escapeHtml(button)}</button></form>`;
  const small = note === undefined ? '' : `<p><small>${escapeHtml(note)}</small></p>`;
  return `<!doctype html>
<html lang="${locale === 'zh' ? 'zh-Hans' : 'en'}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head>
<body><main><h1>${escapeHtml(title)}</h1><p>${escapeHtml(lead)}</p>${form}${small}</main></body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
