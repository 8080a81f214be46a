import { listReturns } from '../../db/receipt/return-read-model';
import { given } from '../http/given';
import { pageOf, pageQuery, timeCursor, toPage } from '../http/paging';
import { defineRoute } from '../http/route';
import { receiptReader } from '../shared/receipt-reader';
import { returnSchema, returnStateField } from './receipt-schemas';

const place = timeCursor('wantedAt', 'returnId');

export const listReturnsRoute = defineRoute({
  method: 'GET',
  path: '/v1/receipt-returns',
  access: ['refund.recordTransfer', 'receipt.view'],
  tag: 'Receipts',
  summary: 'Bank money that goes back, oldest first',
  request: { query: pageQuery.extend({ state: returnStateField.optional() }) },
  responses: { 200: { description: 'One page', body: pageOf(returnSchema) } },
  async handler({ query: { limit, cursor, state }, scope, caller }, deps) {
    const rows = await listReturns(deps.db, {
      reader: receiptReader(scope, caller),
      ...given({ state }),
      after: place.read(cursor),
      limit: limit + 1,
    });
    const page = toPage(rows, limit, place.of);
    return { status: 200, body: { items: [...page.items], nextCursor: page.nextCursor } };
  },
});
