import { moneyObject } from '../money';
import { linked, type PayPalState } from '../paypal-state';
import type { CaptureRow, RefundRow } from '../records';
import { isoSeconds, known, link } from './links';

/** Money that went back or is on its way; a refund that failed did neither. */
export function returnedMinor(
  state: PayPalState,
  capture: CaptureRow,
  counts: (refund: RefundRow) => boolean = ({ status }) => status !== 'FAILED'
): number {
  const refunds = capture.refunds.map((id) => linked(state.refunds, id)).filter(counts);
  return refunds.reduce((sum, refund) => sum + refund.amount.minor, 0);
}

export function captureStatus(state: PayPalState, capture: CaptureRow): string {
  if (capture.status !== 'COMPLETED') return capture.status;
  const returned = returnedMinor(state, capture, ({ status }) => status === 'COMPLETED');
  if (returned === 0) return 'COMPLETED';
  return returned >= capture.amount.minor ? 'REFUNDED' : 'PARTIALLY_REFUNDED';
}

export function captureObject(state: PayPalState, capture: CaptureRow): Record<string, unknown> {
  const { currency } = capture.amount;
  const self = `${state.baseUrl}/v2/payments/captures/${capture.id}`;
  const isPaid = capture.status === 'COMPLETED';
  return known({
    id: capture.id,
    status: captureStatus(state, capture),
    status_details: capture.reason === null ? null : { reason: capture.reason },
    amount: moneyObject(capture.amount),
    final_capture: true,
    seller_protection: { status: 'NOT_ELIGIBLE' },
    // The stand-in takes no fee.
    seller_receivable_breakdown: isPaid
      ? {
          gross_amount: moneyObject(capture.amount),
          paypal_fee: moneyObject({ currency, minor: 0 }),
          net_amount: moneyObject(capture.amount),
        }
      : null,
    invoice_id: capture.invoiceId,
    custom_id: capture.customId,
    links: [
      link(self, 'self'),
      ...(isPaid ? [link(`${self}/refund`, 'refund', 'POST')] : []),
      link(`${state.baseUrl}/v2/checkout/orders/${capture.order}`, 'up'),
    ],
    create_time: isoSeconds(capture.createdAt),
    update_time: isoSeconds(capture.updatedAt),
  });
}

/** As the Payments API and the events show it: with the order it belongs to. */
export function captureWithOrder(state: PayPalState, capture: CaptureRow): Record<string, unknown> {
  return { ...captureObject(state, capture), supplementary_data: { related_ids: { order_id: capture.order } } };
}
