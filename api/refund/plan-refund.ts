import { endingsOf, withinBought } from '../../domain/company/ended-capacity';
import type { FieldProblem } from '../../domain/field-problem';
import { creditLines, linesLeft } from '../../domain/invoice/credit-lines';
import { PART_PAID, REFUND_STEP } from '../../domain/order/parked-step';
import { refundAmountMinor } from '../../domain/payment/refund-amount';
import type { RefundBasis } from '../../domain/payment/refund-state';
import { readCredits } from '../../db/invoice/credit-note-row';
import { readInvoiceOfOrder, type Invoice } from '../../db/invoice/invoice-row';
import { hasOpenCorrection } from '../../db/invoice/open-correction';
import { hasOpenDispute, readDisputesOfOrder } from '../../db/payment/disputes';
import { findOpenOrderRefund, isSettled, readEndedBefore, type NewOrderRefund } from '../../db/payment/order-refunds';
import { listKeptCaptures, readPaidAndGone } from '../../db/payment/paid-and-gone';
import { readProviderRefunds } from '../../db/payment/provider-refunds';
import type { Db } from '../../db/shared/connection';
import type { OrderFactsRow } from '../../db/shared/order-facts';
import { readOrderLines } from '../../db/shared/order-lines';
import { AppError, invalidInput } from '../http/app-error';
import { wrongState } from '../shared/require-order';
import type { AskingRefund } from './ask-refund';
import { refuseCapacity, toRefundedCapacity } from './refund-capacity';

export type PlannedRefund = Pick<
  NewOrderRefund,
  'basis' | 'basisId' | 'channel' | 'invoiceId' | 'credit' | 'endings' | 'grossMinor' | 'amountMinor' | 'currency'
> & {
  /** Of earlier refunds of the order. */
  readonly refundedMinor: number;
};

type PlannedMoney = Omit<PlannedRefund, 'basis' | 'basisId'>;

/** What the wish comes to for the locked order. @throws AppError with the reason against it */
export async function planRefund(trx: Db, order: OrderFactsRow, asking: AskingRefund): Promise<PlannedRefund> {
  if ((await findOpenOrderRefund(trx, order.orderId)) !== null) throw new AppError('refund_open');
  const { basis, basisId, goneMinor } = await requireBasis(trx, order, asking);
  if (basis === 'refund' && (await hasOpenDispute(trx, order.orderId))) throw new AppError('payment_disputed');
  const invoice = await requireRefundable(trx, order, asking);
  const planned =
    invoice === null ? await wholeWithoutInvoice(trx, order, asking) : await ofInvoice(trx, { order, invoice, asking });
  if (basis !== 'refund') {
    if (planned.grossMinor > goneMinor) throw invalidInput([creditsTooMuch(goneMinor, planned.currency)]);
    return { ...planned, basis, basisId, channel: 'none', amountMinor: 0 };
  }
  if (planned.amountMinor === 0) throw new AppError('nothing_to_refund');
  return { ...planned, basis, basisId };
}

function creditsTooMuch(goneMinor: number, currency: string): FieldProblem {
  const message = `credit more than the ${goneMinor} minor units of ${currency} that went back; name lines that come to no more`;
  return { field: 'lines', code: 'exceeds_money', message };
}

interface Basis {
  readonly basis: RefundBasis;
  readonly basisId: string | null;
  /** What went by the dispute, or at the provider. */
  readonly goneMinor: number;
}

/** A dispute that was lost, or a refund that others made at the provider, of this very order. */
async function requireBasis(trx: Db, { orderId }: OrderFactsRow, { wish }: AskingRefund): Promise<Basis> {
  const { basis } = wish;
  switch (basis?.kind) {
    case undefined:
      return { basis: 'refund', basisId: null, goneMinor: 0 };
    case 'lost_dispute': {
      const { disputeId } = basis;
      const known = (await readDisputesOfOrder(trx, orderId)).find((dispute) => dispute.disputeId === disputeId);
      if (known?.state === 'lost')
        return unsettled(trx, { kind: basis.kind, id: disputeId, goneMinor: known.amountMinor });
      throw unknownBasis('basis.disputeId', 'is no lost dispute of this order');
    }
    case 'returned_at_provider': {
      const { refundId } = basis;
      const known = (await readProviderRefunds(trx, orderId)).find((refund) => refund.refundId === refundId);
      if (known?.state === 'done' && known.disputeId === null)
        return unsettled(trx, { kind: basis.kind, id: refundId, goneMinor: known.amountMinor });
      throw unknownBasis('basis.refundId', 'is no refund that was made at the provider for this order');
    }
  }
}

/** @throws AppError for one that a refund has been made for */
async function unsettled(
  trx: Db,
  { kind, id, goneMinor }: { readonly kind: RefundBasis; readonly id: string; readonly goneMinor: number }
): Promise<Basis> {
  if (await isSettled(trx, id)) throw new AppError('wrong_state', { detail: SETTLED });
  return { basis: kind, basisId: id, goneMinor };
}

