/** `ORD-2026-000123`: for people; gaps are allowed. @throws RangeError for anything but a four-digit year and a count from 1. */
export function orderNumber(year: number, n: number): string {
  return `ORD-${yearAndCount(year, n)}`;
}

/** `2026-000123`; grows beyond six digits without losing any. */
export function yearAndCount(year: number, n: number): string {
  if (!Number.isInteger(year) || year < 1000 || year > 9999) throw new RangeError(`not a year: ${year}`);
  if (!Number.isSafeInteger(n) || n < 1) throw new RangeError(`a count starts at 1, got ${n}`);
  return `${year}-${String(n).padStart(6, '0')}`;
}
