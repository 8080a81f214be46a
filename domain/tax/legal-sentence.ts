import type { Locale } from '../billing/billing-data';
import { isEuMemberState } from './country';
import type { TaxLine } from './tax-line';

type Sentence = Readonly<Record<Locale, string>>;

const REVERSE_CHARGE: Sentence = {
  en: 'Reverse charge: VAT is due from the recipient of the service (Articles 44 and 196 of Directive 2006/112/EC).',
  zh: '反向征税：增值税由服务接受方缴纳（欧盟指令 2006/112/EC 第 44 条和第 196 条）。',
};
const EU_EXPORT: Sentence = {
  en: 'Not subject to EU VAT: the service is supplied where the recipient is established, outside the European Union.',
  zh: '不征欧盟增值税：服务接受方位于欧盟境外，供应地为接受方所在地。',
};
const EXPORT: Sentence = {
  en: 'Export of services: no tax of the seller’s country is charged.',
  zh: '服务出口：不收取销售方所在国的税款。',
};
const ZERO: Sentence = { en: 'Zero-rated.', zh: '适用零税率。' };
const EXEMPT: Sentence = { en: 'Exempt from tax.', zh: '免税。' };

/** What the invoice must say about a tax that is not charged; null where tax is charged and the numbers say it all. */
export function legalSentence(line: Pick<TaxLine, 'category' | 'country'>, locale: Locale): string | null {
  switch (line.category) {
    case 'domestic':
    case 'destination':
      return null;
    case 'reverse_charge':
      return REVERSE_CHARGE[locale];
    case 'export':
      return (isEuMemberState(line.country) ? EU_EXPORT : EXPORT)[locale];
    case 'zero':
      return ZERO[locale];
    case 'exempt':
      return EXEMPT[locale];
  }
}
