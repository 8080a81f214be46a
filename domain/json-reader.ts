/** Everything wrong with a document, each with the path of the place. */
export class JsonProblems extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'JsonProblems';
  }
}

/** Turns unknown JSON into T. @throws JsonProblems that name the path. */
export type Reader<T> = (value: unknown, path: string) => T;

function fail(path: string, expected: string): never {
  throw new JsonProblems([`${path === '' ? 'document' : path}: ${expected}`]);
}

export function text(maxLength = 200): Reader<string> {
  return (value, path) => {
    if (typeof value === 'string' && value.length > 0 && value.length <= maxLength) return value;
    return fail(path, `must be a text of 1 to ${maxLength} characters`);
  };
}

export function integer(min: number, max: number): Reader<number> {
  return (value, path) => {
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max) return value;
    return fail(path, `must be an integer from ${min} to ${max}`);
  };
}

export const boolean: Reader<boolean> = (value, path) =>
  typeof value === 'boolean' ? value : fail(path, 'must be true or false');

export function oneOf<T extends string>(values: readonly T[]): Reader<T> {
  return (value, path) =>
    values.find((candidate) => candidate === value) ?? fail(path, `must be one of ${values.join(', ')}`);
}

/** A text that passes the test; `expected` completes "must be …". */
export function textThat(isRight: (value: string) => boolean, expected: string): Reader<string> {
  return (value, path) => (typeof value === 'string' && isRight(value) ? value : fail(path, `must be ${expected}`));
}

export function nullable<T>(read: Reader<T>): Reader<T | null> {
  return (value, path) => (value === null ? null : read(value, path));
}

export function list<T>(read: Reader<T>, maxLength: number): Reader<T[]> {
  return (value, path) => {
    if (!Array.isArray(value) || value.length > maxLength) {
      return fail(path, `must be a list of at most ${maxLength} entries`);
    }
    const entries: unknown[] = value;
    return gather(entries.map((entry, index) => () => read(entry, `${path}[${index}]`)));
  };
}

/** An object with exactly these fields. */
export function object<T extends object>(fields: { readonly [K in keyof T]: Reader<T[K]> }): Reader<T> {
  return (value, path) => {
    const given = entriesOf(value, path);
    const known = Object.keys(fields);
    const unknown = [...given.keys()].filter((key) => !known.includes(key));
    const result: Partial<T> = {};
    gather([
      ...unknown.map((key) => () => fail(at(path, key), `is not a known field; known are ${known.join(', ')}`)),
      ...keysOf(fields).map((key) => () => {
        result[key] = fields[key](given.get(String(key)), at(path, String(key)));
      }),
    ]);
    return isWhole(result, keysOf(fields)) ? result : fail(path, 'must be complete');
  };
}

/** An object with any of these keys. */
export function partialRecord<K extends string, T>(keys: readonly K[], read: Reader<T>): Reader<Partial<Record<K, T>>> {
  return (value, path) => {
    const result: Partial<Record<K, T>> = {};
    gather(
      [...entriesOf(value, path)].map(([key, entry]) => () => {
        const known = oneOf(keys)(key, at(path, key));
        result[known] = read(entry, at(path, key));
      })
    );
    return result;
  };
}

/** An object with exactly these keys, all read alike. */
export function record<K extends string, T>(keys: readonly K[], read: Reader<T>): Reader<Record<K, T>> {
  return (value, path) => {
    const result = partialRecord(keys, read)(value, path);
    const missing = keys.filter((key) => result[key] === undefined);
    if (!isWhole(result, keys)) return fail(path, `must also have ${missing.join(', ')}`);
    return result;
  };
}

/** Runs all, so that one reading of a document tells everything that is wrong with it. */
function gather<T>(reads: readonly (() => T)[]): T[] {
  const problems: string[] = [];
  const results: T[] = [];
  for (const read of reads) {
    try {
      results.push(read());
    } catch (error) {
      if (!(error instanceof JsonProblems)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new JsonProblems(problems);
  return results;
}

function entriesOf(value: unknown, path: string): Map<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return fail(path, 'must be an object');
  return new Map(Object.entries(value));
}

function keysOf<T extends object>(fields: { readonly [K in keyof T]: unknown }): (keyof T)[] {
  const keys: (keyof T)[] = [];
  for (const key in fields) keys.push(key);
  return keys;
}

function isWhole<T extends object>(value: Partial<T>, keys: readonly (keyof T)[]): value is T {
  return keys.every((key) => value[key] !== undefined);
}

function at(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}
