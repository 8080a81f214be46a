import type { z } from 'zod';
import type { FieldProblem } from '../../domain/field-problem';

type Issue = z.core.$ZodIssue;
const MAX_PROBLEMS = 50;
const MAX_FIELD_LENGTH = 120;

/** zod's issues in our words: where, which rule, what to do. `prefix` names the place outside the body, such as `query`. */
export function fieldProblems(issues: readonly Issue[], prefix: string): FieldProblem[] {
  return issues.flatMap((issue) => problemsOf(issue, prefix)).slice(0, MAX_PROBLEMS);
}

function problemsOf(issue: Issue, prefix: string): FieldProblem[] {
  const field = pathOf(issue.path, prefix);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        field: pathOf([...issue.path, key], prefix),
        code: 'unknown_field',
        message: 'is not known here; leave it out',
      }));
    case 'invalid_type':
      return issue.input === undefined
        ? [{ field, code: 'required', message: 'is missing' }]
        : [{ field, code: 'wrong_type', message: `must be of type ${issue.expected}` }];
    case 'too_big':
      return [{ field, ...tooBig(issue) }];
    case 'too_small':
      return [{ field, ...tooSmall(issue) }];
    case 'invalid_value':
      return [{ field, code: 'unknown_value', message: `must be one of ${issue.values.map(String).join(', ')}` }];
    case 'invalid_union':
      return unionProblems(issue, field);
    case 'custom': {
      const code: unknown = issue.params?.['code'];
      return [{ field, code: typeof code === 'string' ? code : 'invalid', message: issue.message }];
    }
    default:
      return [{ field, code: 'invalid_format', message: formatMessage(issue) }];
  }
}

/** The branch that came furthest says what is wrong; a list of all branches would help nobody. */
function unionProblems(issue: Issue & { code: 'invalid_union' }, field: string): FieldProblem[] {
  const branches: readonly (readonly Issue[])[] = issue.errors;
  const closest = [...branches].sort((a, b) => a.length - b.length)[0];
  if (closest === undefined) return [{ field, code: 'unknown_value', message: 'is none of the known forms' }];
  return fieldProblems(closest, field);
}

function tooBig(issue: Issue & { code: 'too_big' }): Omit<FieldProblem, 'field'> {
  if (issue.origin === 'string') return { code: 'too_long', message: `must have at most ${issue.maximum} characters` };
  if (issue.origin === 'array') return { code: 'too_many', message: `must have at most ${issue.maximum} entries` };
  return { code: 'too_big', message: `must be at most ${issue.maximum}` };
}

function tooSmall(issue: Issue & { code: 'too_small' }): Omit<FieldProblem, 'field'> {
  if (issue.origin === 'string')
    return { code: 'too_short', message: `must have at least ${issue.minimum} characters` };
  if (issue.origin === 'array') return { code: 'too_few', message: `must have at least ${issue.minimum} entries` };
  return { code: 'too_small', message: `must be at least ${issue.minimum}` };
}

function formatMessage(issue: Issue): string {
  return issue.message === 'Invalid string: must match pattern' || issue.message.length > 200
    ? 'does not have the form that is needed'
    : issue.message;
}

function pathOf(path: readonly PropertyKey[], prefix: string): string {
  const text = path.reduce<string>((sofar, part) => {
    if (typeof part === 'number') return `${sofar}[${part}]`;
    return sofar === '' ? String(part) : `${sofar}.${String(part)}`;
  }, prefix);
  return (text === '' ? 'body' : text).slice(0, MAX_FIELD_LENGTH);
}
