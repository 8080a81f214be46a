import { z } from 'zod';
import { listSubscriptions } from '../../db/subscription/subscription-list';
import { companyIdField, optionalLineField } from '../http/fields';
import { decodeCursor, encodeCursor, pageOf, pageQuery, toPage } from '../http/paging';
import { defineRoute } from '../http/route';
import { subscriptionSchema, toSubscriptionAnswer } from '../shared/subscription-schemas';

const cursorSchema = z.tuple([companyIdField]);

export const listSubscriptionsRoute = defineRoute({
  method: 'GET',
  path: '/v1/subscriptions',
  access: 'subscription.view',
  tag: 'Subscriptions',
  summary: 'Companies and what they have, by Company ID',
  request: {
    query: pageQuery.extend({
      text: optionalLineField(100).optional().describe('Part of a company’s name or of its Company ID'),
    }),
  },
  responses: { 200: { description: 'One page', body: pageOf(subscriptionSchema) } },
  async handler({ query, scope, meta }, deps) {
    const after = query.cursor === undefined ? null : decodeCursor(query.cursor, cursorSchema)[0];
    const text = query.text === undefined || query.text === '' ? null : query.text;
    const rows = await listSubscriptions(deps.db, { scope, text, after, limit: query.limit + 1 });
    const page = toPage(rows, query.limit, (last) => encodeCursor([last.companyId]));
    const { graceDays } = deps.catalogue.policies;
    const items = page.items.map((row) => toSubscriptionAnswer(row, meta.at, graceDays));
    return { status: 200, body: { items, nextCursor: page.nextCursor } };
  },
});
