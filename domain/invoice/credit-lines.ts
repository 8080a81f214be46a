import { invariant } from '../assert';
import type { FieldProblem } from '../field-problem';
import { addMoney, subtractMoney, sumMoney, zeroMoney } from '../money/add-money';
import type { Money } from '../money/money';
import { multiplyByRatio } from '../money/multiply-by-ratio';
import type { LineItem } from '../quote/quote';
import type { TaxLine } from '../tax/tax-line';
import type { DocumentBody } from './document-body';
import { netOfWish, type LineWish } from './net-of-wish';

export type { LineWish } from './net-of-wish';

/** What a credit is taken from: an invoice, or an order that has none. */
export type CreditableBody = Pick<DocumentBody, 'currency' | 'lines' | 'taxLines' | 'totals'>;

/** The numbers are those of the invoice's lines, from 1. `whole`: everything that is left. */
export type CreditWish = 'whole' | readonly LineWish[];

export interface CreditLine {
  readonly lineNo: number;
  readonly item: LineItem;
  /** Units given back; null where an amount was credited and the units stay. */
  readonly quantity: number | null;
  readonly net: Money;
}

/** Positive amounts: what the credit takes off the invoice. `gross = net + tax`. */
export interface Credit {
  readonly lines: readonly CreditLine[];
  readonly taxLines: readonly TaxLine[];
  readonly net: Money;
  readonly tax: Money;
  readonly gross: Money;
}

/** What an earlier credit of the same invoice took. */
export type EarlierCredit = Pick<Credit, 'lines' | 'net' | 'tax'>;

export type CreditResult =
  { readonly ok: true; readonly credit: Credit } | { readonly ok: false; readonly problems: readonly FieldProblem[] };

export interface LineLeft {
  readonly lineNo: number;
  readonly item: LineItem;
  readonly quantity: number;
  readonly net: Money;
}

/**
 * The credit that a person asks for, or every reason against it, by fields `lines[0].quantity` and so on. Parts add up: the
 * tax of a part is the tax due on everything credited so far less what was credited of it before, so that any number of
 * parts ends exactly at the invoice's sums and none goes beyond them, also where an earlier part came to nothing.
 * @throws Error for a body of several tax rates, whose lines do not say which rate is theirs.
 */
export function creditLines(body: CreditableBody, before: readonly EarlierCredit[], wish: CreditWish): CreditResult {
  if (wish === 'whole') return creditWhole(body, before);
  const { lines, problems } = linesOfWishes(linesLeft(body, before), wish);
  if (problems.length > 0) return { ok: false, problems };
  if (lines.every(({ net }) => net.amountMinor === 0)) return nothingToCredit();
  return { ok: true, credit: creditOf(body, before, lines) };
}

function linesOfWishes(
  known: readonly LineLeft[],
  wishes: readonly LineWish[]
): { readonly lines: readonly CreditLine[]; readonly problems: readonly FieldProblem[] } {
  const problems: FieldProblem[] = [];
  const lines = wishes.flatMap((wanted, index): CreditLine[] => {
    const field = `lines[${index}]`;
    if (wishes.findIndex(({ lineNo }) => lineNo === wanted.lineNo) < index) {
      problems.push(problem(`${field}.lineNo`, 'line_twice', `Name line ${wanted.lineNo} only once.`));
      return [];
    }
    const left = known.find(({ lineNo }) => lineNo === wanted.lineNo);
    if (left === undefined) {
      problems.push(problem(`${field}.lineNo`, 'line_unknown', `There is no line ${wanted.lineNo} on this invoice.`));
      return [];
    }
    const taken = netOfWish(left, wanted);
    if (!taken.ok) problems.push({ ...taken.problem, field: `${field}.${taken.problem.field}` });
    return taken.ok ? [{ lineNo: left.lineNo, item: left.item, quantity: taken.quantity, net: taken.net }] : [];
  });
  return { lines, problems };
}

/** What earlier credits left of each line. */
export function linesLeft(body: CreditableBody, before: readonly EarlierCredit[]): LineLeft[] {
  const taken = before.flatMap(({ lines }) => lines);
  return body.lines.map(({ lineNo, item, quantity, net }) => {
    const ofLine = taken.filter((line) => line.lineNo === lineNo);
    const unitsTaken = ofLine.reduce((sum, line) => sum + (line.quantity ?? 0), 0);
    const netTaken = sumMoney(
      ofLine.map((line) => line.net),
      body.currency
    );
    return { lineNo, item, quantity: quantity - unitsTaken, net: subtractMoney(net, netTaken) };
  });
}

/** True when nothing of the invoice's money is left; an invoice over zero is once any credit was made. */
export function isFullyCredited(body: CreditableBody, credits: readonly EarlierCredit[]): boolean {
  return credits.length > 0 && sumOf(body, credits, 'net').amountMinor === body.totals.net.amountMinor;
}

function creditWhole(body: CreditableBody, before: readonly EarlierCredit[]): CreditResult {
  if (isFullyCredited(body, before)) return nothingToCredit();
  const isFree = new Set(body.lines.filter(({ net }) => net.amountMinor === 0).map(({ lineNo }) => lineNo));
  const lines = linesLeft(body, before).filter(
    ({ lineNo, net, quantity }) => net.amountMinor > 0 || (isFree.has(lineNo) && quantity > 0)
  );
  return { ok: true, credit: creditOf(body, before, lines) };
}

function creditOf(body: CreditableBody, before: readonly EarlierCredit[], lines: readonly CreditLine[]): Credit {
  const net = sumMoney(
    lines.map((line) => line.net),
    body.currency
  );
  const taxLines = taxLinesOf(body, before, net);
  const tax = sumMoney(
    taxLines.map((line) => line.tax),
    body.currency
  );
  return { lines, taxLines, net, tax, gross: addMoney(net, tax) };
}

/**
 * Every line is of the one rate of its invoice (`taxFor`), so its whole net is that rate's base. Where an earlier part came
 * to nothing, the others may have rounded up to a unit too much; the next one then takes none instead of giving it back.
 */
function taxLinesOf(body: CreditableBody, before: readonly EarlierCredit[], net: Money): TaxLine[] {
  invariant(body.taxLines.length <= 1, 'the lines of an invoice with several tax rates do not say which is theirs');
  const netSoFar = addMoney(sumOf(body, before, 'net'), net);
  const taxBefore = sumOf(body, before, 'tax');
  return body.taxLines.map((line) => {
    const taxSoFar =
      line.base.amountMinor === 0
        ? zeroMoney(body.currency)
        : multiplyByRatio(line.tax, netSoFar.amountMinor, line.base.amountMinor, 'half-up');
    const due = subtractMoney(taxSoFar, taxBefore);
    return { ...line, base: net, tax: due.amountMinor < 0 ? zeroMoney(body.currency) : due };
  });
}

function sumOf(body: CreditableBody, credits: readonly EarlierCredit[], part: 'net' | 'tax'): Money {
  return sumMoney(
    credits.map((credit) => credit[part]),
    body.currency
  );
}

function nothingToCredit(): CreditResult {
  return { ok: false, problems: [problem('lines', 'nothing_to_credit', 'Nothing is left to credit here.')] };
}

function problem(field: string, code: string, message: string): FieldProblem {
  return { field, code, message };
}
