import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import { writeAudit } from '../../db/audit/write-audit';
import { readCorrectionGround } from '../../db/invoice/correction-ground';
import { findCorrection, insertCorrection, type NewCorrection } from '../../db/invoice/corrections';
import { findInvoice } from '../../db/invoice/invoice-list-read-model';
import { hasOpenCorrection } from '../../db/invoice/open-correction';
import { addOutbox } from '../../db/outbox/add-outbox';
import { findOpenOrderRefund } from '../../db/payment/order-refunds';
import type { Db } from '../../db/shared/connection';
import { doOnce } from '../../db/shared/do-once';
import { addOrderEvent } from '../../db/shared/order-events';
import { lockOrder } from '../../db/shared/order-facts';
import type { PartnerScope } from '../../db/shared/partner-scope';
import { assertNever } from '../../domain/assert';
import { correctionProblem, type CorrectionProblem } from '../../domain/invoice/correction-problem';
import type { ApiDeps } from '../http/api-deps';
import { AppError, invalidInput } from '../http/app-error';
import { billingFields } from '../http/billing-fields';
import type { Caller } from '../http/caller';
import { reasonField } from '../http/fields';
import { defineRoute, type RequestMeta } from '../http/route';
import { wrongState } from '../shared/require-order';
import { correctionParams, correctionSchema, toCorrectionAnswer } from './correction-schemas';
import { invoiceParams } from './invoice-schemas';

const correctionWish = z
  .strictObject({
    billing: billingFields.describe('The right buyer, whole: it stands on the new invoice as it is given here'),
    reason: reasonField,
  })
  .meta({ id: 'InvoiceCorrectionWish' });

export const correctInvoice = defineRoute({
  method: 'POST',
  path: '/v1/invoices/:invoiceId/corrections',
  access: 'invoice.correct',
  tag: 'Invoices',
  summary: 'Credit an invoice as a whole and make it out anew to the right buyer; no money moves',
  notFound: 'invoice_not_found',
  errors: ['correction_open', 'refund_open', 'invoice_credited', 'wrong_state'],
  idempotent: true,
  request: { params: invoiceParams, body: correctionWish },
  responses: { 202: { description: 'Under way; read it to see how it ended', body: correctionSchema } },
  async handler({ params: { invoiceId }, body, scope, caller, meta }, deps) {
    const known = await findInvoice(deps.db, scope, invoiceId);
    if (known === null) throw new AppError('invoice_not_found');
    const asking = { invoiceId, orderId: known.orderId, wish: body, caller, meta };
    const { result: correctionId } = await doOnce(deps.db, meta.underKey, 'correction', (trx) =>
      askCorrection(trx, deps, asking)
    );
    const correction = await requireCorrection(deps, scope, { invoiceId, correctionId });
    const headers = { Location: `/v1/invoices/${invoiceId}/corrections/${correctionId}` };
    return { status: 202, headers, body: correction };
  },
});

export const getCorrection = defineRoute({
  method: 'GET',
  path: '/v1/invoices/:invoiceId/corrections/:correction',
  access: 'invoice.viewCorrections',
  tag: 'Invoices',
  summary: 'How the correction of an invoice stands',
  notFound: 'correction_not_found',
  request: { params: correctionParams },
  responses: { 200: { description: 'With credit note and new invoice once it is done', body: correctionSchema } },
  async handler({ params: { invoiceId, correction: correctionId }, scope }, deps) {
    return { status: 200, body: await requireCorrection(deps, scope, { invoiceId, correctionId }) };
  },
});

async function requireCorrection(
  deps: ApiDeps,
  scope: PartnerScope,
  ids: { readonly invoiceId: string; readonly correctionId: string }
): Promise<z.input<typeof correctionSchema>> {
  const correction = await findCorrection(deps.db, scope, ids);
  if (correction === null) throw new AppError('correction_not_found');
  return toCorrectionAnswer(correction);
}

interface Asking {
  readonly invoiceId: string;
  readonly orderId: string;
  readonly wish: z.output<typeof correctionWish>;
  readonly caller: Caller;
  readonly meta: RequestMeta;
}

/** Written down under the order's lock, as everything stands in this moment; the order's aftercare carries it out. */
async function askCorrection(trx: Db, deps: ApiDeps, asking: Asking): Promise<string> {
  const { invoiceId, wish, caller, meta } = asking;
  const order = await lockOrder(trx, asking.orderId);
  const { orderId, partnerId, state: orderState } = order;
  const ground = await readCorrectionGround(trx, { orderId, invoiceId });
  if (ground === null) throw new AppError('invoice_not_found');
  if (await hasOpenCorrection(trx, orderId)) throw new AppError('correction_open');
  const problem = correctionProblem({
    invoice: ground.invoice.body,
    ...ground.standing,
    hasOpenRefund: (await findOpenOrderRefund(trx, orderId)) !== null,
    orderState,
    billing: wish.billing,
    rates: deps.catalogue.taxRates,
  });
  if (problem !== null) throw refusal(problem) ?? wrongState(order, caller, NOT_COMPLETED);
  const correctionId = uuidv7();
  const correction = { correctionId, orderId, partnerId, invoiceId, ...wish };
  await store(trx, { ...correction, wantedBy: caller.actor.userId, wantedAt: meta.at }, meta);
  return correctionId;
}

const NOT_COMPLETED =
  'Only the invoice of an order that is completed can be corrected. Wait until it is, or was repaired.';

/** null: it is the order that stands in the way. */
function refusal(problem: CorrectionProblem): AppError | null {
  switch (problem.code) {
    case 'order_not_completed':
      return null;
    case 'refund_open':
      return new AppError('refund_open');
    case 'invoice_not_valid':
      return new AppError('invoice_credited');
    case 'invoice_partly_credited':
      return new AppError('invoice_credited', { detail: PARTLY_CREDITED });
    case 'nothing_changes':
      return invalidInput([{ field: 'billing', code: 'unchanged', message: 'is what the invoice says already' }]);
    case 'tax_changes':
      return invalidInput([problem.problem]);
    default:
      return assertNever(problem);
  }
}

const PARTLY_CREDITED =
  'A part of this invoice is credited, so it cannot be credited as a whole any more. Refund the rest and place a new order.';

async function store(trx: Db, correction: NewCorrection, { at, source }: RequestMeta): Promise<void> {
  const { correctionId, orderId, invoiceId, wantedBy: actorId, reason } = correction;
  await insertCorrection(trx, correction);
  const data = { correctionId, invoiceId };
  await addOrderEvent(trx, { orderId, at, what: 'correction_asked', actorId, data });
  await writeAudit(trx, {
    at,
    source,
    what: 'invoice.correction_asked',
    subject: { type: 'invoice', id: invoiceId },
    data: { correctionId, orderId, reason },
  });
  const dedupeKey = `refunds_wanted:${correctionId}`;
  await addOutbox(trx, { topic: 'refunds_wanted', dedupeKey, payload: { orderId }, at });
}
