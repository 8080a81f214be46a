import { z } from 'zod';
import { writeAudit } from '../../db/audit/write-audit';
import { decideReport, readReport, type ReceiptReport, type ReportDecision } from '../../db/receipt/receipt-reports';
import type { Db } from '../../db/shared/connection';
import { addOrderEvent } from '../../db/shared/order-events';
import { doOnce } from '../../db/shared/do-once';
import { closeTask } from '../../db/task/close-task';
import { openMinor } from '../../domain/order/order-money';
import { AppError } from '../http/app-error';
import type { ApiDeps } from '../http/api-deps';
import { dateField, lineField, linesField, paidMoneyField, reasonField } from '../http/fields';
import { defineRoute, type RequestMeta } from '../http/route';
import { requireOrder } from '../shared/require-order';
import { allocateEach } from './allocate-receipt';
import { checkedLine } from './check-line';
import { orderOutcomeSchema, receiptSchema, type OrderOutcome } from './receipt-schemas';
import { recordLine } from './record-receipt';
import { reportReader } from './report-reader';
import { reportParams, reportSchema } from './report-schemas';
import { answerReceipt, type Asking } from './require-receipt';

const bankLine = z
  .strictObject({
    account: lineField(64).describe('The seller’s account that the money came to'),
    bankReference: lineField(140),
    valueDate: dateField.optional().describe('Of the statement, where the report says another'),
    amount: paidMoneyField.optional().describe('Of the statement, where the report says another'),
    payer: lineField(140).optional().describe('Of the statement, where the report says another'),
    note: linesField(1_000).default(''),
  })
  .meta({ id: 'ConfirmedLine', description: 'The line of the bank statement that the report is about' });

export const confirmReport = defineRoute({
  method: 'POST',
  path: '/v1/receipt-reports/:report/confirm',
  access: 'receipt.confirmReport',
  tag: 'Receipts',
  summary: 'Confirm a report by the line of the bank statement: it becomes a receipt and pays the order',
  notFound: 'receipt_report_not_found',
  errors: ['wrong_state', 'receipt_duplicate'],
  idempotent: true,
  request: { params: reportParams, body: bankLine },
  responses: {
    200: {
      description: 'Recorded, whatever the order answered',
      body: z.strictObject({
        report: reportSchema,
        receipt: receiptSchema,
        allocations: z.array(orderOutcomeSchema),
      }),
    },
  },
  async handler({ params, body, scope, caller, meta }, deps) {
    const asking = { scope, caller, meta };
    const report = await requireReport(deps, asking, params.report);
    const typed = { ...body, amount: body.amount ?? report.amount, payer: body.payer ?? report.payer };
    const line = checkedLine(deps.catalogue, { ...typed, valueDate: body.valueDate ?? report.valueDate }, meta.at);
    const { partnerId } = report.partner;
    const facts = { partnerId, note: body.note, evidenceId: report.evidenceId, recordedBy: caller.actor.userId };
    const toPay = await openOf(deps, asking, report);
    const { result: confirmed } = await doOnce(deps.db, meta.underKey, 'confirm', async (trx) => {
      refuseDecided(report);
      const receiptId = await recordLine(trx, { ...line, ...facts, at: meta.at }, asking);
      await decide(trx, asking, { report, state: 'confirmed', reason: null, receiptId });
      return { receiptId, amountMinor: Math.min(line.amountMinor, toPay) };
    });
    const { receiptId } = confirmed;
    const allocations = await payOrder(deps, asking, { report, ...confirmed });
    return {
      status: 200,
      body: {
        report: await requireReport(deps, asking, params.report),
        receipt: await answerReceipt(deps, asking, receiptId),
        allocations,
      },
    };
  },
});

export const declineReport = defineRoute({
  method: 'POST',
  path: '/v1/receipt-reports/:report/decline',
  access: 'receipt.confirmReport',
  tag: 'Receipts',
  summary: 'Decline a report: no such money is on the statement',
  notFound: 'receipt_report_not_found',
  errors: ['wrong_state'],
  idempotent: true,
  request: { params: reportParams, body: z.strictObject({ reason: reasonField }) },
  responses: { 200: { description: 'Declined; the distributor sees the reason', body: reportSchema } },
  async handler({ params, body: { reason }, scope, caller, meta }, deps) {
    const asking = { scope, caller, meta };
    const report = await requireReport(deps, asking, params.report);
    await doOnce(deps.db, meta.underKey, 'decline', async (trx) => {
      await decide(trx, asking, { report, state: 'declined', reason, receiptId: null });
      return report.reportId;
    });
    return { status: 200, body: await requireReport(deps, asking, params.report) };
  },
});

type AskingNow = Asking & { readonly meta: RequestMeta };

const DECIDED = 'This report was confirmed or declined already. Read it again.';

/** @throws AppError `receipt_report_not_found`, for a stranger's report as for none at all */
async function requireReport(deps: ApiDeps, { scope, caller }: Asking, reportId: string): Promise<ReceiptReport> {
  const report = await readReport(deps.db, reportReader(scope, caller), reportId);
  if (report === null) throw new AppError('receipt_report_not_found');
  return report;
}

function refuseDecided({ state }: ReceiptReport): void {
  if (state !== 'reported') throw new AppError('wrong_state', { detail: DECIDED });
}

type Decision = Pick<ReportDecision, 'state' | 'reason' | 'receiptId'> & { readonly report: ReceiptReport };

/** Of two people at once the second finds it decided, and its receipt is rolled back. @throws AppError `wrong_state` */
async function decide(trx: Db, { caller, meta }: AskingNow, decision: Decision): Promise<void> {
  const { report, state, reason, receiptId } = decision;
  const { reportId, order, amount } = report;
  const { orderId } = order;
  const { at, source } = meta;
  const by = caller.actor.userId;
  const isFirst = await decideReport(trx, { reportId, state, by, at, reason, receiptId });
  if (!isFirst) throw new AppError('wrong_state', { detail: DECIDED });
  await closeTask(trx, { task: { dedupeKey: `receipt_reported:${reportId}` }, state: 'done', by, at });
  const what = state === 'confirmed' ? 'report_confirmed' : 'report_declined';
  const data = { reportId, receiptId, ...amount };
  await addOrderEvent(trx, { orderId, at, what, actorId: by, data });
  const subject = { type: 'order', id: orderId };
  await writeAudit(trx, { at, source, what: `order.${what}`, subject, data: { ...data, reason } });
}

interface Confirmed {
  readonly report: ReceiptReport;
  readonly receiptId: string;
  /** As much of the line as was open on the order when it was confirmed; the rest is unmatched. */
  readonly amountMinor: number;
}

async function payOrder(
  deps: ApiDeps,
  asking: AskingNow,
  { report, receiptId, amountMinor }: Confirmed
): Promise<OrderOutcome[]> {
  if (amountMinor === 0) return [];
  return allocateEach(deps, asking, [{ receiptId, orderId: report.order.orderId, amountMinor }]);
}

async function openOf(deps: ApiDeps, { scope }: Asking, { order }: ReceiptReport): Promise<number> {
  const detail = await requireOrder(deps, scope, order.orderId);
  return openMinor({ ...detail, total: detail.totals.gross });
}
