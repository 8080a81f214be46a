import { jsonReply, type Reply } from '../http/reply';
import type { PaymentFaults } from './payment-faults';
import type { PayPalState } from './paypal-state';
import type { Subject } from './records';
import type { EventLog } from './webhooks/event-log';
import type { WebhookSigner } from './webhooks/webhook-signer';

/** One authenticated call: the path's parameters, the query and the decoded body. */
export interface ApiCall {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  /** `{}` where the call came without a body. */
  readonly body: unknown;
  readonly requestId: string | null;
}

/** What every resource works on. */
export interface PayPalWorld {
  readonly state: PayPalState;
  readonly events: EventLog;
  readonly faults: PaymentFaults;
  readonly signer: WebhookSigner;
}

/**
 * Synchronous on purpose: between its first look and its last change nothing else happens, so every race has one
 * winner. A `making` operation names what it made, and the answer is built from that row, at once and at every repeat.
 */
export type Operation =
  | { readonly kind: 'plain'; readonly run: (world: PayPalWorld, call: ApiCall) => Reply }
  | { readonly kind: 'making'; readonly api: ApiFamily; readonly run: (world: PayPalWorld, call: ApiCall) => Subject };

export type ApiFamily = 'orders' | 'payments' | 'vault';

export function reading(read: (world: PayPalWorld, call: ApiCall) => object): Operation {
  return { kind: 'plain', run: (world, call) => jsonReply(200, read(world, call)) };
}

export function making(api: ApiFamily, run: (world: PayPalWorld, call: ApiCall) => Subject): Operation {
  return { kind: 'making', api, run };
}

export function pathId(call: ApiCall): string {
  return call.params['id'] ?? '';
}
