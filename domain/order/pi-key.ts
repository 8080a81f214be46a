/** The same proforma number however it is typed: `pi-2026 7` and `PI20267`. null when nothing is left of it. */
export function piKey(text: string): string | null {
  const key = text
    .normalize('NFKC')
    .replace(/[\s\p{Pd}]/gu, '')
    .toUpperCase();
  return key === '' ? null : key;
}
