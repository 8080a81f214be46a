/**
 * `inquiry`: the payer or the bank asks, and no money has moved. `open`: the money is withheld until it is decided. `closed`: it
 * ended before any money was claimed.
 */
export const DISPUTE_STATES = ['inquiry', 'open', 'won', 'lost', 'closed'] as const;
export type DisputeState = (typeof DISPUTE_STATES)[number];

/** Nothing is awaited from us or from the provider any more. An appeal can open it once more. */
export function isDecided(state: DisputeState): boolean {
  return state !== 'inquiry' && state !== 'open';
}
