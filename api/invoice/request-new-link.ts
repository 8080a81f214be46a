import { z } from 'zod';
import { reissueLink } from '../../db/invoice/reissue-link';
import { defineRoute } from '../http/route';
import { HTML, linkPage, PAGE_HEADERS } from './link-page';
import { linkHeaders, linkParams } from './link-requests';
import { pageLocale } from './link-texts';

export const requestNewLink = defineRoute({
  method: 'POST',
  path: '/i/:token/new-link',
  access: 'public',
  tag: 'Invoice links',
  summary: 'Send a new link to the address of this one',
  bodyKind: 'form',
  rateLimit: 'publicPages',
  request: { params: linkParams, headers: linkHeaders, body: z.object({}) },
  responses: {
    200: { description: 'On its way, now or before', contentType: HTML },
    404: { description: 'Not a link of ours', contentType: HTML },
    410: { description: 'No new link goes out from this one', contentType: HTML },
    429: { description: 'Several have been sent already', contentType: HTML },
  },
  async handler({ params: { token }, headers, meta }, deps) {
    const locale = pageLocale(headers['accept-language']);
    const ask = { token, at: meta.at, source: meta.source };
    const result = await reissueLink(deps.db, ask, deps.settings.linkSecret);
    switch (result.outcome) {
      case 'sent':
        return { status: 200, headers: PAGE_HEADERS, content: linkPage('sent', locale) };
      case 'on_its_way':
        return { status: 200, headers: PAGE_HEADERS, content: linkPage('onItsWay', locale) };
      case 'rate_limited': {
        const seconds = Math.max(1, Math.ceil((Date.parse(result.retryAt) - Date.parse(meta.at)) / 1_000));
        const content = linkPage('tooOften', locale);
        return { status: 429, headers: { ...PAGE_HEADERS, 'Retry-After': String(seconds) }, content };
      }
      case 'revoked':
        return { status: 410, headers: PAGE_HEADERS, content: linkPage('noNewLink', locale) };
      case 'unknown':
        return { status: 404, headers: PAGE_HEADERS, content: linkPage('unknown', locale) };
    }
  },
});
