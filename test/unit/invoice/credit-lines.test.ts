import fc from 'fast-check';
import {
  creditLines,
  isFullyCredited,
  linesLeft,
  type Credit,
  type CreditableBody,
  type CreditWish,
} from '../../../domain/invoice/credit-lines';
import { money, type Money } from '../../../domain/money/money';
import type { PricedLine } from '../../../domain/quote/quote';

const usd = (amountMinor: number): Money => money(amountMinor, 'USD');

interface Line {
  readonly quantity: number;
  readonly netMinor: number;
}

function bodyOf(lines: readonly Line[], rateBasisPoints = 1900): CreditableBody {
  const net = lines.reduce((sum, line) => sum + line.netMinor, 0);
  const tax = Math.floor((net * rateBasisPoints + 5_000) / 10_000);
  return {
    currency: 'USD',
    lines: lines.map(lineOf),
    taxLines: [
      {
        category: 'domestic',
        rateBasisPoints,
        base: usd(net),
        tax: usd(tax),
        country: 'DE',
        rateValidUntil: null,
      },
    ],
    totals: { net: usd(net), tax: usd(tax), gross: usd(net + tax) },
  };
}

function lineOf({ quantity, netMinor }: Line, index: number): PricedLine {
  return {
    lineNo: index + 1,
    item: { type: 'service', service: 'desk' },
    quantity,
    resultingTotal: quantity,
    listUnit: usd(netMinor),
    discountBasisPoints: 0,
    daysCharged: 1,
    daysInTerm: 1,
    period: { from: '2026-11-01', until: '2026-11-02' },
    list: usd(netMinor),
    discount: usd(0),
    net: usd(netMinor),
  };
}

function credited(body: CreditableBody, before: readonly Credit[], wish: CreditWish): Credit {
  const result = creditLines(body, before, wish);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.credit;
}

function codesOf(body: CreditableBody, before: readonly Credit[], wish: CreditWish): string[] {
  const result = creditLines(body, before, wish);
  return result.ok ? [] : result.problems.map(({ field, code }) => `${field} ${code}`);
}

const sum = (credits: readonly Credit[], part: 'net' | 'tax' | 'gross'): number =>
  credits.reduce((total, credit) => total + credit[part].amountMinor, 0);

