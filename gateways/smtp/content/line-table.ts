import type { Locale } from '../../../domain/billing/billing-data';
import { formatMoney } from '../../../domain/money/format-money';
import { describeLine, itemName } from '../../../domain/quote/describe-line';
import { legalSentence } from '../../../domain/tax/legal-sentence';
import type { MailData } from '../mail-data';
import type { MailMessages } from '../messages/mail-messages';
import type { LineRow, LineTable } from './mail-content';

type OrderDocument = MailData['payment_summary'];

/** The lines with their arithmetic, the same words as on the invoice. */
export function lineTable(document: OrderDocument, locale: Locale, m: MailMessages): LineTable {
  return { ...frameOf(document, locale, m), rows: document.lines.map((line) => lineRow(line, locale, m)) };
}

/** What was credited of each line of the invoice. */
export function creditTable(document: MailData['credit_note'], locale: Locale, m: MailMessages): LineTable {
  const rows = document.lines.map(({ item, quantity, invoicedQuantity, net }) => ({
    title: itemName(item, locale),
    details: [quantity === null ? m.lines.creditedAmount : m.lines.creditedUnits(quantity, invoicedQuantity)],
    amount: formatMoney(net, locale),
  }));
  return { ...frameOf(document, locale, m), rows };
}

/** Heads, totals and what the law wants said: all of a table but its rows. */
function frameOf(
  { taxLines, totals }: Pick<OrderDocument, 'taxLines' | 'totals'>,
  locale: Locale,
  m: MailMessages
): Omit<LineTable, 'rows'> {
  const sentences = taxLines.map((tax) => legalSentence(tax, locale)).filter((sentence) => sentence !== null);
  return {
    itemHead: m.lines.item,
    amountHead: m.lines.amount,
    totals: [
      { label: m.lines.net, value: formatMoney(totals.net, locale) },
      ...taxLines.map(({ rateBasisPoints, base, tax }) => ({
        label: m.lines.tax(String(rateBasisPoints / 100), formatMoney(base, locale)),
        value: formatMoney(tax, locale),
      })),
      { label: m.lines.gross, value: formatMoney(totals.gross, locale) },
    ],
    smallPrint: [...new Set(sentences)],
  };
}

function lineRow(line: OrderDocument['lines'][number], locale: Locale, m: MailMessages): LineRow {
  const title = itemName(line.item, locale);
  const resulting = m.lines.resulting(line.quantity, line.resultingTotal);
  return {
    title,
    details: [...(line.item.type === 'service' ? [resulting] : []), arithmetic(describeLine(line, locale), title)],
    amount: formatMoney(line.net, locale),
  };
}

/** The description begins with the item's name, which stands above it already. */
function arithmetic(description: string, title: string): string {
  if (!description.startsWith(title)) return description;
  return description.slice(title.length).replace(/^[,，]\s*/, '');
}
