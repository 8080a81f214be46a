import type { Context } from '@temporalio/activity';
import type { ActivityExecuteInput, ActivityInboundCallsInterceptor, Next } from '@temporalio/worker';
import type { Logger } from 'pino';
import { TryLater } from '../../activities/shared/final-failure';
import { toApplicationFailure } from './to-application-failure';

const FIRST_BEAT_MS = 3_000;

/** Around every activity: heartbeats for what leaves the house, and one narrow door for errors. */
export function activityGuard(context: Context, log: Logger): ActivityInboundCallsInterceptor {
  return {
    async execute(
      input: ActivityExecuteInput,
      next: Next<ActivityInboundCallsInterceptor, 'execute'>
    ): Promise<unknown> {
      const beating =
        context.info.heartbeatTimeoutMs === undefined ? null : setInterval(() => context.heartbeat(), FIRST_BEAT_MS);
      try {
        return await next(input);
      } catch (error) {
        const failure = toApplicationFailure(error);
        logFailure(log, context, { error, type: failure.type ?? 'unknown' });
        throw failure;
      } finally {
        if (beating !== null) clearInterval(beating);
      }
    },
  };
}

function logFailure(
  log: Logger,
  { info }: Context,
  { error, type }: { readonly error: unknown; readonly type: string }
): void {
  const where = {
    activity: info.activityType,
    workflowId: info.workflowExecution?.workflowId,
    attempt: info.attempt,
    type,
  };
  if (error instanceof TryLater) return log.debug(where, 'activity waits for its next turn');
  const unforeseen = type === 'unexpected_error';
  if (unforeseen) log.error({ ...where, err: error }, 'activity failed in a way that nobody foresaw');
  else log.warn({ ...where, reason: error instanceof Error ? error.message : undefined }, 'activity failed');
}
