import type { Money } from '../../domain/money/money';
import type { DisputeState } from '../../domain/payment/dispute-state';
import type { ProviderName } from '../../domain/payment/provider-name';
import type { Instant } from '../../domain/time/iso-date';

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
  /** The payer has agreed and nothing has moved: the money is taken by `captureCheckout`, or never. */
  | { readonly state: 'approved' }
  /** Taken, and not settled yet. */
  | { readonly state: 'processing' }
  | {
      readonly state: 'expired';
      /** Set when the money was announced and then denied. */
      readonly lastProblem: string | null;
    }
  | {
      readonly state: 'paid';
      /** Unique per payment at the provider (a PaymentIntent's or a capture's id). */
      readonly captureId: string;
      readonly amount: SeenMoney;
      /** What of it was sent back since, or is on its way back; money that has gone fulfils nothing. */
      readonly refundedMinor: number;
      readonly orderId: string | null;
      readonly attemptNo: number | null;
      readonly savedMethod: SavedMethod | null;
    };

/** As the provider says it; the currency may be one that nobody sells in. */
export interface SeenMoney {
  readonly amountMinor: number;
  readonly currency: string;
}

/** A payment as it stands at the provider now, whoever asked for it. */
export interface PaymentView {
  /** The id that our captures carry. */
  readonly captureId: string;
  readonly takenAt: Instant;
  readonly amount: SeenMoney;
  /** What of it was sent back or taken back since, or is on its way back. */
  readonly refundedMinor: number;
  /** Contested by the payer or the payer's bank, at any time; null where the provider does not say it here. */
  readonly disputed: boolean | null;
  /** What it names as ours: a pointer, never a proof. */
  readonly orderId: string | null;
  readonly attemptNo: number | null;
}

export interface TouchedInput {
  readonly from: Instant;
  readonly until: Instant;
  /** `next` of the page before; null for the first. */
  readonly page: string | null;
}

/** At most about a hundred payments, each as it stands now; one may come on several pages. */
export interface TouchedPayments {
  readonly payments: readonly PaymentView[];
  readonly next: string | null;
}

export interface CaptureInput {
  readonly checkoutId: string;
  readonly idempotencyKey: string;
}

export interface RefundInput {
  readonly captureId: string;
  /** Ours; it travels with the refund, so that a repeat finds it. */
  readonly refundId: string;
  readonly amount: SeenMoney;
  readonly idempotencyKey: string;
}

export interface RefundView {
  readonly providerRefundId: string;
  /** Ours; null for one that somebody made at the provider. */
  readonly refundId: string | null;
  readonly amount: SeenMoney;
  readonly state: 'pending' | 'done' | 'failed';
  /** By the provider's clock; null where it tells no time. */
  readonly madeAt: Instant | null;
}

/** A payer's complaint about a payment, as the provider tells it now. */
export interface DisputeView {
  readonly providerDisputeId: string;
  readonly amount: SeenMoney;
  readonly state: DisputeState;
  /** The provider's word, in the small alphabet of such words. */
  readonly reason: string;
  readonly openedAt: Instant;
  /** Evidence counts until then; null where nothing can be answered now. */
  readonly respondBy: Instant | null;
}

/** A refusal is a result: the money stays where it is until a person has looked. */
export type RefundResult =
  { readonly outcome: 'made'; readonly refund: RefundView } | { readonly outcome: 'refused'; readonly code: string };

/** A webhook is a hint: some object changed. Never the fact itself. */
export interface WebhookHint {
  readonly eventId: string;
  readonly eventType: string;
  /** `page`: what a buyer does on a checkout. `payment`: what happened to money that was taken before. */
  readonly about: 'page' | 'payment';
  /** The checkout or payment to look at. */
  readonly objectId: string;
  /** A pointer for routing only. */
  readonly orderId: string | null;
}

export interface ReceivedWebhook {
  readonly rawBody: Buffer;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Real time, not business time: providers sign with their own clocks. */
  readonly receivedAtMs: number;
}

/** Throws `GatewayFailure` for everything that is no result. */
export interface PaymentProvider {
  readonly name: ProviderName;
  /**
   * Whether a page can be closed at the provider. Where it cannot (PayPal), voiding is a mark of our own, which is checked
   * before any money is taken.
   */
  readonly closesPages: boolean;
  startCheckout(input: StartCheckoutInput): Promise<OpenCheckout>;
  /**
   * Finds an earlier start of the same attempt without acting; null when the provider knows none, or cannot be asked and
   * takes no money unless we capture it.
   */
  findCheckout(input: {
    readonly orderId: string;
    readonly attemptNo: number;
    /** The search begins a little before this instant, … */
    readonly createdAt: Instant;
    /** … and ends a little after this one: a page is not opened when its time is over. */
    readonly expiresAt: Instant;
  }): Promise<OpenCheckout | null>;
  lookUp(checkoutId: string): Promise<CheckoutView>;
  /**
   * Takes the money of an approved checkout. A decline is a view (`open` with its problem), not a failure; one that was
   * captured before is reported as it is. Providers that take the money by themselves are only looked at.
   */
  captureCheckout(input: CaptureInput): Promise<CheckoutView>;
  /** The checkout behind any object that a webhook names; null when it is none of ours. */
  resolveCheckout(objectId: string): Promise<{ readonly checkoutId: string; readonly orderId: string | null } | null>;
  /** Closes an open checkout; what it finds closed it reports as it is. Safe to repeat. Only looks where `closesPages` is false. */
  voidCheckout(checkoutId: string, idempotencyKey: string): Promise<CheckoutView>;
  /** Sends money back. The key is remembered for a time only: whoever repeats looks with `listRefunds` first. */
  refund(input: RefundInput): Promise<RefundResult>;
  /** Every refund of a payment, ours and others', oldest first. */
  listRefunds(captureId: string): Promise<readonly RefundView[]>;
  /** Every dispute of a payment, oldest first; whatever its webhooks said, and in which order, this is how it stands. */
  listDisputes(captureId: string): Promise<readonly DisputeView[]>;
  /** null: the provider knows no money under this id. */
  readPayment(captureId: string): Promise<PaymentView | null>;
  /**
   * Payments that were made, sent back or contested in the span, those that we never asked for among them. A provider may
   * learn of its own money hours late: whoever asks begins that much earlier.
   */
  listTouchedPayments(input: TouchedInput): Promise<TouchedPayments>;
  forgetMethod(providerMethodId: string, idempotencyKey: string): Promise<void>;
  /** `null` for a genuine event that starts nothing here. @throws GatewayFailure `refused` when the signature does not fit. */
  verifyWebhook(received: ReceivedWebhook): Promise<WebhookHint | null>;
}

/** One provider for each way to pay online (decision 0013). */
export type PaymentProviders = Readonly<Record<ProviderName, PaymentProvider>>;
