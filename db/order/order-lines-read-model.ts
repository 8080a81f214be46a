import type { Plan, Service } from '../../domain/catalogue/plan';
import { money, type Currency } from '../../domain/money/money';
import type { PricedLine } from '../../domain/quote/quote';
import type { Db } from '../shared/connection';

interface ItemRow {
  item_type: 'plan' | 'service';
  item_code: string;
}

interface Row extends ItemRow {
  line_no: number;
  quantity: number;
  resulting_total: number;
  list_unit_minor: number;
  discount_basis_points: number;
  days_charged: number;
  days_in_term: number;
  period_from: string;
  period_until: string;
  list_minor: number;
  discount_minor: number;
  net_minor: number;
}

export async function readOrderLines(db: Db, orderId: string, currency: Currency): Promise<PricedLine[]> {
  const rows = await db('order_lines').where({ order_id: orderId }).orderBy('line_no').select<Row[]>('*');
  return rows.map((row) => toLine(row, currency));
}

function toLine(row: Row, currency: Currency): PricedLine {
  return {
    lineNo: row.line_no,
    item: toItem(row),
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

/** The column was written from a `LineItem`, whose codes the domain had checked. */
function toItem(row: ItemRow): PricedLine['item'] {
  return row.item_type === 'plan'
    ? { type: 'plan', plan: row.item_code as Plan }
    : { type: 'service', service: row.item_code as Service };
}
