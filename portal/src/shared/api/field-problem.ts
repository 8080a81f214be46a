import { ApiProblem, type FieldError } from './client';

export function fieldsOf(error: Error | null): readonly FieldError[] {
  return error instanceof ApiProblem ? error.fields : [];
}

/** What the API says about one field, as a sentence: its messages begin with the verb where the label is the subject. */
export function problemAt(fields: readonly FieldError[], name: string, label: string): string | undefined {
  const found = fields.find(({ field }) => field === name || field.startsWith(`${name}.`));
  if (found === undefined) return undefined;
  return /^\p{Ll}/u.test(found.message) ? `${label} ${found.message}` : found.message;
}

/** The problems of fields that this form does not show, which must not be lost. */
export function otherProblems(fields: readonly FieldError[], shown: readonly string[]): readonly FieldError[] {
  return fields.filter(({ field }) => !shown.some((name) => field === name || field.startsWith(`${name}.`)));
}
