/**
 * What a gateway throws when it cannot give a result.
 *
 * `unknown_outcome`: the effect may or may not have happened, look before acting again.
 * `unavailable`: nothing happened, try later (`retryAfterMs` if the other side said when).
 * `refused`: final, a person or another input is needed.
 */
export type FailureKind = 'unknown_outcome' | 'unavailable' | 'refused';

export class GatewayFailure extends Error {
  override readonly name = 'GatewayFailure';

  constructor(
    readonly kind: FailureKind,
    /** Stable, ours, without anything the other side said: `stripe_unavailable`. */
    readonly code: string,
    /** For the log only, never shown. */
    message: string,
    readonly options: { readonly cause?: unknown; readonly retryAfterMs?: number } = {}
  ) {
    super(message, { cause: options.cause });
  }
}
