import type { Locale } from '../billing/billing-data';
import type { Plan, Service } from '../catalogue/plan';
import { formatMoney } from '../money/format-money';
import { addDays } from '../time/add-months';
import type { LineItem, PricedLine } from './quote';

const PLAN_NAMES: Readonly<Record<Locale, Readonly<Record<Plan, string>>>> = {
  en: { basic: 'Basic Plan', standard: 'Standard Plan', pro: 'Pro Plan' },
  zh: { basic: '基础版', standard: '标准版', pro: '专业版' },
};
const SERVICE_NAMES: Readonly<Record<Locale, Readonly<Record<Service, string>>>> = {
  en: { meeting_room: 'Meeting Room', location: 'Location', desk: 'Desk', visitor: 'Visitor' },
  zh: { meeting_room: '会议室', location: '地点', desk: '工位', visitor: '访客' },
};

export function itemName(item: LineItem, locale: Locale): string {
  return item.type === 'plan' ? PLAN_NAMES[locale][item.plan] : SERVICE_NAMES[locale][item.service];
}

/**
 * What a line is for and how its price comes about:
 * `Desk, 2026-12-01 to 2027-06-01: 5 × USD 25.00 × 183 of 365 days = USD 62.67`. Both days of the period are included.
 */
export function describeLine(line: PricedLine, locale: Locale): string {
  const from = line.period.from;
  const lastDay = addDays(line.period.until, -1);
  const arithmetic = describeArithmetic(line, locale);
  return locale === 'zh'
    ? `${itemName(line.item, 'zh')}，${from} 至 ${lastDay}：${arithmetic}`
    : `${itemName(line.item, 'en')}, ${from} to ${lastDay}: ${arithmetic}`;
}

/**
 * The arithmetic alone, so that a buyer can check it by hand:
 * `5 × USD 25.00 × 183 of 365 days = USD 62.67, less 10 % discount USD 6.27 = USD 56.40`.
 */
export function describeArithmetic(line: PricedLine, locale: Locale): string {
  const say = (amount: PricedLine['net']): string => formatMoney(amount, locale);
  const percent = line.discountBasisPoints / 100;
  const hasDiscount = line.discountBasisPoints > 0;
  const [list, discount, net, unit] = [say(line.list), say(line.discount), say(line.net), say(line.listUnit)];
  if (locale === 'zh') {
    const days = `${line.quantity} × ${unit} × ${line.daysCharged}/${line.daysInTerm} 天 = ${list}`;
    return `${days}${hasDiscount ? `，减 ${percent}% 折扣 ${discount} = ${net}` : ''}`;
  }
  const days = `${line.quantity} × ${unit} × ${line.daysCharged} of ${line.daysInTerm} days = ${list}`;
  return `${days}${hasDiscount ? `, less ${percent} % discount ${discount} = ${net}` : ''}`;
}
