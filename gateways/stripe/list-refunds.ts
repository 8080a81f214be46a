import type { RefundView } from '../shared/payment-provider';
import { toRefundView } from './refund-payment';
import type { StripeCalls } from './stripe-calls';
import { wholeList } from './whole-list';

export async function listRefunds(calls: StripeCalls, captureId: string): Promise<readonly RefundView[]> {
  const refunds = await wholeList('refunds', (page) => calls.listRefunds({ payment_intent: captureId, ...page }));
  return refunds.map(toRefundView);
}
