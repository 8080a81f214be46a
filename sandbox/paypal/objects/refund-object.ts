import { moneyObject } from '../money';
import { linked, type PayPalState } from '../paypal-state';
import type { RefundRow } from '../records';
import { returnedMinor } from './capture-object';
import { isoSeconds, known, link } from './links';

export function refundObject(state: PayPalState, refund: RefundRow): Record<string, unknown> {
  const { currency } = refund.amount;
  const capture = linked(state.captures, refund.capture);
  return known({
    id: refund.id,
    status: refund.status,
    status_details: refund.status === 'PENDING' ? { reason: 'ECHECK' } : null,
    amount: moneyObject(refund.amount),
    invoice_id: refund.invoiceId,
    custom_id: refund.customId,
    note_to_payer: refund.note,
    seller_payable_breakdown: {
      gross_amount: moneyObject(refund.amount),
      paypal_fee: moneyObject({ currency, minor: 0 }),
      net_amount: moneyObject(refund.amount),
      total_refunded_amount: moneyObject({ currency, minor: returnedMinor(state, capture) }),
    },
    links: refundLinks(state, refund),
    create_time: isoSeconds(refund.createdAt),
    update_time: isoSeconds(refund.updatedAt),
  });
}

export function minimalRefund(state: PayPalState, refund: RefundRow): object {
  return { id: refund.id, status: refund.status, links: refundLinks(state, refund) };
}

function refundLinks(state: PayPalState, refund: RefundRow): object[] {
  const base = `${state.baseUrl}/v2/payments`;
  return [link(`${base}/refunds/${refund.id}`, 'self'), link(`${base}/captures/${refund.capture}`, 'up')];
}
