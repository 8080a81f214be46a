import type { EventLog } from './webhooks/event-log';
import type { DeclineRules } from './decline-rules';
import type { StripeState } from './stripe-state';

/** One authenticated call: the path's parameters and the decoded form (POST) or query (GET). */
export interface ApiCall {
  readonly params: Readonly<Record<string, string>>;
  readonly input: Readonly<Record<string, unknown>>;
}

/** What every resource works on. */
export interface StripeWorld {
  readonly state: StripeState;
  readonly events: EventLog;
  readonly declines: DeclineRules;
}

/** Synchronous on purpose: between its first look and its last change nothing else happens, so every race has one winner. */
export type Operation = (world: StripeWorld, call: ApiCall) => object;

export function pathId(call: ApiCall): string {
  return call.params['id'] ?? '';
}
