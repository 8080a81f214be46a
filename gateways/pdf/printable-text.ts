/** Stands for what the font cannot print; chosen because the font has it. */
export const REPLACEMENT = '\uFFFD';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Line breaks and controls become a space; marks that turn the direction of text could make an amount read otherwise. */
const SPACE_LIKE = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;
const INVISIBLE = /[\p{Bidi_Control}\u200B\u2060\uFEFF\uFE00-\uFE0F\u00AD]/gu;

/**
 * One line that the font can print: each character as a reader counts them (an emoji of five code points is one) is kept
 * whole or replaced visibly. Never fails, whatever the text holds.
 */
export function printableText(text: string, printable: ReadonlySet<number>): string {
  const line = text.normalize('NFC').replace(SPACE_LIKE, ' ').replace(INVISIBLE, '').trim();
  let result = '';
  for (const { segment } of graphemes.segment(line)) {
    const fits = Array.from(segment).every((character) => printable.has(character.codePointAt(0) ?? -1));
    result += fits ? segment : REPLACEMENT;
  }
  return result;
}
