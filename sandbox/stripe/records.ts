import type { CardBehaviour } from './test-cards';

/** What the stand-in remembers. The provider's objects are built from these rows when somebody asks. */

export type Metadata = Readonly<Record<string, string>>;

export interface AddressRow {
  readonly city: string | null;
  readonly country: string | null;
  readonly line1: string | null;
  readonly line2: string | null;
  readonly postal_code: string | null;
  readonly state: string | null;
}

export interface CustomerRow {
  readonly id: string;
  readonly created: number;
  readonly email: string | null;
  readonly name: string | null;
  readonly description: string | null;
  readonly phone: string | null;
  readonly preferredLocales: readonly string[];
  readonly address: AddressRow | null;
  readonly metadata: Metadata;
}

export interface PaymentMethodRow {
  readonly id: string;
  readonly created: number;
  readonly customer: string | null;
  readonly behaviour: CardBehaviour;
  readonly last4: string;
  readonly expMonth: number;
  readonly expYear: number;
  readonly holder: string | null;
  readonly email: string | null;
}

export interface LineRow {
  readonly id: string;
  readonly priceId: string;
  readonly productId: string;
  readonly name: string;
  readonly unitAmount: number;
  readonly quantity: number;
}

export interface SessionRow {
  readonly id: string;
  readonly created: number;
  readonly expiresAt: number;
  readonly mode: 'payment' | 'setup';
  readonly status: 'open' | 'complete' | 'expired';
  readonly currency: string | null;
  readonly lines: readonly LineRow[];
  readonly customer: string | null;
  readonly customerEmail: string | null;
  readonly customerCreation: 'always' | 'if_required' | null;
  readonly clientReferenceId: string | null;
  readonly successUrl: string;
  readonly cancelUrl: string | null;
  readonly locale: string | null;
  readonly submitType: string | null;
  readonly metadata: Metadata;
  readonly setupFutureUsage: 'off_session' | 'on_session' | null;
  readonly intentMetadata: Metadata;
  readonly intentDescription: string | null;
  readonly paymentIntent: string | null;
  readonly setupIntent: string | null;
  readonly payerName: string | null;
  readonly payerEmail: string | null;
}

export interface IntentErrorRow {
  readonly code: string;
  readonly declineCode: string | null;
  readonly message: string;
  readonly charge: string | null;
  readonly paymentMethod: string;
}

export type IntentStatus =
  'requires_payment_method' | 'requires_confirmation' | 'requires_action' | 'succeeded' | 'canceled';

export interface PaymentIntentRow {
  readonly id: string;
  readonly created: number;
  readonly secret: string;
  readonly amount: number;
  readonly currency: string;
  readonly customer: string | null;
  readonly description: string | null;
  readonly metadata: Metadata;
  readonly setupFutureUsage: 'off_session' | 'on_session' | null;
  readonly status: IntentStatus;
  readonly paymentMethod: string | null;
  readonly lastError: IntentErrorRow | null;
  readonly charges: readonly string[];
  readonly session: string | null;
  readonly returnUrl: string | null;
  readonly canceledAt: number | null;
  readonly cancellationReason: string | null;
}

export interface SetupIntentRow {
  readonly id: string;
  readonly created: number;
  readonly secret: string;
  readonly customer: string | null;
  readonly description: string | null;
  readonly metadata: Metadata;
  readonly session: string;
  readonly status: IntentStatus;
  readonly paymentMethod: string | null;
  readonly lastError: IntentErrorRow | null;
}

export interface ChargeRow {
  readonly id: string;
  readonly created: number;
  readonly amount: number;
  readonly currency: string;
  readonly customer: string | null;
  readonly paymentIntent: string;
  readonly paymentMethod: string;
  readonly metadata: Metadata;
  readonly failure: { readonly code: string; readonly declineCode: string | null; readonly message: string } | null;
  readonly refunds: readonly string[];
  readonly dispute: string | null;
}

export interface RefundRow {
  readonly id: string;
  readonly created: number;
  readonly amount: number;
  readonly currency: string;
  readonly charge: string;
  readonly paymentIntent: string;
  readonly reason: string | null;
  readonly metadata: Metadata;
  readonly status: 'pending' | 'succeeded' | 'failed';
  readonly failureReason: string | null;
}

export interface DisputeRow {
  readonly id: string;
  readonly created: number;
  readonly amount: number;
  readonly currency: string;
  readonly charge: string;
  readonly paymentIntent: string;
  readonly reason: string;
  readonly status: 'warning_needs_response' | 'warning_closed' | 'needs_response' | 'under_review' | 'won' | 'lost';
}

export interface EventRow {
  readonly id: string;
  readonly created: number;
  readonly type: string;
  readonly object: object;
  readonly idempotencyKey: string | null;
}

export interface IdempotencyRow {
  readonly key: string;
  readonly fingerprint: string;
  readonly at: number;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
