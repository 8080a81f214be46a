import type { PayerKind } from './payers';

/** What the stand-in remembers; times are milliseconds on the moved clock, amounts the currency's smallest PayPal unit. */

export interface Amount {
  readonly currency: string;
  /** JPY, HUF and TWD have no decimals at PayPal, so 1 is one forint there. */
  readonly minor: number;
}

export interface VaultWish {
  readonly customer: string | null;
  readonly description: string | null;
  readonly usageType: string;
  readonly usagePattern: string | null;
}

export interface OrderRow {
  readonly id: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Until then it can be approved, or captured once it is approved. */
  readonly expiresAt: number;
  readonly status: 'CREATED' | 'PAYER_ACTION_REQUIRED' | 'APPROVED' | 'COMPLETED';
  readonly amount: Amount;
  /** The purchase unit as it came, for the answers that repeat it. */
  readonly unit: Readonly<Record<string, unknown>>;
  readonly customId: string | null;
  readonly invoiceId: string | null;
  readonly description: string | null;
  readonly hasSource: boolean;
  readonly returnUrl: string | null;
  readonly cancelUrl: string | null;
  readonly payNow: boolean;
  readonly vault: VaultWish | null;
  readonly storedCredential: Readonly<Record<string, unknown>> | null;
  /** Who approved, or whose saved account was charged. */
  readonly payer: PayerKind | null;
  readonly capture: string | null;
  readonly paymentToken: string | null;
}

export interface CaptureRow {
  readonly id: string;
  readonly order: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly status: 'COMPLETED' | 'PENDING' | 'DECLINED';
  readonly reason: string | null;
  readonly amount: Amount;
  readonly customId: string | null;
  readonly invoiceId: string | null;
  readonly refunds: readonly string[];
  readonly dispute: string | null;
}

export interface RefundRow {
  readonly id: string;
  readonly capture: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly status: 'COMPLETED' | 'PENDING' | 'FAILED';
  readonly amount: Amount;
  readonly customId: string | null;
  readonly invoiceId: string | null;
  readonly note: string | null;
  /** PayPal took the money back itself: a lost dispute or a bank's recall. */
  readonly isReversal: boolean;
}

export interface SetupTokenRow {
  readonly id: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly status: 'PAYER_ACTION_REQUIRED' | 'APPROVED' | 'VAULTED';
  readonly wish: VaultWish;
  readonly customer: string;
  readonly returnUrl: string | null;
  readonly cancelUrl: string | null;
  readonly payer: PayerKind | null;
}

export interface PaymentTokenRow {
  readonly id: string;
  readonly createdAt: number;
  readonly customer: string;
  readonly payer: PayerKind;
  readonly wish: VaultWish;
  readonly isDeleted: boolean;
}

export interface DisputeRow {
  readonly id: string;
  readonly capture: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly reason: string;
  /** `INQUIRY`: buyer and merchant talk; `CHARGEBACK`: PayPal has been asked to decide. */
  readonly stage: 'INQUIRY' | 'CHARGEBACK';
  /** The merchant has answered. */
  readonly isAnswered: boolean;
  readonly outcome: 'RESOLVED_BUYER_FAVOUR' | 'RESOLVED_SELLER_FAVOUR' | 'CANCELED_BY_BUYER' | null;
}

export interface EventRow {
  readonly id: string;
  readonly created: number;
  readonly type: string;
  readonly resource: object;
}

/** What a request made, so that a repeat can say what has become of it. */
export interface Subject {
  readonly kind: 'order' | 'refund' | 'setup-token' | 'payment-token';
  readonly id: string;
}

export interface RequestIdRow {
  readonly key: string;
  readonly fingerprint: string;
  readonly forgottenAt: number;
  readonly subject: Subject;
}
