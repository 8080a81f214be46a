/** More than this nobody is made to wait because a header says so. */
const LONGEST_MS = 3_600_000;

/** The seconds form of `Retry-After`; the date form, garbage and absence give null. */
export function retryAfterMs(header: string | null | undefined): number | null {
  if (header === null || header === undefined || !/^\d{1,9}$/.test(header.trim())) return null;
  return Math.min(Number(header.trim()) * 1_000, LONGEST_MS);
}
