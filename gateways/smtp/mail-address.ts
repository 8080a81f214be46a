/** What RFC 5321 allows. */
const LONGEST_ADDRESS = 254;
const ADDRESS_FORM = /^[^\s@<>(),;:"\\[\]\p{Cc}]{1,64}@[^\s@<>(),;:"\\[\]\p{Cc}]{1,190}$/u;

/** One plain address; lists, comments, quotes, line breaks and anything else that a parser could read twice are refused. */
export function isMailAddress(value: string): boolean {
  return value.length <= LONGEST_ADDRESS && ADDRESS_FORM.test(value);
}

export interface MailAddress {
  readonly name: string;
  readonly address: string;
}

/** `Purser <no-reply@example.com>` or the bare address. @throws Error with a sentence for the person who starts the process. */
export function parseMailFrom(text: string): MailAddress {
  const match = /^\s*"?([^"<>]*?)"?\s*<([^<>]+)>\s*$/.exec(text);
  const found = match === null ? { name: '', address: text.trim() } : { name: match[1] ?? '', address: match[2] ?? '' };
  if (!isMailAddress(found.address)) {
    throw new Error('MAIL_FROM is no sender. Write it like: Purser <no-reply@example.com>');
  }
  return found;
}

/** One line: control characters, line separators among them, become a space. */
export function oneLine(value: string): string {
  return value.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}