const SETTLED = 'Credit note and capacity have been decided for this already. Look at the refunds of the order.';

function unknownBasis(field: string, message: string): AppError {
  return invalidInput([{ field, code: 'unknown', message }]);
}

/** The invoice that is credited; null: the order has none, and gives all its money back. @throws AppError */
async function requireRefundable(
  trx: Db,
  order: OrderFactsRow,
  { caller, wish }: AskingRefund
): Promise<Invoice | null> {
  const invoice = await readInvoiceOfOrder(trx, order.orderId);
  switch (order.state) {
    case 'completed':
    case 'partially_refunded':
      if (invoice === null) throw new AppError('nothing_to_refund');
      if (await hasOpenCorrection(trx, order.orderId)) throw wrongState(order, caller, CORRECTING);
      return invoice;
    case 'needs_attention':
      if (order.parked?.step === PART_PAID) throw wrongState(order, caller, PART_PAID_WAYS);
      // A refund of it was withdrawn just now, and the order has not been put back yet.
      if (order.parked?.step === REFUND_STEP) throw new AppError('refund_open');
      if (wish.lines !== undefined || (wish.capacity ?? 'end_now') !== 'end_now') {
        throw invalidInput([{ field: 'lines', code: 'whole_only', message: WHOLE_ONLY }]);
      }
      return invoice;
    default:
      throw wrongState(order, caller, NOT_REFUNDABLE);
  }
}

const NOT_REFUNDABLE =
  'Only an order that is completed, or parked with money on it, can be refunded. Wait until it is; one that is not paid is cancelled.';
const CORRECTING = 'The invoice of this order is being corrected. Look again in a moment and refund the new one.';
const WHOLE_ONLY = 'cannot be chosen for an order that is parked: it is refunded as a whole, and what it bought ends';
const PART_PAID_WAYS =
  'This order is part-paid. The account manager returns its money and cancels it, closes the shortfall, or prolongs it.';

async function wholeWithoutInvoice(trx: Db, order: OrderFactsRow, { caller }: AskingRefund): Promise<PlannedMoney> {
  const lines = await readOrderLines(trx, order.orderId, order.total.currency);
  // Whatever of it had become active by then; what never was is left alone by the step.
  const endings = endingsOf(lines.map((line) => ({ ...line, choice: 'end_now' as const })));
  const paid = await readPaidAndGone(trx, order.orderId);
  const none = { invoiceId: null, credit: null, endings, refundedMinor: paid.refundedMinor };
  if (order.paidAt !== null) {
    const amountMinor = refundAmountMinor(paid.paidMinor, paid);
    const channel = paid.capture === null ? 'transfer' : 'provider';
    return { ...none, channel, grossMinor: amountMinor, amountMinor, currency: order.total.currency };
  }
  const [kept, ...others] = await listKeptCaptures(trx, order.orderId);
  if (kept === undefined) throw wrongState(order, caller, NOT_REFUNDABLE);
  // The money table keeps one payment for a person; a second beside it goes back at once.
  const amountMinor = [kept, ...others].reduce((sum, one) => sum + one.amountMinor, 0);
  return { ...none, channel: 'provider', grossMinor: amountMinor, amountMinor, currency: kept.currency };
}

interface OfInvoice {
  readonly order: OrderFactsRow;
  readonly invoice: Invoice;
  readonly asking: AskingRefund;
}

async function ofInvoice(trx: Db, { order, invoice, asking }: OfInvoice): Promise<PlannedMoney> {
  const { wish, meta } = asking;
  const before = await readCredits(trx, invoice.invoiceId);
  const result = creditLines(invoice.body, before, wish.lines ?? 'whole');
  if (!result.ok) {
    if (wish.lines === undefined) throw new AppError('nothing_to_refund');
    throw invalidInput(result.problems);
  }
  const { credit } = result;
  const isWhole = order.state === 'needs_attention';
  const left = linesLeft(invoice.body, before);
  const refunded = toRefundedCapacity({ credit, left, wish, isWhole, periods: invoice.body.lines });
  const endings = withinBought(endingsOf(refunded), invoice.body.lines, await readEndedBefore(trx, order.orderId));
  await refuseCapacity(trx, { order, refunded, endings, at: meta.at });
  const paid = await readPaidAndGone(trx, order.orderId);
  const { amountMinor: grossMinor, currency } = credit.gross;
  return {
    channel: paid.capture === null ? 'transfer' : 'provider',
    invoiceId: invoice.invoiceId,
    credit,
    endings,
    grossMinor,
    amountMinor: refundAmountMinor(grossMinor, paid),
    currency,
    refundedMinor: paid.refundedMinor,
  };
}
