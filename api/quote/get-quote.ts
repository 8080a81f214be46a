import { z } from 'zod';
import { findQuote } from '../../db/quote/quotes';
import { AppError } from '../http/app-error';
import { idField } from '../http/fields';
import { defineRoute } from '../http/route';
import { quoteSchema, toQuoteAnswer } from './quote-schemas';

export const getQuote = defineRoute({
  method: 'GET',
  path: '/v1/quotes/:quoteId',
  access: 'quote.view',
  tag: 'Quotes',
  summary: 'Read a quote',
  notFound: 'quote_not_found',
  request: { params: z.strictObject({ quoteId: idField }) },
  responses: { 200: { description: 'The quote, unchanged since it was made', body: quoteSchema } },
  async handler({ params, scope, caller }, deps) {
    const stored = await findQuote(deps.db, scope, params.quoteId);
    if (stored === undefined) throw new AppError('quote_not_found');
    return { status: 200, body: toQuoteAnswer(stored, deps, caller.locale) };
  },
});
