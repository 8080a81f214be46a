import { listReceipts } from '../../db/receipt/receipt-read-model';
import { dateField, optionalLineField } from '../http/fields';
import { pageOf, pageQuery, timeCursor, toPage } from '../http/paging';
import { defineRoute } from '../http/route';
import { given } from '../http/given';
import { receiptReader } from '../shared/receipt-reader';
import { receiptItemSchema, receiptParams, receiptSchema, receiptStateField } from './receipt-schemas';
import { answerReceipt } from './require-receipt';

const query = pageQuery.extend({
  state: receiptStateField.optional().describe('`unmatched`: something of it is not decided yet'),
  partnerId: optionalLineField(64).optional(),
  from: dateField.optional().describe('Value date on or after'),
  until: dateField.optional().describe('Value date before'),
  text: optionalLineField(100).optional().describe('Part of the payer, the bank reference or the account'),
});
const place = timeCursor('recordedAt', 'receiptId');

export const listReceiptsRoute = defineRoute({
  method: 'GET',
  path: '/v1/receipts',
  access: 'receipt.view',
  tag: 'Receipts',
  summary: 'Lines of the bank statement, newest first',
  request: { query },
  responses: { 200: { description: 'One page', body: pageOf(receiptItemSchema) } },
  async handler({ query: { limit, cursor, text, ...filter }, scope, caller }, deps) {
    const rows = await listReceipts(deps.db, {
      reader: receiptReader(scope, caller),
      filter: given({ ...filter, text: text === '' ? undefined : text }),
      after: place.read(cursor),
      limit: limit + 1,
    });
    const page = toPage(rows, limit, place.of);
    return { status: 200, body: { items: [...page.items], nextCursor: page.nextCursor } };
  },
});

export const getReceipt = defineRoute({
  method: 'GET',
  path: '/v1/receipts/:receipt',
  access: 'receipt.view',
  tag: 'Receipts',
  summary: 'One line of the bank statement, with its allocations and returns',
  notFound: 'receipt_not_found',
  request: { params: receiptParams },
  responses: { 200: { description: 'The receipt as it stands now', body: receiptSchema } },
  async handler({ params, scope, caller }, deps) {
    return { status: 200, body: await answerReceipt(deps, { scope, caller }, params.receipt) };
  },
});