describe('by hand', () => {
  const body = bodyOf([
    { quantity: 3, netMinor: 10_000 },
    { quantity: 1, netMinor: 5_001 },
  ]);

  test('units take their share of the line, half up, and the last ones what is left', () => {
    const first = credited(body, [], [{ lineNo: 1, quantity: 1 }]);
    const second = credited(body, [first], [{ lineNo: 1, quantity: 1 }]);
    const last = credited(body, [first, second], [{ lineNo: 1, quantity: 1 }]);
    expect([first, second, last].map(({ net }) => net.amountMinor)).toEqual([3_333, 3_334, 3_333]);
    expect(first.taxLines).toEqual([{ ...body.taxLines[0], base: usd(3_333), tax: usd(633) }]);
    expect(first.gross).toEqual(usd(3_966));
  });

  test('an amount leaves the units, which cost less from then on', () => {
    const discount = credited(body, [], [{ lineNo: 1, netMinor: 4_000 }]);
    expect(discount.lines).toEqual([{ lineNo: 1, item: body.lines[0]?.item, quantity: null, net: usd(4_000) }]);
    expect(linesLeft(body, [discount])[0]).toMatchObject({ quantity: 3, net: usd(6_000) });
    expect(credited(body, [discount], [{ lineNo: 1, quantity: 2 }]).net).toEqual(usd(4_000));
  });

  test('the whole of an untouched invoice is the invoice', () => {
    const whole = credited(body, [], 'whole');
    expect(whole.lines.map(({ quantity, net }) => [quantity, net])).toEqual(
      body.lines.map(({ quantity, net }) => [quantity, net])
    );
    expect(whole).toMatchObject({ taxLines: body.taxLines, ...body.totals });
    expect(isFullyCredited(body, [whole])).toBe(true);
    expect(isFullyCredited(body, [])).toBe(false);
  });

  test('the whole of what is left names only lines that have something left', () => {
    const first = credited(body, [], [{ lineNo: 1, quantity: 3 }]);
    const rest = credited(body, [first], 'whole');
    expect(rest.lines.map(({ lineNo }) => lineNo)).toEqual([2]);
    expect(first.gross.amountMinor + rest.gross.amountMinor).toBe(body.totals.gross.amountMinor);
  });

  test('an invoice over zero can be credited once, whole', () => {
    const free = bodyOf([{ quantity: 1, netMinor: 0 }]);
    const whole = credited(free, [], 'whole');
    expect(whole).toMatchObject({ gross: usd(0), lines: [{ lineNo: 1, quantity: 1 }] });
    expect(isFullyCredited(free, [whole])).toBe(true);
    expect(codesOf(free, [whole], 'whole')).toEqual(['lines nothing_to_credit']);
    expect(codesOf(free, [], [{ lineNo: 1, quantity: 1 }])).toEqual(['lines nothing_to_credit']);
  });

  test.each<[string, CreditWish, string]>([
    ['no line', [], 'lines nothing_to_credit'],
    ['a line that is not there', [{ lineNo: 9, quantity: 1 }], 'lines[0].lineNo line_unknown'],
    ['more units than the line has', [{ lineNo: 1, quantity: 4 }], 'lines[0].quantity quantity_above_rest'],
    ['half a unit', [{ lineNo: 1, quantity: 0.5 }], 'lines[0].quantity quantity_not_positive'],
    ['no unit', [{ lineNo: 1, quantity: 0 }], 'lines[0].quantity quantity_not_positive'],
    ['more than the line cost', [{ lineNo: 2, netMinor: 5_002 }], 'lines[0].netMinor amount_above_rest'],
    ['less than nothing', [{ lineNo: 2, netMinor: -1 }], 'lines[0].netMinor amount_not_positive'],
  ])('%s is refused', (_name, wish, code) => {
    expect(codesOf(body, [], wish)).toEqual([code]);
  });

  test('every wrong line is named, and a line only once', () => {
    const wish = [
      { lineNo: 1, quantity: 4 },
      { lineNo: 1, quantity: 1 },
      { lineNo: 2, netMinor: 0 },
    ];
    expect(codesOf(body, [], wish)).toEqual([
      'lines[0].quantity quantity_above_rest',
      'lines[1].lineNo line_twice',
      'lines[2].netMinor amount_not_positive',
    ]);
  });

  test('a body of several rates is not guessed at', () => {
    const twice = { ...body, taxLines: [...body.taxLines, ...body.taxLines] };
    expect(() => creditLines(twice, [], 'whole')).toThrow('several tax rates');
  });
});

const anyLine = fc.record({ quantity: fc.integer({ min: 1, max: 40 }), netMinor: fc.integer({ min: 0, max: 3_000 }) });
const anyBody = fc
  .tuple(fc.array(anyLine, { minLength: 1, maxLength: 4 }), fc.constantFrom(0, 600, 1900, 2100, 2750))
  .map(([lines, rate]) => bodyOf(lines, rate));

interface Step {
  readonly line: number;
  readonly size: number;
  readonly byAmount: boolean;
  /** The refund behind it failed: it comes to nothing after the next was computed beside it. */
  readonly isDropped: boolean;
}

const anySteps = (isDropped: fc.Arbitrary<boolean>): fc.Arbitrary<Step[]> =>
  fc.array(
    fc.record({
      line: fc.integer({ min: 0, max: 3 }),
      size: fc.double({ min: 0, max: 1, noNaN: true }),
      byAmount: fc.boolean(),
      isDropped,
    }),
    { maxLength: 25 }
  );

