import { z } from 'zod';
import { consumeLink } from '../../db/invoice/consume-link';
import { linkByToken, type LinkState } from '../../db/invoice/invoice-links';
import { readInvoice, type Invoice } from '../../db/invoice/invoice-row';
import type { StoredDocument } from '../../gateways/shared/document-store';
import { GatewayFailure } from '../../gateways/shared/provider-failure';
import type { ApiDeps } from '../http/api-deps';
import { defineRoute } from '../http/route';
import { documentFileName } from '../../domain/invoice/document-file-name';
import { HTML, linkPage, PAGE_HEADERS } from './link-page';
import {
  downloadPath,
  gonePage,
  linkHeaders,
  linkParams,
  newLinkPath,
  resumeCookie,
  resumeSecretOf,
} from './link-requests';
import { pageLocale } from './link-texts';

const PDF = 'application/pdf';

/** The document is at hand before the link is used up, so that no use is spent on what cannot be served. */
export const downloadByLink = defineRoute({
  method: 'POST',
  path: '/i/:token',
  access: 'public',
  tag: 'Invoice links',
  summary: 'Download the invoice of a link, once',
  bodyKind: 'form',
  rateLimit: 'publicPages',
  request: { params: linkParams, headers: linkHeaders, body: z.object({}) },
  responses: {
    200: { description: 'The PDF; of parallel requests exactly one gets it', contentType: PDF },
    404: { description: 'Not a link of ours', contentType: HTML },
    410: { description: 'Used, expired or replaced; the page says which', contentType: HTML },
    503: { description: 'The PDF is being prepared; the link is not used up', contentType: HTML },
  },
  async handler({ params: { token }, headers, meta }, deps) {
    const locale = pageLocale(headers['accept-language']);
    const gone = (state: LinkState) =>
      ({
        status: 410,
        headers: PAGE_HEADERS,
        content: linkPage(gonePage(state), locale, newLinkPath(token)),
      }) as const;
    const unknown = { status: 404, headers: PAGE_HEADERS, content: linkPage('unknown', locale) } as const;

    const resumeSecret = resumeSecretOf(headers.cookie);
    const seen = await linkByToken(deps.db, token, { at: meta.at, resumeSecret });
    if (seen.state === 'unknown') return unknown;
    if (seen.state !== 'live' && seen.state !== 'resumable') return gone(seen.state);
    const invoice = await readInvoice(deps.db, seen.invoiceId);
    if (invoice === null) return unknown;
    const pdf = await pdfOf(deps, invoice);
    if (pdf === null) {
      const content = linkPage('preparing', locale, downloadPath(token));
      return { status: 503, headers: { ...PAGE_HEADERS, 'Retry-After': '3' }, content };
    }
    if (seen.state === 'resumable') return { status: 200, headers: fileHeaders(invoice), content: pdf.bytes };

    const resumeForMs = deps.catalogue.policies.invoiceLinkResumeMs;
    const use = await consumeLink(deps.db, { token, at: meta.at, resumeForMs, source: meta.source });
    if (use.outcome === 'yours') {
      const cookie = resumeCookie(token, use.resumeSecret, resumeForMs, deps.settings.publicUrl);
      return { status: 200, headers: { ...fileHeaders(invoice), 'Set-Cookie': cookie }, content: pdf.bytes };
    }
    return use.link.state === 'unknown' ? unknown : gone(use.link.state);
  },
});

async function pdfOf(deps: ApiDeps, invoice: Invoice): Promise<StoredDocument | null> {
  try {
    return await deps.invoicePdf(invoice);
  } catch (error) {
    if (error instanceof GatewayFailure) return null;
    throw error;
  }
}

function fileHeaders({ invoiceNo }: Invoice): Record<string, string> {
  return { ...PAGE_HEADERS, 'Content-Disposition': `attachment; filename="${documentFileName(invoiceNo)}"` };
}
