import type { UnitPrice } from '../catalogue/unit-price';
import { subtractMoney } from '../money/add-money';
import { multiplyByRatio } from '../money/multiply-by-ratio';
import { daysBetween } from '../time/add-months';
import type { Period } from '../time/iso-date';
import type { LineItem, PricedLine } from './quote';

export interface LineRequest {
  readonly lineNo: number;
  readonly item: LineItem;
  readonly quantity: number;
  readonly resultingTotal: number;
  readonly price: UnitPrice;
  /** The days that are charged, inside the term. */
  readonly period: Period;
  readonly term: Period;
}

const FULL_BASIS_POINTS = 10_000;

/**
 * Unit price × quantity × days charged ÷ days in the term, exact until one rounding, half up (product §3). The discount is
 * the difference of list and net, so that the three always add up.
 */
export function priceLine(request: LineRequest): PricedLine {
  const { unit, discountBasisPoints } = request.price;
  const daysCharged = daysBetween(request.period.from, request.period.until);
  const daysInTerm = daysBetween(request.term.from, request.term.until);
  const unitDays = BigInt(request.quantity) * BigInt(daysCharged);
  const payable = BigInt(FULL_BASIS_POINTS - discountBasisPoints);
  const list = multiplyByRatio(unit, unitDays, daysInTerm, 'half-up');
  const net = multiplyByRatio(unit, unitDays * payable, daysInTerm * FULL_BASIS_POINTS, 'half-up');
  return {
    lineNo: request.lineNo,
    item: request.item,
    quantity: request.quantity,
    resultingTotal: request.resultingTotal,
    listUnit: unit,
    discountBasisPoints,
    daysCharged,
    daysInTerm,
    period: request.period,
    list,
    discount: subtractMoney(list, net),
    net,
  };
}
