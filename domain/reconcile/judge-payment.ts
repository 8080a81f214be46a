import { instantMs } from '../time/calendar';
import type { Instant } from '../time/iso-date';
import type { OrderState } from '../order/order-state';
import { paymentSubject, type Drift } from './drift';
import type { DriftKind } from './drift-kind';

/** The payment as the provider has it. */
export interface PaymentThere {
  readonly captureId: string;
  readonly takenAt: Instant;
  readonly amount: { readonly amountMinor: number; readonly currency: string };
  readonly refundedMinor: number;
  readonly disputed: boolean | null;
}

/** The order that the payment names, or that our record of it belongs to. */
export interface PaymentOrder {
  readonly orderId: string;
  readonly companyId: string;
  readonly partnerId: string;
  readonly state: OrderState;
}

export interface PaymentRecord {
  readonly amountMinor: number;
  readonly currency: string;
  /** Returns that the provider has confirmed. */
  readonly returnedMinor: number;
  /** With those that it has agreed to, or may have been asked for. */
  readonly returningMinor: number;
  readonly isDisputeKnown: boolean;
}

export interface PaymentSides {
  readonly provider: string;
  readonly captureId: string;
  /** null: the provider knows no such money. */
  readonly there: PaymentThere | null;
  /** null: it is not on record. */
  readonly here: PaymentRecord | null;
  readonly order: PaymentOrder | null;
  /** Found contested by an earlier run, where the provider does not say it again. */
  readonly wasDisputed: boolean;
  readonly at: Instant;
  readonly settleMs: number;
}

export function judgePayment(sides: PaymentSides): Drift[] {
  const { there, here, at, settleMs } = sides;
  if (there === null) return here === null ? [] : [drift(sides, 'capture_missing_at_provider')];
  // Its webhook may be on the way; the next window begins before this one ends.
  if (here === null && instantMs(at) - instantMs(there.takenAt) < settleMs) return [];
  return kindsOf(sides, there).map((kind) => drift(sides, kind));
}

function kindsOf(sides: PaymentSides, there: PaymentThere): DriftKind[] {
  const { here, order } = sides;
  if (here === null) return order === null ? ofNobody(there) : [notRecorded(order)];
  const kinds: DriftKind[] = [];
  if (here.amountMinor !== there.amount.amountMinor || here.currency !== there.amount.currency)
    kinds.push('payment_amount_differs');
  if (there.refundedMinor > here.returningMinor) kinds.push('refund_not_on_record');
  if (there.refundedMinor < here.returnedMinor) kinds.push('refund_missing_at_provider');
  if ((there.disputed ?? sides.wasDisputed) && !here.isDisputeKnown) kinds.push('dispute_not_on_record');
  return kinds;
}

/** Money that came and went back without us leaves nothing to decide. */
function ofNobody({ amount, refundedMinor }: PaymentThere): DriftKind[] {
  return refundedMinor >= amount.amountMinor ? [] : ['money_without_order'];
}

function notRecorded({ state }: PaymentOrder): DriftKind {
  return state === 'awaiting_payment' ? 'missed_webhook' : 'payment_not_recorded';
}

const TOLD: ReadonlySet<DriftKind> = new Set([
  'missed_webhook',
  'payment_not_recorded',
  'refund_not_on_record',
  'dispute_not_on_record',
]);

function drift({ provider, captureId, there, here, order }: PaymentSides, kind: DriftKind): Drift {
  return {
    kind,
    subject: paymentSubject(provider, captureId),
    orderId: order?.orderId ?? null,
    companyId: order?.companyId ?? null,
    partnerId: order?.partnerId ?? null,
    evidence: { provider, captureId, orderState: order?.state ?? null, atProvider: there, onRecord: here },
    repair: TOLD.has(kind) && order !== null ? 'tell_of_payment' : null,
  };
}
