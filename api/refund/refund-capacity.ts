import {
  capacitiesAfter,
  endsPlan,
  servicesLeft,
  type EndingCapacity,
  type RefundedCapacity,
} from '../../domain/company/ended-capacity';
import type { FieldProblem } from '../../domain/field-problem';
import type { Credit, LineLeft } from '../../domain/invoice/credit-lines';
import type { PricedLine } from '../../domain/quote/quote';
import type { Instant } from '../../domain/time/iso-date';
import { todayIn } from '../../domain/time/time-zone';
import type { Db } from '../../db/shared/connection';
import type { OrderFactsRow } from '../../db/shared/order-facts';
import { findSubscription } from '../../db/subscription/subscription-row';
import { invalidInput } from '../http/app-error';
import type { RefundWish } from './start-refund';

interface Choosing {
  readonly credit: Credit;
  /** What of each line had not been credited before. */
  readonly left: readonly LineLeft[];
  readonly wish: RefundWish;
  /** Of an order that never was completed: everything it bought ends. */
  readonly isWhole: boolean;
  readonly periods: readonly Pick<PricedLine, 'lineNo' | 'period'>[];
}

/** The choice for each credited line. Where an amount was named and no units, the choice is about all that are left. */
export function toRefundedCapacity({ credit, left, wish, isWhole, periods }: Choosing): RefundedCapacity[] {
  return credit.lines.flatMap((line) => {
    const period = periods.find(({ lineNo }) => lineNo === line.lineNo)?.period;
    if (period === undefined) return [];
    const chosen = wish.lines?.find(({ lineNo }) => lineNo === line.lineNo)?.capacity ?? wish.capacity ?? 'keep';
    const quantity = line.quantity ?? left.find(({ lineNo }) => lineNo === line.lineNo)?.quantity ?? 0;
    return [{ item: line.item, quantity, period, choice: isWhole ? 'end_now' : chosen }];
  });
}

interface Checked {
  readonly order: OrderFactsRow;
  readonly refunded: readonly RefundedCapacity[];
  readonly endings: readonly EndingCapacity[];
  readonly at: Instant;
}

/** What cannot end is told before any money moves. @throws AppError 422 */
export async function refuseCapacity(trx: Db, { order, refunded, endings, at }: Checked): Promise<void> {
  if (endings.length === 0) return;
  const subscription = await findSubscription(trx, order.companyId);
  const today = todayIn(subscription?.timeZone ?? 'UTC', at);
  const over = refunded.some(({ choice, period }) => choice !== 'keep' && period.until <= today);
  if (over) throw invalidInput([TERM_OVER]);
  if (subscription === null || !endsPlan(endings, 'end_now')) return;
  const services = servicesLeft(capacitiesAfter(subscription.capacities, endings, 'end_now'));
  if (services.length > 0) throw invalidInput([servicesRemain(services)]);
}

const TERM_OVER: FieldProblem = {
  field: 'lines',
  code: 'term_over',
  message: 'name capacity whose term is over; nothing of it is left to end, so choose `keep`',
};

function servicesRemain(services: readonly string[]): FieldProblem {
  const message = `end the plan under capacity of other orders (${services.join(', ')}); refund those first, or choose \`end_at_term\``;
  return { field: 'lines', code: 'services_remain', message };
}
