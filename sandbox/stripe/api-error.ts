import { Refusal } from '../http/change-or-refuse';
import { jsonReply, type Reply } from '../http/reply';

export interface ErrorBody {
  readonly type: 'invalid_request_error' | 'card_error' | 'idempotency_error' | 'api_error' | 'rate_limit_error';
  readonly message: string;
  readonly code?: string;
  readonly param?: string;
  readonly decline_code?: string;
  readonly charge?: string;
  readonly payment_intent?: object;
  readonly payment_method?: object;
}

/** A refusal in Stripe's shape. `stored` is false for failed parameter checks: their key stays free. */
export class ApiError extends Refusal {
  constructor(
    readonly status: number,
    readonly body: ErrorBody,
    readonly stored = true
  ) {
    super(body.message);
  }

  reply(): Reply {
    return jsonReply(this.status, { error: this.body });
  }
}

export function badParameter(param: string, message: string, code?: string): ApiError {
  return new ApiError(
    400,
    { type: 'invalid_request_error', message, param, ...(code !== undefined && { code }) },
    false
  );
}

/** 404 for the id in the path, 400 for an id among the parameters, as Stripe answers. */
export function noSuch(kind: string, id: string, param?: string): ApiError {
  const message = `No such ${kind}: '${id}'`;
  return new ApiError(param === undefined ? 404 : 400, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    message,
    param: param ?? 'id',
  });
}

const TYPES: Readonly<Record<number, ErrorBody['type']>> = {
  400: 'invalid_request_error',
  401: 'invalid_request_error',
  402: 'card_error',
  404: 'invalid_request_error',
  409: 'idempotency_error',
  413: 'invalid_request_error',
  429: 'rate_limit_error',
};

const CODES: Readonly<Record<number, string>> = { 409: 'lock_timeout', 429: 'rate_limit' };

/** A failure that has no object of its own: unknown path, fault on order, crash. */
export function plainErrorReply(status: number, message: string): Reply {
  const code = CODES[status];
  const error: ErrorBody = { type: TYPES[status] ?? 'api_error', message, ...(code !== undefined && { code }) };
  return jsonReply(status, { error });
}
