import { escapeHtml, SafeHtml } from './safe-html';

const PLACEHOLDER = /\{\{(\w+)\}\}/g;

/**
 * Puts the values in, escaped; a value is never searched for placeholders itself.
 * @throws Error when the template wants a value that is not there, or does not know one that is: half a mail is worse than none.
 */
export function fillTemplate(template: string, values: Readonly<Record<string, string | SafeHtml>>): string {
  const wanted = new Set(Array.from(template.matchAll(PLACEHOLDER), (match) => match[1]));
  const unknown = Object.keys(values).filter((name) => !wanted.has(name));
  if (unknown.length > 0) throw new Error(`the mail template does not know: ${unknown.join(', ')}`);
  return template.replace(PLACEHOLDER, (_placeholder, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) throw new Error(`the mail template wants a value for: ${name}`);
    return value instanceof SafeHtml ? value.markup : escapeHtml(value);
  });
}
