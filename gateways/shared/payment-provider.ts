import type { Money } from '../../domain/money/money';
import type { Instant } from '../../domain/time/iso-date';

export type ProviderName = 'stripe' | 'paypal';

export interface StartCheckoutInput {
  readonly orderId: string;
  readonly orderNo: string;
  readonly attemptNo: number;
  readonly amount: Money;
  /** One line per priced line, for the provider's page; their sum plus tax is `amount`. */
  readonly description: string;
  readonly returnUrl: string;
  readonly cancelUrl: string;
  /** Fixed in the step's input so that a repeat sends the same request. At least 30 minutes ahead (Stripe). */
  readonly expiresAt: Instant;
  /** Set when Auto Renew was ticked with consent: the provider saves the method. */
  readonly saveMethod: boolean;
  readonly companyId: string;
  readonly partnerId: string;
  readonly email: string;
  readonly idempotencyKey: string;
}

export interface OpenCheckout {
  readonly objectId: string;
  readonly url: string;
  readonly expiresAt: Instant;
}

export interface SavedMethod {
  readonly providerCustomerId: string;
  readonly providerMethodId: string;
  readonly brand: string | null;
  readonly last4: string | null;
  readonly expiryMonth: number | null;
  readonly expiryYear: number | null;
}

/** What the provider says of a checkout when it is read again; the only thing that decides. */
export type CheckoutView =
  | { readonly state: 'open'; readonly lastProblem: string | null }
  | { readonly state: 'processing' }
  | { readonly state: 'expired' }
  | {
      readonly state: 'paid';
      /** Unique per payment at the provider (a PaymentIntent's id). */
      readonly captureId: string;
      readonly amount: Money | { readonly amountMinor: number; readonly currency: string };
      readonly orderId: string | null;
      readonly attemptNo: number | null;
      readonly savedMethod: SavedMethod | null;
    };

/** A webhook is a hint: some object changed. Never the fact itself. */
export interface WebhookHint {
  readonly eventId: string;
  readonly eventType: string;
  /** The checkout or payment to look at. */
  readonly objectId: string;
  /** A pointer for routing only. */
  readonly orderId: string | null;
}

/** Throws `GatewayFailure` for everything that is no result. */
export interface PaymentProvider {
  readonly name: ProviderName;
  startCheckout(input: StartCheckoutInput): Promise<OpenCheckout>;
  /** Finds an earlier start of the same attempt without acting; null when the provider knows none. */
  findCheckout(input: {
    readonly orderId: string;
    readonly attemptNo: number;
    /** The search begins a little before this instant. */
    readonly createdAt: Instant;
  }): Promise<OpenCheckout | null>;
  lookUp(checkoutId: string): Promise<CheckoutView>;
  /** The checkout behind any object that a webhook names; null when it is none of ours. */
  resolveCheckout(objectId: string): Promise<{ readonly checkoutId: string; readonly orderId: string | null } | null>;
  /** Closes an open checkout; what it finds closed it reports as it is. Safe to repeat. */
  voidCheckout(checkoutId: string, idempotencyKey: string): Promise<CheckoutView>;
  forgetMethod(providerMethodId: string, idempotencyKey: string): Promise<void>;
  /** @throws GatewayFailure `refused` when the signature does not fit. */
  verifyWebhook(rawBody: Buffer, signature: string, receivedAtMs: number): WebhookHint | null;
}
