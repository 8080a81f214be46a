/** Markup of ours in which everything foreign has been escaped. */
export class SafeHtml {
  constructor(readonly markup: string) {}
}

type Part = string | SafeHtml | readonly SafeHtml[];

/** Writes markup; every string that is put in is escaped, so that there is no way to forget it. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): SafeHtml {
  return new SafeHtml(strings.map((text, index) => text + markupOf(parts[index] ?? '')).join(''));
}

/** Safe in text and inside a quoted attribute. Control characters go: no mail program shows them, some trip over them. */
export function escapeHtml(value: string): string {
  return value
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, '')
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function markupOf(part: Part): string {
  if (typeof part === 'string') return escapeHtml(part);
  if (part instanceof SafeHtml) return part.markup;
  return part.map((piece) => piece.markup).join('');
}
