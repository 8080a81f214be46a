import { z } from 'zod';
import type { AppError } from './app-error';
import { ERROR_CODES } from './error-codes';

export const PROBLEM_CONTENT_TYPE = 'application/problem+json';

/** RFC 9457 with our stable `code`. Some codes carry further members, such as the current state. */
export const problemSchema = z
  .looseObject({
    type: z.string().describe('Address of a description of the code'),
    title: z.string(),
    status: z.int(),
    code: z.string().describe('Stable word for programs'),
    detail: z.string().describe('What happened and what to do next'),
    requestId: z.string().describe('Names this request in our logs'),
    errors: z
      .array(z.strictObject({ field: z.string(), code: z.string(), message: z.string() }))
      .optional()
      .describe('One entry for each field that cannot be accepted'),
  })
  .meta({ id: 'Problem' });

export type Problem = z.infer<typeof problemSchema>;

export function toProblem(error: AppError, requestId: string): Problem {
  return {
    ...error.options.extra,
    type: `urn:purser:error:${error.code}`,
    title: ERROR_CODES[error.code].title,
    status: error.status,
    code: error.code,
    detail: error.message,
    requestId,
    ...(error.options.errors === undefined ? {} : { errors: error.options.errors.map((entry) => ({ ...entry })) }),
  };
}
