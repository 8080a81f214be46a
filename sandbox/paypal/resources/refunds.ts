import { z } from 'zod';
import { pathId, type ApiCall, type PayPalWorld } from '../api-call';
import { ApiError, unprocessable } from '../api-error';
import { captureWithOrder, returnedMinor } from '../objects/capture-object';
import { refundObject } from '../objects/refund-object';
import { parsePositive } from '../money';
import { paypalId } from '../paypal-id';
import { find, linked } from '../paypal-state';
import { money, readBody, text } from '../read-body';
import type { Amount, CaptureRow, RefundRow, Subject } from '../records';

const refundRequest = z.strictObject({
  amount: money.optional(),
  invoice_id: text(127).optional(),
  custom_id: text(127).optional(),
  note_to_payer: text(255).optional(),
});
type RefundRequest = z.output<typeof refundRequest>;

export function readCapture({ state }: PayPalWorld, call: ApiCall): object {
  return captureWithOrder(state, find(state.captures, pathId(call)));
}

export function readRefund({ state }: PayPalWorld, call: ApiCall): object {
  return refundObject(state, find(state.refunds, pathId(call)));
}

export function refundCapture(world: PayPalWorld, call: ApiCall): Subject {
  const { state, events, faults } = world;
  const asked = readBody(refundRequest, call.body);
  const capture = find(state.captures, pathId(call));
  const amount = refundableAmount(world, capture, asked);
  const movement = { customId: capture.customId, invoiceId: capture.invoiceId, vaultId: null, amount };
  const fault = faults.refunds.take(movement);
  if (fault?.effect === 'refund-refused') throw unprocessable(fault.issue);
  const refund = addRefund(world, capture, {
    amount,
    status: fault?.effect === 'refund-pending' ? 'PENDING' : 'COMPLETED',
    customId: asked.custom_id ?? null,
    invoiceId: asked.invoice_id ?? null,
    note: asked.note_to_payer ?? null,
    isReversal: false,
  });
  if (refund.status === 'COMPLETED') events.emit('PAYMENT.CAPTURE.REFUNDED', refundObject(state, refund));
  return { kind: 'refund', id: refund.id };
}

function refundableAmount({ state }: PayPalWorld, capture: CaptureRow, asked: RefundRequest): Amount {
  if (capture.status === 'PENDING') throw unprocessable('PENDING_CAPTURE');
  if (capture.status === 'DECLINED') throw unprocessable('TRANSACTION_REFUSED');
  const { currency } = capture.amount;
  const left = capture.amount.minor - returnedMinor(state, capture);
  const amount = asked.amount === undefined ? { currency, minor: left } : parsePositive(asked.amount, '/amount');
  if (amount.currency !== currency) throw unprocessable('REFUND_CAPTURE_CURRENCY_MISMATCH', '/amount/currency_code');
  if (left === 0) throw unprocessable('CAPTURE_FULLY_REFUNDED');
  if (amount.minor > left) throw unprocessable('REFUND_AMOUNT_EXCEEDED', '/amount/value');
  const isDisputed = capture.dispute !== null && linked(state.disputes, capture.dispute).outcome === null;
  if (isDisputed && amount.minor < left) throw unprocessable('TRANSACTION_DISPUTED');
  const isUsed = ({ invoiceId, status }: RefundRow): boolean => invoiceId === asked.invoice_id && status !== 'FAILED';
  if (asked.invoice_id !== undefined && state.settings.uniqueInvoiceIds && state.refunds.all().some(isUsed))
    throw unprocessable('DUPLICATE_INVOICE_ID', '/invoice_id', 'Invoice ID was previously used to refund a capture.');
  return amount;
}

type NewRefund = Omit<RefundRow, 'id' | 'capture' | 'createdAt' | 'updatedAt'>;

function addRefund({ state }: PayPalWorld, capture: CaptureRow, made: NewRefund): RefundRow {
  const now = state.clock.now();
  const refund = state.saveRefund({ id: paypalId(), capture: capture.id, createdAt: now, updatedAt: now, ...made });
  state.saveCapture({ ...capture, refunds: [...capture.refunds, refund.id] });
  return refund;
}

/** PayPal takes back what is left of a payment, without asking the merchant. */
export function reverseCapture(world: PayPalWorld, capture: CaptureRow): RefundRow {
  const { state, events } = world;
  const left = capture.amount.minor - returnedMinor(state, capture);
  if (capture.status !== 'COMPLETED' || left === 0) {
    const description = 'Only a completed capture of which something is left can be reversed.';
    throw new ApiError(422, { issue: 'NOTHING_TO_REVERSE', description });
  }
  const amount = { currency: capture.amount.currency, minor: left };
  const made = { amount, status: 'COMPLETED', customId: capture.customId, invoiceId: capture.invoiceId } as const;
  const refund = addRefund(world, capture, { ...made, note: null, isReversal: true });
  events.emit('PAYMENT.CAPTURE.REVERSED', refundObject(state, refund));
  return refund;
}

/** The payer's bank answers: a pending refund arrives, or one comes back even after PayPal had called it completed. */
export function settleRefund({ state, events }: PayPalWorld, id: string, status: 'COMPLETED' | 'FAILED'): object {
  const refund = find(state.refunds, id);
  if (refund.status === 'FAILED' || refund.isReversal || refund.status === status) {
    const description = `This refund is ${refund.status} for good.`;
    throw new ApiError(422, { issue: 'REFUND_NOT_OPEN', description });
  }
  const settled = state.saveRefund({ ...refund, status });
  const object = refundObject(state, settled);
  if (status === 'COMPLETED') events.emit('PAYMENT.CAPTURE.REFUNDED', object);
  return object;
}
