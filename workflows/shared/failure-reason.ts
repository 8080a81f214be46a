import { ApplicationFailure, TimeoutFailure, type ActivityFailure } from '@temporalio/workflow';

/** Stable code of what made a step fail for good. */
export function failureReason(failure: ActivityFailure): string {
  const { cause } = failure;
  if (cause instanceof ApplicationFailure) return cause.type ?? 'failed';
  if (cause instanceof TimeoutFailure) return reasonOfTimeout(cause);
  return 'failed';
}

/** The last attempt's own reason says more than "timed out". */
function reasonOfTimeout(failure: TimeoutFailure): string {
  return failure.cause instanceof ApplicationFailure ? (failure.cause.type ?? 'timed_out') : 'timed_out';
}

export function isFinalRefusal(failure: ActivityFailure): boolean {
  return failure.cause instanceof ApplicationFailure && failure.cause.nonRetryable === true;
}
