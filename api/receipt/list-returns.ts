import { z } from 'zod';
import { listReturns, type ReceiptReturn } from '../../db/receipt/return-read-model';
import { idField, instantField } from '../http/fields';
import { given } from '../http/given';
import { decodeCursor, encodeCursor, pageOf, pageQuery, toPage } from '../http/paging';
import { defineRoute } from '../http/route';
import { receiptReader } from '../shared/receipt-reader';
import { returnSchema, returnStateField } from './receipt-schemas';

const cursorSchema = z.tuple([instantField, idField]);

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
      after: cursor === undefined ? null : readCursor(cursor),
      limit: limit + 1,
    });
    const page = toPage(rows, limit, cursorOf);
    return { status: 200, body: { items: [...page.items], nextCursor: page.nextCursor } };
  },
});

const cursorOf = (last: ReceiptReturn): string => encodeCursor([last.wantedAt, last.returnId]);

function readCursor(cursor: string): { wantedAt: string; returnId: string } {
  const [wantedAt, returnId] = decodeCursor(cursor, cursorSchema);
  return { wantedAt, returnId };
}
