import { z } from 'zod';
import { valueAt } from '../http/value-at';
import { badParameter } from './api-error';

/** Building blocks for form-encoded parameters, in which every leaf is a string. */

export function integer(min: number, max: number = Number.MAX_SAFE_INTEGER): z.ZodType<number, string> {
  return z
    .string()
    .regex(/^-?\d{1,15}$/, 'Invalid integer')
    .transform(Number)
    .refine((value) => value >= min, `This value must be greater than or equal to ${min}.`)
    .refine((value) => value <= max, `This value must be less than or equal to ${max}.`);
}

export const flag = z.enum(['true', 'false'], 'Invalid boolean').transform((value) => value === 'true');

export function text(max: number): z.ZodString {
  return z
    .string()
    .min(1, 'You passed an empty string; unset the parameter instead.')
    .max(max, `At most ${max} characters.`);
}

export function webAddress(): z.ZodType<string, string> {
  return text(5000).refine((value) => {
    const url = URL.canParse(value.replace('{CHECKOUT_SESSION_ID}', 'id')) ? new URL(value) : undefined;
    return url !== undefined && /^https?:$/.test(url.protocol);
  }, 'Not a valid URL');
}

/** 50 keys of at most 40 characters without brackets, values of at most 500. */
export const metadata = z
  .record(
    z
      .string()
      .max(40, 'Metadata keys can have up to 40 characters.')
      .regex(/^[^[\]]+$/, 'Metadata keys cannot contain brackets.'),
    z.string().max(500, 'Metadata values can have up to 500 characters.')
  )
  .refine((value) => Object.keys(value).length <= 50, 'You can only have 50 metadata keys.');

export const expand = z.array(z.string().max(200)).max(20);

export const email = z.email('Invalid email address').max(512);

export const pagination = {
  limit: integer(1, 100).optional(),
  starting_after: text(100).optional(),
  ending_before: text(100).optional(),
  expand: expand.optional(),
};

/** `created` of a list: seconds since 1970. */
export const createdRange = z
  .strictObject({ gt: integer(0), gte: integer(0), lt: integer(0), lte: integer(0) })
  .partial();

export function isCreatedIn(
  { created }: { readonly created: number },
  range: z.output<typeof createdRange> = {}
): boolean {
  const { gt = -1, gte = 0, lt = Infinity, lte = Infinity } = range;
  return created > gt && created >= gte && created < lt && created <= lte;
}

/** Refuses like Stripe: the first fault with its parameter in bracket notation. */
export function checkParams<Schema extends z.ZodType>(schema: Schema, given: unknown): z.output<Schema> {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  if (issue === undefined) throw badParameter('', 'Invalid request');
  if (issue.code === 'unrecognized_keys') {
    const param = bracketed([...issue.path, issue.keys[0] ?? '']);
    const hint = 'the sandbox knows only the parameters that its clients use';
    throw badParameter(param, `Received unknown parameter: ${param} (${hint})`, 'parameter_unknown');
  }
  const param = bracketed(issue.path);
  if (valueAt(given, issue.path) === undefined) {
    throw badParameter(param, `Missing required param: ${param}.`, 'parameter_missing');
  }
  const codes: Record<string, string> = { 'Invalid integer': 'parameter_invalid_integer' };
  throw badParameter(param, `Invalid ${param}: ${issue.message}`, codes[issue.message]);
}

function bracketed(path: readonly PropertyKey[]): string {
  return path.map((part, index) => (index === 0 ? String(part) : `[${String(part)}]`)).join('');
}
