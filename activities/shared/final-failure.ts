/** A step cannot succeed by being repeated: the order is parked with `code` until a person acts. */
export class FinalFailure extends Error {
  override readonly name = 'FinalFailure';

  constructor(
    /** Stable; stands in the Web UI and in the order's parking. */
    readonly code: string,
    message: string
  ) {
    super(message);
  }
}

/** Not now: the step is repeated by itself. */
export class TryLater extends Error {
  override readonly name = 'TryLater';

  constructor(
    readonly code: string,
    message: string,
    /** Real milliseconds until the next try; the retry policy decides where absent. */
    readonly inMs: number | null = null
  ) {
    super(message);
  }
}
