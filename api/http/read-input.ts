import type { Request } from 'express';
import type { z } from 'zod';
import type { FieldProblem } from '../../domain/field-problem';
import { AppError, invalidInput } from './app-error';
import { fieldProblems } from './field-problems';
import type { Route } from './route';
import { unsafeInput } from './unsafe-input';

export interface CheckedInput {
  readonly params: unknown;
  readonly query: unknown;
  readonly headers: unknown;
  readonly body: unknown;
}

/**
 * Reads what the route declares, and refuses what it does not.
 * @throws AppError 404 for an impossible ID in the path, 422 that names every field otherwise
 */
export function readInput(route: Route, req: Request, rawBody: unknown): CheckedInput {
  const params = readParams(route, req);
  const problems: FieldProblem[] = [];
  const query = read(route.request?.query, queryOf(route, req), { prefix: 'query', problems });
  const headers = read(route.request?.headers, { ...req.headers }, { prefix: 'header', problems });
  const body = read(route.request?.body, rawBody, { prefix: '', problems });
  if (problems.length > 0) throw invalidInput(problems);
  return { params, query, headers, body };
}

function readParams(route: Route, req: Request): unknown {
  const schema = route.request?.params;
  if (schema === undefined) return undefined;
  const params: unknown = req.params;
  const result = unsafeInput(params).length === 0 ? schema.safeParse({ ...req.params }) : { success: false as const };
  if (!result.success) throw new AppError(route.notFound ?? 'not_found');
  return result.data;
}

function read(
  schema: z.ZodType | undefined,
  value: unknown,
  { prefix, problems }: { prefix: string; problems: FieldProblem[] }
): unknown {
  if (schema === undefined) {
    if (value !== undefined && prefix !== 'header' && !Buffer.isBuffer(value)) problems.push(notExpected(prefix));
    return Buffer.isBuffer(value) ? value : undefined;
  }
  const unsafe = prefix === 'header' ? [] : unsafeInput(value);
  if (unsafe.length > 0) {
    problems.push(
      ...unsafe.map((problem) => ({ ...problem, field: prefix === '' ? problem.field : `${prefix}.${problem.field}` }))
    );
    return undefined;
  }
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  problems.push(...fieldProblems(result.error.issues, prefix));
  return undefined;
}

/** Undefined when a route without a query schema was sent none. */
function queryOf(route: Route, req: Request): unknown {
  const query = { ...req.query };
  return route.request?.query === undefined && Object.keys(query).length === 0 ? undefined : query;
}

function notExpected(prefix: string): FieldProblem {
  return {
    field: prefix === '' ? 'body' : prefix,
    code: 'unknown_field',
    message: 'is not expected here; leave it out',
  };
}