function wishOf(body: CreditableBody, before: readonly Credit[], step: Step): CreditWish {
  const lines = linesLeft(body, before);
  const left = lines[step.line % lines.length];
  if (left === undefined) return [];
  const { lineNo, quantity, net } = left;
  if (step.byAmount) return [{ lineNo, netMinor: Math.ceil(net.amountMinor * step.size) }];
  return [{ lineNo, quantity: Math.ceil(quantity * step.size) }];
}

/** Each part is computed beside all earlier ones, of which some come to nothing one part later. */
function play(body: CreditableBody, steps: readonly Step[]): Credit[] {
  let alive: Credit[] = [];
  let doomed: Credit | null = null;
  for (const step of steps) {
    const result = creditLines(body, alive, wishOf(body, alive, step));
    alive = alive.filter((credit) => credit !== doomed);
    if (!result.ok) continue;
    alive.push(result.credit);
    doomed = step.isDropped ? result.credit : null;
  }
  return alive.filter((credit) => credit !== doomed);
}

describe('whatever is credited in whatever parts', () => {
  const anyCourse = fc.tuple(anyBody, anySteps(fc.boolean()));

  test('the rest ends exactly at the sums of the invoice, per line too', () => {
    fc.assert(
      fc.property(anyCourse, ([body, steps]) => {
        const parts = play(body, steps);
        const rest = creditLines(body, parts, 'whole');
        const all = rest.ok ? [...parts, rest.credit] : parts;
        expect([sum(all, 'net'), sum(all, 'tax'), sum(all, 'gross')]).toEqual([
          body.totals.net.amountMinor,
          body.totals.tax.amountMinor,
          body.totals.gross.amountMinor,
        ]);
        expect(linesLeft(body, all).every(({ net }) => net.amountMinor === 0)).toBe(true);
        expect(isFullyCredited(body, all)).toBe(true);
        expect(codesOf(body, all, 'whole')).toEqual(['lines nothing_to_credit']);
      }),
      { numRuns: 400 }
    );
  });

  test('no part is negative, none takes more than is left, and each is the sum of its lines', () => {
    fc.assert(
      fc.property(anyCourse, ([body, steps]) => {
        const parts = play(body, steps);
        for (const credit of parts) {
          expect(credit.net.amountMinor).toBe(credit.lines.reduce((total, line) => total + line.net.amountMinor, 0));
          expect(credit.gross.amountMinor).toBe(credit.net.amountMinor + credit.tax.amountMinor);
          expect(credit.tax.amountMinor).toBeGreaterThanOrEqual(0);
          expect(credit.lines.every(({ net, quantity }) => net.amountMinor >= 0 && quantity !== 0)).toBe(true);
        }
        expect(linesLeft(body, parts).every(({ net, quantity }) => net.amountMinor >= 0 && quantity >= 0)).toBe(true);
        expect(sum(parts, 'tax')).toBeLessThanOrEqual(body.totals.tax.amountMinor);
      }),
      { numRuns: 400 }
    );
  });

  test('where every part came about, the tax so far is the tax on the net so far', () => {
    fc.assert(
      fc.property(anyBody, anySteps(fc.constant(false)), (body, steps) => {
        const parts = play(body, steps);
        const { net, tax } = body.totals;
        const due = net.amountMinor === 0 ? 0 : (sum(parts, 'net') * tax.amountMinor) / net.amountMinor;
        expect(Math.abs(sum(parts, 'tax') - due)).toBeLessThanOrEqual(0.5);
      }),
      { numRuns: 300 }
    );
  });

  test('units of an untouched line cost their share', () => {
    fc.assert(
      fc.property(anyLine, fc.integer({ min: 1, max: 40 }), (line, wanted) => {
        const quantity = Math.min(wanted, line.quantity);
        const result = creditLines(bodyOf([line]), [], [{ lineNo: 1, quantity }]);
        const share = Math.floor((2 * line.netMinor * quantity + line.quantity) / (2 * line.quantity));
        expect(result.ok ? result.credit.net.amountMinor : 0).toBe(share);
      }),
      { numRuns: 300 }
    );
  });
});
