import type { PaymentProvider, ReceivedWebhook, StartCheckoutInput } from '../../../gateways/shared/payment-provider';

export type Payer = 'good' | 'declined';

/** An adapter in front of a fresh stand-in of its provider, and what only the other side can do, in words of both. */
export interface ProviderBench {
  readonly provider: PaymentProvider;
  /** How often one call of ours is sent: Stripe's SDK repeats by itself. */
  readonly sends: number;
  order(over?: Partial<StartCheckoutInput>): Promise<StartCheckoutInput>;
  /** As a person on the page would. */
  agree(checkoutId: string, payer?: Payer): Promise<void>;
  /** Ids of all checkouts that were ever made for the order. */
  checkoutsOf(orderId: string): Promise<readonly string[]>;
  /** What came in for the order, before anything went back. */
  receivedMinor(orderId: string): Promise<number>;
  isForgotten(providerMethodId: string): Promise<boolean>;
  /** A refund of 1.00 that somebody made at the provider. */
  refundByHand(captureId: string): Promise<void>;
  /** The payer complains about a payment; returns the provider's id of that. */
  dispute(captureId: string, how: 'question' | 'claim'): Promise<string>;
  /** A question becomes a claim, and a claim one that the merchant has answered. */
  advance(disputeId: string): Promise<void>;
  decide(disputeId: string, outcome: 'won' | 'lost'): Promise<void>;
  /** What the stand-in holds of the payment now: received, less what went back in whatever way. */
  heldMinor(orderId: string): Promise<number>;
  /** A delivery about a payment, as it came. */
  deliveryAbout(captureId: string, eventType: string): Promise<ReceivedWebhook>;
  nowMs(): Promise<number>;
  /** The next requests to this place meet the fault, as often as one call is sent. */
  fault(where: 'create' | 'capture' | 'refund' | 'disputes' | 'anywhere', body: object): Promise<void>;
  calm(): Promise<void>;
  moveClock(by: string): Promise<void>;
  /** The delivery that says that the buyer of the order has agreed, as it came. */
  delivery(orderId: string): Promise<ReceivedWebhook>;
  /** The same stand-in after a restart, behind an adapter that knows nothing. */
  restarted(): Promise<PaymentProvider>;
  stop(): Promise<void>;
}
