import { PLANS, SERVICES } from '../../domain/catalogue/plan';
import { money, type Currency } from '../../domain/money/money';
import type { LineItem, PricedLine } from '../../domain/quote/quote';
import type { IsoDate } from '../../domain/time/iso-date';
import type { Db } from './connection';

interface Row {
  order_id: string;
  line_no: number;
  item_type: string;
  item_code: string;
  quantity: number;
  resulting_total: number;
  list_unit_minor: number;
  discount_basis_points: number;
  days_charged: number;
  days_in_term: number;
  period_from: IsoDate;
  period_until: IsoDate;
  list_minor: number;
  discount_minor: number;
  net_minor: number;
}

/** The lines as ordered, in their order. @throws Error for an item that no version of this code has sold */
export async function readOrderLines(db: Db, orderId: string, currency: Currency): Promise<PricedLine[]> {
  const rows = await db<Row>('order_lines').where({ order_id: orderId }).orderBy('line_no');
  return rows.map((row) => toLine(row, currency));
}

function toLine(row: Row, currency: Currency): PricedLine {
  return {
    lineNo: row.line_no,
    item: toItem(row.item_type, row.item_code),
    quantity: row.quantity,
    resultingTotal: row.resulting_total,
    listUnit: money(row.list_unit_minor, currency),
    discountBasisPoints: row.discount_basis_points,
    daysCharged: row.days_charged,
    daysInTerm: row.days_in_term,
    period: { from: row.period_from, until: row.period_until },
    list: money(row.list_minor, currency),
    discount: money(row.discount_minor, currency),
    net: money(row.net_minor, currency),
  };
}

function toItem(type: string, code: string): LineItem {
  const plan = PLANS.find((candidate) => candidate === code);
  if (type === 'plan' && plan !== undefined) return { type, plan };
  const service = SERVICES.find((candidate) => candidate === code);
  if (type === 'service' && service !== undefined) return { type, service };
  throw new Error(`unknown item ${type} ${code}`);
}
