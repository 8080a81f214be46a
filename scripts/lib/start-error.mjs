/** A failure whose message is the whole answer: it is printed without a stack. */
export class StartError extends Error {
  /** @param {string} message what happened and what to do next */
  constructor(message, options = {}) {
    super(message, options);
    this.name = 'StartError';
  }
}

/** @param {unknown} error */
export function explain(error) {
  if (error instanceof StartError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
