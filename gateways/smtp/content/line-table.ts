import type { Locale } from '../../../domain/billing/billing-data';
import { formatMoney } from '../../../domain/money/format-money';
import { describeLine, itemName } from '../../../domain/quote/describe-line';
import { legalSentence } from '../../../domain/tax/legal-sentence';
import type { MailData } from '../mail-data';
import type { MailMessages } from '../messages/mail-messages';
import type { LineRow, LineTable } from './mail-content';

type OrderDocument = MailData['payment_summary'];

/** The lines with their arithmetic, the same words as on the invoice. */
export function lineTable({ lines, taxLines, totals }: OrderDocument, locale: Locale, m: MailMessages): LineTable {
  const sentences = taxLines.map((tax) => legalSentence(tax, locale)).filter((sentence) => sentence !== null);
  return {
    itemHead: m.lines.item,
    amountHead: m.lines.amount,
    rows: lines.map((line) => lineRow(line, locale, m)),
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
