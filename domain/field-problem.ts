/** One thing wrong with what a person or a client sent. */
export interface FieldProblem {
  /** Path of the field in the caller's input, such as `items[0].quantity`. */
  readonly field: string;
  /** Stable word for programs. */
  readonly code: string;
  /** A sentence that a person can act on. */
  readonly message: string;
}
