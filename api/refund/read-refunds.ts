import { listOrderRefunds } from '../../db/payment/order-refund-read-model';
import { idField } from '../http/fields';
import { given } from '../http/given';
import { pageOf, pageQuery, timeCursor, toPage } from '../http/paging';
import { defineRoute } from '../http/route';
import { refundParams, refundSchema, refundStateField, toRefundAnswer } from './refund-schemas';
import { requireRefund } from './require-refund';

const place = timeCursor('wantedAt', 'refundId');

export const listRefundsRoute = defineRoute({
  method: 'GET',
  path: '/v1/refunds',
  access: 'refund.view',
  tag: 'Refunds',
  summary: 'Refunds that people asked for, oldest first',
  request: { query: pageQuery.extend({ state: refundStateField.optional(), orderId: idField.optional() }) },
  responses: { 200: { description: 'One page', body: pageOf(refundSchema) } },
  async handler({ query: { limit, cursor, state, orderId }, scope }, deps) {
    const after = place.read(cursor);
    const rows = await listOrderRefunds(deps.db, { scope, ...given({ state, orderId }), after, limit: limit + 1 });
    const page = toPage(rows, limit, place.of);
    return { status: 200, body: { items: page.items.map(toRefundAnswer), nextCursor: page.nextCursor } };
  },
});

export const getRefund = defineRoute({
  method: 'GET',
  path: '/v1/refunds/:refund',
  access: 'refund.view',
  tag: 'Refunds',
  summary: 'One refund with how far it came',
  notFound: 'refund_not_found',
  request: { params: refundParams },
  responses: { 200: { description: 'The refund', body: refundSchema } },
  async handler({ params, scope }, deps) {
    return { status: 200, body: toRefundAnswer(await requireRefund(deps, scope, params.refund)) };
  },
});
