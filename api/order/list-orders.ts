import { z } from 'zod';
import { listOrders, type OrderFilter } from '../../db/order/order-list-read-model';
import { PAYMENT_METHODS } from '../../domain/order/order-kind';
import { companyIdField, instantField, optionalLineField } from '../http/fields';
import { pageOf, pageQuery, timeCursor, toPage } from '../http/paging';
import { defineRoute } from '../http/route';
import { orderListItemSchema, stateField } from './order-schemas';
import { toOrderListAnswer } from './to-order-answer';

const query = pageQuery.extend({
  state: stateField.optional().describe('In this state; for several, separate requests'),
  companyId: companyIdField.optional(),
  method: z.enum(PAYMENT_METHODS).optional(),
  open: z.enum(['true', 'false']).optional().describe('`true`: not ended yet, `false`: ended'),
  from: instantField.optional().describe('Placed at or after'),
  until: instantField.optional().describe('Placed before'),
  text: optionalLineField(100)
    .optional()
    .describe(
      'Beginning of an order or invoice number, a Company ID, or part of a company name, PO number or reference'
    ),
  sort: z.enum(['-placedAt', 'placedAt']).default('-placedAt').describe('`-placedAt` is newest first'),
});

const place = timeCursor('placedAt', 'orderId');

export const listOrdersRoute = defineRoute({
  method: 'GET',
  path: '/v1/orders',
  access: 'order.view',
  tag: 'Orders',
  summary: 'Your orders, or those of the partners you look after',
  request: { query },
  responses: { 200: { description: 'One page', body: pageOf(orderListItemSchema) } },
  async handler({ query: asked, scope, caller }, deps) {
    const rows = await listOrders(deps.db, {
      scope,
      filter: filterOf(asked),
      newestFirst: asked.sort === '-placedAt',
      after: place.read(asked.cursor),
      limit: asked.limit + 1,
    });
    const page = toPage(rows, asked.limit, place.of);
    return {
      status: 200,
      body: {
        items: page.items.map((item) => toOrderListAnswer(item, caller, deps)),
        nextCursor: page.nextCursor,
      },
    };
  },
});

/** Partners ask for `in_progress`, which is `needs_attention` inside the house. */
function filterOf(asked: z.output<typeof query>): OrderFilter {
  const { state, companyId, method, open, from, until, text } = asked;
  return {
    ...(state === undefined ? {} : { states: [state === 'in_progress' ? 'needs_attention' : state] }),
    ...(companyId === undefined ? {} : { companyId }),
    ...(method === undefined ? {} : { method }),
    ...(open === undefined ? {} : { isOpen: open === 'true' }),
    ...(from === undefined ? {} : { from }),
    ...(until === undefined ? {} : { until }),
    ...(text === undefined || text === '' ? {} : { text }),
  };
}
