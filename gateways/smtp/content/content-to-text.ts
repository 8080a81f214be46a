import type { LineTable, MailContent } from './mail-content';

/** The same mail for programs and people that show no HTML. */
export function contentToText(content: MailContent, colon: string): string {
  const { heading, greeting, paragraphs, facts, table, button, notes, footer } = content;
  const blocks = [
    heading,
    greeting,
    ...paragraphs,
    facts.map(({ label, value }) => `${label}${colon}${value}`).join('\n'),
    ...(table === null ? [] : tableBlocks(table, colon)),
    `${button.label}${colon.trimEnd()}\n${button.url}`,
    ...notes,
    `-- \n${footer}`,
  ];
  return `${blocks.join('\n\n')}\n`;
}

function tableBlocks({ rows, totals, smallPrint }: LineTable, colon: string): string[] {
  const lines = rows.map(({ title, details, amount }) =>
    [`* ${title}${colon}${amount}`, ...details.map((detail) => `  ${detail}`)].join('\n')
  );
  return [...lines, totals.map(({ label, value }) => `${label}${colon}${value}`).join('\n'), ...smallPrint];
}
