import { listReports, readReport } from '../../db/receipt/receipt-reports';
import { AppError } from '../http/app-error';
import { idField, optionalLineField } from '../http/fields';
import { given } from '../http/given';
import { pageOf, pageQuery, timeCursor, toPage } from '../http/paging';
import { defineRoute } from '../http/route';
import { reportReader } from './report-reader';
import { reportParams, reportSchema, reportStateField } from './report-schemas';

const query = pageQuery.extend({
  state: reportStateField.optional(),
  orderId: idField.optional(),
  partnerId: optionalLineField(64).optional(),
});
const place = timeCursor('reportedAt', 'reportId');

export const listReportsRoute = defineRoute({
  method: 'GET',
  path: '/v1/receipt-reports',
  access: ['receipt.view', 'receipt.report'],
  tag: 'Receipts',
  summary: 'Money that distributors have reported, newest first',
  request: { query },
  responses: { 200: { description: 'One page', body: pageOf(reportSchema) } },
  async handler({ query: { limit, cursor, ...filter }, scope, caller }, deps) {
    const rows = await listReports(deps.db, {
      reader: reportReader(scope, caller),
      filter: given(filter),
      after: place.read(cursor),
      limit: limit + 1,
    });
    const page = toPage(rows, limit, place.of);
    return { status: 200, body: { items: [...page.items], nextCursor: page.nextCursor } };
  },
});

export const getReport = defineRoute({
  method: 'GET',
  path: '/v1/receipt-reports/:report',
  access: ['receipt.view', 'receipt.report'],
  tag: 'Receipts',
  summary: 'One reported receipt',
  notFound: 'receipt_report_not_found',
  request: { params: reportParams },
  responses: { 200: { description: 'As it stands now', body: reportSchema } },
  async handler({ params, scope, caller }, deps) {
    const report = await readReport(deps.db, reportReader(scope, caller), params.report);
    if (report === null) throw new AppError('receipt_report_not_found');
    return { status: 200, body: report };
  },
});
