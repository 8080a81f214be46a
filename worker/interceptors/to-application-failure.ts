import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import { FinalFailure, TryLater } from '../../activities/shared/final-failure';
import { isDatabaseUnavailable } from '../../db/shared/database-unavailable';
import { GatewayFailure } from '../../gateways/shared/provider-failure';

/**
 * What Temporal may know of an error: a stable type and a fixed sentence. Provider messages and stacks often repeat what a
 * person typed; they go to the log.
 */
export function toApplicationFailure(error: unknown): ApplicationFailure {
  const narrow = narrowed(error);
  // The stack names files of the machine; histories are test fixtures and the Web UI is read by many.
  narrow.stack = '';
  return narrow;
}

function narrowed(error: unknown): ApplicationFailure {
  if (error instanceof ApplicationFailure) return error;
  if (error instanceof FinalFailure) return failure(error.code, 'Needs a person: repeating cannot help.', true);
  if (error instanceof TryLater) return notYet(error);
  if (error instanceof GatewayFailure) return ofGateway(error);
  if (isDatabaseUnavailable(error))
    return failure('database_unavailable', 'The database is away; it is repeated.', false);
  return failure('unexpected_error', 'Something unforeseen happened; the log has the details.', false);
}

/** Expected, so it makes no noise. */
function notYet({ code, inMs }: TryLater): ApplicationFailure {
  return ApplicationFailure.create({
    type: code,
    message: 'Not now; it is repeated by itself.',
    category: ApplicationFailureCategory.BENIGN,
    ...(inMs === null ? {} : { nextRetryDelay: Math.max(1, inMs) }),
  });
}

function ofGateway({ kind, code, options }: GatewayFailure): ApplicationFailure {
  switch (kind) {
    case 'refused':
      return failure(code, 'The other side refused for good.', true);
    case 'unknown_outcome':
      return failure(code, 'The other side may have acted; it is looked at before the next try.', false);
    case 'unavailable':
      return failure(code, 'The other side is away; it is repeated.', false, options.retryAfterMs);
  }
}

/** At most this much of what the other side asks for: a provider must not be able to put an order to sleep. */
const LONGEST_WAIT_MS = 10 * 60_000;

function failure(type: string, message: string, nonRetryable: boolean, retryAfterMs?: number): ApplicationFailure {
  return ApplicationFailure.create({
    type,
    message,
    nonRetryable,
    ...(retryAfterMs === undefined ? {} : { nextRetryDelay: Math.min(Math.max(1, retryAfterMs), LONGEST_WAIT_MS) }),
  });
}
