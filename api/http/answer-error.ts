import type { ErrorRequestHandler, Response } from 'express';
import { isDatabaseUnavailable } from '../../db/shared/database-unavailable';
import { AppError } from './app-error';
import { PROBLEM_CONTENT_TYPE, toProblem } from './problem';
import { contextOf } from './request-context';

const DATABASE_RETRY_SECONDS = 2;

/** The only place that turns an error into an answer; unknown ones are logged whole and told without detail. */
export const answerError: ErrorRequestHandler = (error: unknown, _req, res, next) => {
  const known = toAppError(error);
  const { requestId, log } = contextOf(res);
  if (known.status >= 500) log.error({ err: error, code: known.code }, 'request failed');
  if (res.headersSent) {
    next(error);
    return;
  }
  sendProblem(known, requestId, res);
};

function sendProblem(error: AppError, requestId: string, res: Response): void {
  const { headers, retryAfterSeconds } = error.options;
  res.status(error.status).set('Cache-Control', 'no-store');
  if (headers !== undefined) res.set({ ...headers });
  if (retryAfterSeconds !== undefined) res.set('Retry-After', String(retryAfterSeconds));
  if (error.status === 401) res.set('WWW-Authenticate', 'Bearer realm="purser"');
  res.type(PROBLEM_CONTENT_TYPE).send(JSON.stringify(toProblem(error, requestId)));
}

function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (isDatabaseUnavailable(error)) {
    return new AppError('database_unavailable', { retryAfterSeconds: DATABASE_RETRY_SECONDS, cause: error });
  }
  // Express marks an address that cannot be decoded with status 400.
  if (error instanceof URIError) return new AppError('malformed_request', { cause: error });
  return new AppError('internal_error', { cause: error });
}
