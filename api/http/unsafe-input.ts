import type { FieldProblem } from '../../domain/field-problem';

const MAX_DEPTH = 20;
const MAX_PROBLEMS = 20;
/** Keys that reach into JavaScript's own objects. */
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);
const LONE_SURROGATE = /\p{Surrogate}/u;

interface Place {
  readonly value: unknown;
  readonly path: string;
  readonly depth: number;
}

/**
 * What no field of ours may hold, whatever its schema says: NUL bytes and lone surrogates (Postgres refuses them), keys of
 * Object.prototype, and nesting beyond 20 levels. Walks without recursion, so that depth cannot exhaust the stack.
 */
export function unsafeInput(value: unknown): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const open: Place[] = [{ value, path: '', depth: 0 }];
  for (let place = open.pop(); place !== undefined && problems.length < MAX_PROBLEMS; place = open.pop()) {
    const problem = problemAt(place);
    if (problem !== null) problems.push(problem);
    else open.push(...childrenOf(place));
  }
  return problems;
}

function problemAt({ value, path, depth }: Place): FieldProblem | null {
  const field = path === '' ? 'body' : path;
  if (depth > MAX_DEPTH) return { field: field.slice(0, 100), code: 'too_deep', message: 'is nested too deeply' };
  if (typeof value !== 'string') return null;
  if (value.includes('\0')) return { field, code: 'unsafe_text', message: 'must not contain NUL characters' };
  if (LONE_SURROGATE.test(value)) return { field, code: 'unsafe_text', message: 'must be valid Unicode text' };
  return null;
}

function childrenOf({ value, path, depth }: Place): Place[] {
  if (Array.isArray(value)) {
    return value.map((entry: unknown, index) => ({ value: entry, path: `${path}[${index}]`, depth: depth + 1 }));
  }
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return [];
  return Object.entries(value).flatMap(([key, entry]: [string, unknown]) => {
    const name = path === '' ? key : `${path}.${key}`;
    const child = { value: entry, path: name, depth: depth + 1 };
    // A bad key is reported in the place of its value: the text of the key itself is checked as a value.
    return FORBIDDEN_KEYS.has(key)
      ? [{ value: '\0', path: name, depth: depth + 1 }]
      : [child, { value: key, path: name, depth: depth + 1 }];
  });
}
