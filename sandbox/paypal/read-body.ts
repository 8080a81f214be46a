import { z } from 'zod';
import { valueAt } from '../http/value-at';
import { badRequest, type ApiError } from './api-error';
import type { Issue } from './issues';

/** Building blocks of request bodies. */

export function text(max: number, min = 1): z.ZodString {
  return z.string().min(min).max(max);
}

export const money = z.strictObject({ currency_code: text(3, 3), value: text(32) });

export const webAddress = text(4000).refine(
  (value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol),
  'Not a web address'
);

/** Refuses like PayPal: the first fault with the JSON pointer of its field. */
export function readBody<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  if (body === undefined) throw badRequest('MALFORMED_REQUEST_JSON', '/');
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw refusalOf(parsed.error, body);
}

function refusalOf(error: z.ZodError, body: unknown): ApiError {
  const issue = error.issues[0];
  if (issue === undefined) return badRequest('INVALID_PARAMETER_VALUE', '/');
  if (issue.code === 'unrecognized_keys') {
    return badRequest('NOT_SUPPORTED', pointer([...issue.path, issue.keys[0] ?? '']));
  }
  if (valueAt(body, issue.path) === undefined) return badRequest('MISSING_REQUIRED_PARAMETER', pointer(issue.path));
  return badRequest(issueFor(issue), pointer(issue.path));
}

function issueFor(issue: z.core.$ZodIssue): Issue {
  if (issue.code === 'too_big') return issue.origin === 'array' ? 'INVALID_ARRAY_MAX_ITEMS' : 'INVALID_STRING_LENGTH';
  if (issue.code === 'too_small') return issue.origin === 'array' ? 'INVALID_ARRAY_MIN_ITEMS' : 'INVALID_STRING_LENGTH';
  const isSyntax = issue.code === 'invalid_format' || issue.code === 'invalid_type' || issue.code === 'custom';
  return isSyntax ? 'INVALID_PARAMETER_SYNTAX' : 'INVALID_PARAMETER_VALUE';
}

function pointer(path: readonly PropertyKey[]): string {
  return `/${path.map(String).join('/')}`;
}
