import type { PayPalWorld } from './api-call';
import { ApiError, unprocessable } from './api-error';
import { ISSUES, type Issue } from './issues';
import { captureWithOrder } from './objects/capture-object';
import { payPageUrl } from './objects/order-object';
import type { PayerKind } from './payers';
import type { CaptureFault } from './payment-faults';
import { paypalId } from './paypal-id';
import type { CaptureRow, OrderRow } from './records';
import { savePaymentToken } from './save-payment-token';

export interface PaymentSource {
  readonly payer: PayerKind;
  /** The saved account that is charged without its owner; null when the owner approved this very order. */
  readonly vaultId: string | null;
}

const SENDS_PAYER_BACK: readonly Issue[] = ['INSTRUMENT_DECLINED', 'PAYER_ACTION_REQUIRED'];

/** Moves the money, or throws the refusal; a declined order waits for its payer again. */
export function takePayment(world: PayPalWorld, order: OrderRow, source: PaymentSource): OrderRow {
  const { state, faults } = world;
  const { customId, invoiceId, amount } = order;
  if (invoiceId !== null && state.settings.uniqueInvoiceIds && state.hasPaidInvoice(invoiceId))
    throw unprocessable('DUPLICATE_INVOICE_ID', '/purchase_units/0/invoice_id');
  const fault = faults.captures.take({ customId, invoiceId, amount, vaultId: source.vaultId });
  const refused = refusalFor(source, fault);
  if (refused !== undefined) throw refuse(world, order, source, refused);
  const capture = newCapture(world, order, source, fault);
  const paid = state.saveOrder({ ...order, status: 'COMPLETED', payer: source.payer, capture: capture.id });
  const isFresh = source.vaultId === null && capture.status === 'COMPLETED';
  const kept = isFresh ? savePayer(world, paid) : paid;
  tellCapture(world, capture);
  return kept;
}

function refusalFor(source: PaymentSource, fault: CaptureFault | undefined): Issue | undefined {
  if (fault?.effect === 'capture-refused') return fault.issue;
  const isDeclined = source.payer === 'declined' || (source.payer === 'declined-later' && source.vaultId !== null);
  return isDeclined ? 'INSTRUMENT_DECLINED' : undefined;
}

function refuse(world: PayPalWorld, order: OrderRow, source: PaymentSource, issue: Issue): ApiError {
  if (source.vaultId !== null || !SENDS_PAYER_BACK.includes(issue)) return unprocessable(issue);
  world.state.saveOrder({ ...order, status: 'PAYER_ACTION_REQUIRED', payer: null });
  const back = { href: payPageUrl(world.state, order.id), rel: 'redirect', method: 'GET' };
  return new ApiError(422, { issue, description: ISSUES[issue] }, [back]);
}

function newCapture(
  { state }: PayPalWorld,
  order: OrderRow,
  source: PaymentSource,
  fault: CaptureFault | undefined
): CaptureRow {
  const isPending = fault?.effect === 'capture-pending' || source.payer === 'pending';
  const status = fault?.effect === 'capture-denied' ? 'DECLINED' : isPending ? 'PENDING' : 'COMPLETED';
  const pendingReason = fault?.effect === 'capture-pending' ? fault.reason : 'ECHECK';
  const { amount, customId, invoiceId } = order;
  const now = state.clock.now();
  return state.saveCapture({
    id: paypalId(),
    order: order.id,
    createdAt: now,
    updatedAt: now,
    status,
    reason: status === 'PENDING' ? pendingReason : null,
    amount,
    customId,
    invoiceId,
    refunds: [],
    dispute: null,
  });
}

/** The wish was to save the payer once the payment succeeds. */
function savePayer(world: PayPalWorld, order: OrderRow): OrderRow {
  if (order.vault === null || order.payer === null || order.paymentToken !== null) return order;
  const token = savePaymentToken(world, { payer: order.payer, wish: order.vault, customer: order.vault.customer });
  return world.state.saveOrder({ ...order, paymentToken: token.id });
}

function tellCapture({ state, events }: PayPalWorld, capture: CaptureRow): void {
  const types = {
    COMPLETED: 'PAYMENT.CAPTURE.COMPLETED',
    PENDING: 'PAYMENT.CAPTURE.PENDING',
    DECLINED: 'PAYMENT.CAPTURE.DENIED',
  } as const;
  events.emit(types[capture.status], captureWithOrder(state, capture));
}

/** The bank answers for a pending payment, days later. */
export function settleCapture(world: PayPalWorld, capture: CaptureRow, outcome: 'complete' | 'deny'): CaptureRow {
  if (capture.status !== 'PENDING') {
    const description = `This capture is ${capture.status}; only a PENDING one can be settled.`;
    throw new ApiError(422, { issue: 'CAPTURE_NOT_PENDING', description });
  }
  const settled = world.state.saveCapture({
    ...capture,
    status: outcome === 'complete' ? 'COMPLETED' : 'DECLINED',
    reason: null,
  });
  const order = world.state.orders.get(capture.order);
  if (order !== undefined && settled.status === 'COMPLETED') savePayer(world, order);
  tellCapture(world, settled);
  return settled;
}
