import { randomBytes } from 'node:crypto';
import { Refusal } from '../http/change-or-refuse';
import { jsonReply, type Reply } from '../http/reply';
import { ISSUES, type Issue } from './issues';

interface Link {
  readonly href: string;
  readonly rel: string;
  readonly method?: string;
}

interface Kind {
  readonly name: string;
  readonly message: string;
}

/** Name and message that belong to a status, fixed by PayPal's API reference. */
const KINDS: Readonly<Record<number, Kind>> = {
  400: {
    name: 'INVALID_REQUEST',
    message: 'Request is not well-formed, syntactically incorrect, or violates schema.',
  },
  401: {
    name: 'AUTHENTICATION_FAILURE',
    message: 'Authentication failed due to missing authorization header, or invalid authentication credentials.',
  },
  403: { name: 'NOT_AUTHORIZED', message: 'Authorization failed due to insufficient permissions.' },
  404: { name: 'RESOURCE_NOT_FOUND', message: 'The specified resource does not exist.' },
  409: { name: 'RESOURCE_CONFLICT', message: 'The server has detected a conflict while processing this request.' },
  413: { name: 'REQUEST_ENTITY_TOO_LARGE', message: 'The request is larger than the server takes.' },
  415: {
    name: 'UNSUPPORTED_MEDIA_TYPE',
    message: 'The server does not support the request payload’s media type.',
  },
  422: {
    name: 'UNPROCESSABLE_ENTITY',
    message: 'The requested action could not be performed, semantically incorrect, or failed business validation.',
  },
  429: { name: 'RATE_LIMIT_REACHED', message: 'Too many requests. Blocked due to rate limiting.' },
  503: { name: 'SERVICE_UNAVAILABLE', message: 'Service Unavailable.' },
};

const CRASH: Kind = { name: 'INTERNAL_SERVER_ERROR', message: 'An internal server error has occurred.' };

interface Detail {
  readonly issue: string;
  readonly description: string;
  readonly field?: string;
  readonly location?: 'body' | 'header' | 'path';
}

/** A refusal in PayPal's shape. What was changed before it was thrown stays changed. */
export class ApiError extends Refusal {
  constructor(
    readonly status: number,
    readonly detail: Detail,
    readonly links: readonly Link[] = []
  ) {
    super(`${detail.issue}: ${detail.description}`);
  }

  reply(): Reply {
    return errorReply(this.status, [this.detail], this.links);
  }
}

export function badRequest(issue: Issue, field: string): ApiError {
  return new ApiError(400, { issue, description: ISSUES[issue], field, location: 'body' });
}

export function unprocessable(issue: Issue, field?: string, description: string = ISSUES[issue]): ApiError {
  const where = field === undefined ? {} : ({ field, location: 'body' } as const);
  return new ApiError(422, { issue, description, ...where });
}

export function notFound(): ApiError {
  return new ApiError(404, { issue: 'INVALID_RESOURCE_ID', description: ISSUES.INVALID_RESOURCE_ID });
}

/** A failure that belongs to no operation: unknown path, fault on order, crash, missing credentials. */
export function plainErrorReply(status: number, sentence: string): Reply {
  return errorReply(status, [{ issue: (KINDS[status] ?? CRASH).name, description: sentence }], []);
}

function errorReply(status: number, details: readonly Detail[], links: readonly Link[]): Reply {
  const debugId = randomBytes(7).toString('hex').slice(0, 13);
  const { name, message } = KINDS[status] ?? CRASH;
  const body = { name, message, debug_id: debugId, details, links };
  return jsonReply(status, body, { 'paypal-debug-id': debugId });
}
