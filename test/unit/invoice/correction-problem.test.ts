import { correctionProblem, type CorrectionInput } from '../../../domain/invoice/correction-problem';
import { invoiceBody } from '../../support/pdf/document-bodies';
import { BILLING } from '../../support/rows/order-rows';
import { sampleCatalogue } from '../../support/sample-catalogue';
import { money } from '../../../domain/money/money';

const right = { ...BILLING, company: 'Aurora Holding GmbH' };
const input = (changes: Partial<CorrectionInput> = {}): CorrectionInput => ({
  invoice: invoiceBody(2),
  isValid: true,
  hasCredits: false,
  hasOpenRefund: false,
  orderState: 'completed',
  billing: right,
  rates: sampleCatalogue().taxRates,
  ...changes,
});
const codeOf = (changes: Partial<CorrectionInput>) => correctionProblem(input(changes))?.code ?? null;

const untaxed = (buyer: CorrectionInput['billing'], category: 'reverse_charge' | 'export', country: string) => {
  const body = invoiceBody(1, { buyer });
  const [line] = body.taxLines;
  if (line === undefined) throw new Error('the sample has a tax line');
  const none = money(0, 'USD');
  const taxLines = [{ ...line, category, country, rateBasisPoints: 0, tax: none }];
  return { ...body, taxLines, totals: { net: body.totals.net, tax: none, gross: body.totals.net } };
};
const french = { ...BILLING, country: 'FR', taxNumberType: 'vat_number', taxNumber: 'FR40303265045' } as const;

describe('an invoice can be made out anew', () => {
  test('to another name, address or mail address', () => {
    for (const change of [
      { company: 'B' },
      { street: 'Other 2' },
      { email: 'b@b.example' },
      { locale: 'zh' as const },
    ]) {
      expect(codeOf({ billing: { ...BILLING, ...change } })).toBeNull();
    }
  });

  test('with a tax number that leaves the tax as it was', () => {
    expect(codeOf({ billing: { ...BILLING, taxNumberType: 'vat_number', taxNumber: 'DE136695976' } })).toBeNull();
    const invoice = untaxed(french, 'reverse_charge', 'FR');
    expect(codeOf({ invoice, billing: { ...french, taxNumber: 'FR83404833048' } })).toBeNull();
  });

  test('at the rate of the day of its quote, whatever holds today', () => {
    const rates = input().rates.map((rate) => (rate.country === 'DE' ? { ...rate, validUntil: '2026-11-23' } : rate));
    const later = {
      country: 'DE',
      kind: 'standard',
      rateBasisPoints: 2_100,
      validFrom: '2026-11-24',
      validUntil: null,
    };
    expect(codeOf({ rates: [...rates, later as (typeof rates)[number]] })).toBeNull();
  });
});

describe('an invoice stays as it is', () => {
  test.each<[string, Partial<CorrectionInput>, string]>([
    ['when it was credited', { isValid: false }, 'invoice_not_valid'],
    ['while a refund is open', { hasOpenRefund: true }, 'refund_open'],
    ['when a part of it is credited', { hasCredits: true }, 'invoice_partly_credited'],
    ['while its order is under way', { orderState: 'fulfilling' }, 'order_not_completed'],
    ['when nothing would change', { billing: { ...BILLING } }, 'nothing_changes'],
  ])('%s', (_when, changes, code) => {
    expect(codeOf(changes)).toBe(code);
  });

  test.each<[string, CorrectionInput['billing'], string]>([
    ['to another country', { ...BILLING, country: 'US' }, 'billing.country'],
    ['to a country with a rate of its own', { ...BILLING, country: 'FR' }, 'billing.country'],
    ['to one where nothing is sold without a number', { ...BILLING, country: 'GR' }, 'billing.taxNumber'],
    ['to an impossible tax number', { ...BILLING, taxNumberType: 'vat_number', taxNumber: 'DE1' }, 'billing.taxNumber'],
  ])('where the tax would change: %s', (_what, billing, field) => {
    expect(correctionProblem(input({ billing }))).toMatchObject({ code: 'tax_changes', problem: { field } });
  });

  test('where the reverse charge would end with its number', () => {
    const invoice = untaxed(french, 'reverse_charge', 'FR');
    const billing = { ...french, taxNumberType: null, taxNumber: null };
    expect(codeOf({ invoice, billing })).toBe('tax_changes');
  });
});
