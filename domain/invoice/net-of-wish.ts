import type { FieldProblem } from '../field-problem';
import { formatMoney } from '../money/format-money';
import { money, type Money } from '../money/money';
import { multiplyByRatio } from '../money/multiply-by-ratio';

/** Units of a line with their share of its net, or an amount off its net; never both. */
export type LineWish =
  | { readonly lineNo: number; readonly quantity: number }
  /** Minor units of the invoice's currency. */
  | { readonly lineNo: number; readonly netMinor: number };

type NetOfWish =
  | { readonly ok: true; readonly quantity: number | null; readonly net: Money }
  /** `field` is the wish's own. */
  | { readonly ok: false; readonly problem: FieldProblem };

interface Left {
  readonly quantity: number;
  readonly net: Money;
}

/** What one wish takes off its line, of which earlier credits left that much. */
export function netOfWish(left: Left, wish: LineWish): NetOfWish {
  return 'quantity' in wish ? byQuantity(left, wish.quantity) : byAmount(left, wish.netMinor);
}

/**
 * Units × what is left of the line's net ÷ the units left: of an untouched line the units' share of its net, after an amount
 * was credited their share of the lower price. The last units take the rest, whatever was rounded before.
 */
function byQuantity(left: Left, quantity: number): NetOfWish {
  if (!Number.isSafeInteger(quantity) || quantity < 1) {
    return refused('quantity', 'quantity_not_positive', 'Enter a whole number of units, 1 or more.');
  }
  if (quantity > left.quantity) {
    const message = left.quantity === 0 ? 'All units of this line are credited.' : `At most ${left.quantity} are left.`;
    return refused('quantity', 'quantity_above_rest', message);
  }
  return { ok: true, quantity, net: multiplyByRatio(left.net, quantity, left.quantity, 'half-up') };
}

function byAmount(left: Left, netMinor: number): NetOfWish {
  if (!Number.isSafeInteger(netMinor) || netMinor < 1) {
    return refused('netMinor', 'amount_not_positive', 'Enter an amount above zero.');
  }
  if (netMinor > left.net.amountMinor) {
    const message = `Of this line ${formatMoney(left.net, 'en')} net is left; credit at most that.`;
    return refused('netMinor', 'amount_above_rest', message);
  }
  return { ok: true, quantity: null, net: money(netMinor, left.net.currency) };
}

function refused(field: string, code: string, message: string): NetOfWish {
  return { ok: false, problem: { field, code, message } };
}
