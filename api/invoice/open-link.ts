import { linkByToken } from '../../db/invoice/invoice-links';
import { defineRoute } from '../http/route';
import { HTML, linkPage, PAGE_HEADERS } from './link-page';
import { downloadPath, gonePage, linkHeaders, linkParams, newLinkPath, resumeSecretOf } from './link-requests';
import { pageLocale } from './link-texts';

/** Mail scanners open links: this page shows a button, nothing of the invoice, and uses nothing up. */
export const openLink = defineRoute({
  method: 'GET',
  path: '/i/:token',
  access: 'public',
  tag: 'Invoice links',
  summary: 'Landing page of an invoice link',
  rateLimit: 'publicPages',
  request: { params: linkParams, headers: linkHeaders },
  responses: {
    200: { description: 'A page with a download button', contentType: HTML },
    404: { description: 'Not a link of ours', contentType: HTML },
    410: { description: 'Used, expired or replaced; the page says which', contentType: HTML },
  },
  async handler({ params: { token }, headers, meta }, deps) {
    const locale = pageLocale(headers['accept-language']);
    const resumeSecret = resumeSecretOf(headers.cookie);
    const link = await linkByToken(deps.db, token, { at: meta.at, resumeSecret });
    switch (link.state) {
      case 'unknown':
        return { status: 404, headers: PAGE_HEADERS, content: linkPage('unknown', locale) };
      case 'live':
        return { status: 200, headers: PAGE_HEADERS, content: linkPage('ready', locale, downloadPath(token)) };
      case 'resumable':
        return { status: 200, headers: PAGE_HEADERS, content: linkPage('again', locale, downloadPath(token)) };
      case 'used':
      case 'expired':
      case 'revoked': {
        const content = linkPage(gonePage(link.state), locale, newLinkPath(token));
        return { status: 410, headers: PAGE_HEADERS, content };
      }
    }
  },
});
