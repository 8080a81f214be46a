import { ApplicationFailure, condition } from '@temporalio/workflow';

/** A person waits for `answer`; the main loop alone gives it, so every race has one winner. */
export interface Waiting<R> {
  readonly requestId: string | null;
  answer: R | null;
}

/** Waits for the answer of a wish that was queued. */
export async function answered<R>(waiting: Waiting<R>): Promise<R> {
  await condition(() => waiting.answer !== null);
  if (waiting.answer === null) throw ApplicationFailure.nonRetryable('no answer', 'NoAnswer');
  return waiting.answer;
}

export function answerOf<R>(queue: Waiting<R>[], requestId: string | null): Promise<R> {
  const waiting: Waiting<R> = { requestId, answer: null };
  queue.push(waiting);
  return answered(waiting);
}

/** The Web UI's forms send any JSON, or nothing. */
export function requestIdOf(request: unknown): string | null {
  if (typeof request !== 'object' || request === null || !('requestId' in request)) return null;
  return typeof request.requestId === 'string' ? request.requestId : null;
}

/** Validators are synchronous: an async one would refuse nothing. */
export function requireRequestId(request: unknown): void {
  if (requestIdOf(request) === null) {
    throw ApplicationFailure.nonRetryable(
      'This message is sent by the API, with the id of a stored request.',
      'RequestIdMissing'
    );
  }
}
