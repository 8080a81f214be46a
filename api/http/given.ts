type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Leaves out what was not asked for: a filter has no key that is undefined. */
export function given<T extends object>(asked: T): Given<T> {
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined)) as Given<T>;
}
