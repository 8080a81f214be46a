import type { MailMessages, Wording } from '../messages/mail-messages';
import type { Fact, LineTable, MailContent } from './mail-content';

/** What a mail shows beside its sentences. */
export interface Parts {
  readonly m: MailMessages;
  readonly name: string;
  readonly facts: readonly Fact[];
  readonly table: LineTable | null;
  readonly url: string;
}

export function assemble<P>(wording: Wording<P>, words: P, { m, name, facts, table, url }: Parts): MailContent {
  return {
    subject: wording.subject(words),
    preheader: wording.preheader(words),
    heading: wording.heading(words),
    greeting: m.greeting(name.trim()),
    paragraphs: wording.paragraphs(words),
    facts,
    table,
    button: { label: wording.button, url },
    notes: wording.notes(words),
    footer: m.footer,
  };
}
