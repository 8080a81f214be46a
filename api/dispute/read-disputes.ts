import { listDisputes, readDispute } from '../../db/payment/dispute-read-model';
import { AppError } from '../http/app-error';
import { idField } from '../http/fields';
import { given } from '../http/given';
import { pageOf, pageQuery, timeCursor, toPage } from '../http/paging';
import { defineRoute } from '../http/route';
import { disputeStateField } from '../shared/money-back-schemas';
import { disputeParams, disputeSchema, toDisputeAnswer } from './dispute-schemas';

const query = pageQuery.extend({ state: disputeStateField.optional(), orderId: idField.optional() });
const place = timeCursor('openedAt', 'disputeId');

export const listDisputesRoute = defineRoute({
  method: 'GET',
  path: '/v1/disputes',
  access: 'refund.view',
  tag: 'Disputes',
  summary: 'Payments that payers have complained about, newest first',
  request: { query },
  responses: { 200: { description: 'One page', body: pageOf(disputeSchema) } },
  async handler({ query: { limit, cursor, ...filter }, scope }, deps) {
    const after = place.read(cursor);
    const rows = await listDisputes(deps.db, { scope, filter: given(filter), after, limit: limit + 1 });
    const page = toPage(rows, limit, place.of);
    return { status: 200, body: { items: page.items.map(toDisputeAnswer), nextCursor: page.nextCursor } };
  },
});

export const getDispute = defineRoute({
  method: 'GET',
  path: '/v1/disputes/:dispute',
  access: 'refund.view',
  tag: 'Disputes',
  summary: 'One dispute',
  notFound: 'dispute_not_found',
  request: { params: disputeParams },
  responses: { 200: { description: 'As the provider last told it', body: disputeSchema } },
  async handler({ params, scope }, deps) {
    const dispute = await readDispute(deps.db, scope, params.dispute);
    if (dispute === null) throw new AppError('dispute_not_found');
    return { status: 200, body: toDisputeAnswer(dispute) };
  },
});
