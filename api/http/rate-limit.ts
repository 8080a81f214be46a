import { rateLimit, type RateLimitRequestHandler } from 'express-rate-limit';
import type { RateLimits } from './api-deps';
import { AppError } from './app-error';

const WINDOW_MS = 60_000;

/** One limiter per rule, with the standard headers of the IETF draft; a refusal is a problem document like any other. */
export function createLimiters(limits: RateLimits): Record<keyof RateLimits, RateLimitRequestHandler> {
  return {
    perAddress: limiter('all', limits.perAddress),
    signIn: limiter('sign-in', limits.signIn),
    publicPages: limiter('public', limits.publicPages),
  };
}

function limiter(identifier: string, limit: number): RateLimitRequestHandler {
  return rateLimit({
    windowMs: WINDOW_MS,
    limit,
    identifier,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: (_req, _res, next) => next(new AppError('too_many_requests')),
  });
}
