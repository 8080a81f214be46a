import { z } from 'zod';
import { writeAudit } from '../../db/audit/write-audit';
import { insertReport, readReport, type NewReport } from '../../db/receipt/receipt-reports';
import type { OrderDetail } from '../../db/order/order-read-model';
import type { Db } from '../../db/shared/connection';
import { addOrderEvent } from '../../db/shared/order-events';
import { doOnce } from '../../db/shared/do-once';
import { openTask } from '../../db/task/open-task';
import { findSeller } from '../../domain/catalogue/catalogue';
import type { FieldProblem } from '../../domain/field-problem';
import { todayIn } from '../../domain/time/time-zone';
import { AppError, invalidInput } from '../http/app-error';
import type { ApiDeps } from '../http/api-deps';
import { dateField, idField, lineField, linesField, paidMoneyField } from '../http/fields';
import { defineRoute, type RequestMeta } from '../http/route';
import { requireEvidence } from '../shared/require-evidence';
import { requireOrder, wrongState } from '../shared/require-order';
import { dateProblem } from './check-line';
import { reportReader } from './report-reader';
import { reportSchema } from './report-schemas';

const newReport = z
  .strictObject({
    amount: paidMoneyField,
    valueDate: dateField,
    payer: lineField(140),
    note: linesField(1_000).default(''),
    evidenceId: idField.optional(),
  })
  .meta({ id: 'NewReceiptReport' });

export const reportReceipt = defineRoute({
  method: 'POST',
  path: '/v1/orders/:orderId/receipt-reports',
  access: 'receipt.report',
  tag: 'Receipts',
  summary: 'Tell the account manager that a partner’s money has come; it counts once that is confirmed',
  notFound: 'order_not_found',
  errors: ['wrong_state', 'evidence_not_found'],
  idempotent: true,
  request: { params: z.strictObject({ orderId: idField }), body: newReport },
  responses: { 201: { description: 'Reported; the account manager has a task', body: reportSchema } },
  async handler({ params, body, scope, caller, meta }, deps) {
    const order = await requireOrder(deps, scope, params.orderId);
    refuseOddMoney(deps, { order, body, meta });
    const { evidenceId = null, ...facts } = body;
    if (evidenceId !== null) await requireEvidence(deps, { scope, caller }, evidenceId);
    const { orderId, partner } = order;
    const report = {
      ...facts,
      evidenceId,
      orderId,
      partnerId: partner.partnerId,
      by: caller.actor.userId,
      at: meta.at,
    };
    const { result: reportId } = await doOnce(deps.db, meta.underKey, 'report', (trx) => {
      if (!isWaiting(order)) throw wrongState(order, caller, NOT_WAITING);
      return store(trx, { order, report, meta });
    });
    const stored = await readReport(deps.db, reportReader(scope, caller), reportId);
    if (stored === null) throw new AppError('receipt_report_not_found');
    return { status: 201, headers: { Location: `/v1/receipt-reports/${reportId}` }, body: stored };
  },
});

const NOT_WAITING =
  'This order does not wait for bank money. Tell the account manager directly if money has come for it.';
const WAITING = new Set(['awaiting_payment', 'awaiting_approval', 'needs_attention']);

function isWaiting({ method, state, facts }: OrderDetail): boolean {
  return method === 'offline' && WAITING.has(state) && facts.paidAt === null;
}

interface Typed {
  readonly order: OrderDetail;
  readonly body: z.output<typeof newReport>;
  readonly meta: RequestMeta;
}

function refuseOddMoney({ catalogue }: ApiDeps, { order, body, meta }: Typed): void {
  const problems: FieldProblem[] = [];
  const { currency } = order.totals.gross;
  if (body.amount.currency !== currency) {
    const message = `must be the currency of the order, ${currency}`;
    problems.push({ field: 'amount.currency', code: 'receipt_in_other_currency', message });
  }
  const today = todayIn(findSeller(catalogue, order.sellerId)?.timeZone ?? 'UTC', meta.at);
  const problem = dateProblem(body.valueDate, today);
  if (problem !== null) problems.push(problem);
  if (problems.length > 0) throw invalidInput(problems);
}

interface ToStore {
  readonly order: OrderDetail;
  readonly report: NewReport;
  readonly meta: RequestMeta;
}

async function store(trx: Db, { order, report, meta }: ToStore): Promise<string> {
  const { at, source } = meta;
  const { orderId, orderNo, partner } = order;
  const reportId = await insertReport(trx, report);
  const data = { reportId, ...report.amount };
  await openTask(trx, {
    dedupeKey: `receipt_reported:${reportId}`,
    kind: 'receipt_reported',
    subject: `A distributor reports money for ${orderNo}: find it on the statement, then confirm or decline`,
    evidence: { ...data, valueDate: report.valueDate, payer: report.payer },
    partnerId: partner.partnerId,
    orderId,
    companyId: order.company.companyId,
    at,
    openedBy: report.by,
  });
  await addOrderEvent(trx, { orderId, at, what: 'receipt_reported', actorId: report.by, data });
  await writeAudit(trx, { at, source, what: 'order.receipt_reported', subject: { type: 'order', id: orderId }, data });
  return reportId;
}
