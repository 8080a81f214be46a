import { money } from '../../domain/money/money';
import type { TaxCategory, TaxLine } from '../../domain/tax/tax-line';
import { documentPage } from '../../gateways/pdf/document-page';
import type { PrintableBody } from '../../gateways/pdf/document-renderer';
import { creditNoteBody, invoiceBody, proformaBody } from '../support/pdf/document-bodies';
import { sampleSeller } from '../support/sample-catalogue';

/** Every text on the page in reading order. */
function textsOf(body: PrintableBody): string {
  const texts: string[] = [];
  const walk = (value: unknown): void => {
    if (typeof value === 'string') texts.push(value);
    else if (Array.isArray(value)) value.forEach(walk);
    else if (typeof value === 'object' && value !== null) {
      const node = new Map(Object.entries(value));
      for (const key of ['text', 'stack', 'columns', 'table', 'body']) walk(node.get(key));
    }
  };
  const page = documentPage(body, (text) => text);
  walk(page.content);
  walk(
    typeof page.footer === 'function' ? page.footer(2, 3, { width: 595, height: 842, orientation: 'portrait' }) : ''
  );
  return texts.join('\n');
}

const taxLine = (category: TaxCategory, country: string): TaxLine => ({
  category,
  rateBasisPoints: 0,
  base: money(9_370, 'USD'),
  tax: money(0, 'USD'),
  country,
  rateValidUntil: null,
});

test('the page names invoice, order, parties, company, period and the arithmetic of each line', () => {
  const page = textsOf(invoiceBody(2));
  for (const text of [
    'EU-INV-2026-000123',
    '2026-11-23',
    'ORD-2026-000123',
    'Aurora GmbH',
    'Ada Lovelace',
    'Germany',
    'Sample Workplace Europe GmbH',
    'DE136695976',
    'WP-10001',
    '2026-11-23 to 2027-05-31',
    '10 × USD 20.00 × 190 of 365 days = USD 104.11, less 10 % discount USD 10.41 = USD 93.70',
    'Capacity after this order: 15',
    'Paid by card on 2026-11-23. Nothing more is to be paid.',
    'Days are counted from 2026-11-23, the day of the quote',
    'DE02120300000000202051',
    'Page 2 of 3',
  ]) {
    expect(page).toContain(text);
  }
});

test('net, tax of each rate and total stand on the page as they were charged', () => {
  const page = textsOf(invoiceBody(3));
  expect(page).toMatch(/VAT, Germany\n19 %\nUSD 281\.10\nUSD 53\.41/);
  expect(page).toMatch(/Total net\nUSD 281\.10\nTotal tax\nUSD 53\.41\nTotal\nUSD 334\.51/);
});

test.each<[TaxCategory, string, string]>([
  ['reverse_charge', 'FR', 'Reverse charge: VAT is due from the recipient'],
  ['export', 'DE', 'outside the European Union'],
  ['zero', 'DE', 'Zero-rated.'],
  ['exempt', 'DE', 'Exempt from tax.'],
])('the legal sentence of %s stands on the page', (category, country, sentence) => {
  expect(textsOf(invoiceBody(1, { taxLines: [taxLine(category, country)] }))).toContain(sentence);
});

test('an order over zero says that nothing is to be paid', () => {
  const zero = money(0, 'USD');
  const free = {
    totals: { net: zero, tax: zero, gross: zero },
    taxLines: [],
    paymentMethod: 'none',
    paidOn: null,
  } as const;
  expect(textsOf(invoiceBody(1, free))).toContain('Nothing is to be paid.');
});

test('the account in the invoice’s currency is named', () => {
  expect(textsOf(invoiceBody(1, { currency: 'EUR' }))).toContain('DE89370400440532013000');
});

test('where the tax office issues the invoice itself the page is a commercial one', () => {
  expect(textsOf(invoiceBody(1, { seller: sampleSeller('seller-cn') }))).toContain('Commercial invoice');
  expect(textsOf(invoiceBody(1))).not.toContain('Commercial');
});

test('a contact who reads Chinese gets an English page until there are fonts for it', () => {
  const body = invoiceBody(1);
  const chinese = { ...body, buyer: { ...body.buyer, locale: 'zh' as const } };
  expect(textsOf(chinese)).toBe(textsOf(body));
});

describe('a proforma', () => {
  test('says what it is not, and everything that a bank asks for', () => {
    const page = textsOf(proformaBody(2));
    for (const text of [
      'Proforma invoice',
      'This is not a tax invoice',
      'EU-PF-2026-000007',
      'ORD-2026-000123',
      'USD 223.01',
      '2026-12-23, 08:06 UTC',
      'Sample Workplace Europe GmbH',
      'DE02120300000000202051 (USD)',
      'Sample Bank Hamburg',
      'SAMPDEHHXXX',
      'EU-PF-2026-000007 ORD-2026-000123',
      '10 × USD 20.00 × 190 of 365 days',
      'Days are counted from 2026-11-23, the day of the quote',
    ]) {
      expect(page).toContain(text);
    }
    expect(page).not.toMatch(/Invoice number|Paid by|Nothing more is to be paid|undefined/);
  });

  test('of a first purchase says that the term begins with the activation, one of more capacity does not', () => {
    expect(textsOf(proformaBody(1, { orderKind: 'purchase_plan' }))).toContain('the term begins on the day');
    expect(textsOf(proformaBody(1))).not.toContain('the term begins on the day');
  });

  test('names no account in another currency than the order’s', () => {
    const page = textsOf(proformaBody(1, { seller: { ...sampleSeller('seller-eu'), bankDetails: [] } }));
    expect(page).toContain('Your account manager sends you the bank details');
  });

  test('keeps its name where a clearance country makes an invoice a commercial one', () => {
    expect(textsOf(proformaBody(1, { seller: sampleSeller('seller-cn') }))).not.toContain('Commercial');
  });
});

test('a credit note names the invoice, what is credited of each line, and what was sent back', () => {
  const page = textsOf(creditNoteBody(2));
  for (const text of [
    'Credit note\n',
    'EU-CN-2026-000011',
    'For invoice\nEU-INV-2026-000123\nInvoice date\n2026-11-23',
    'Credit to\nAurora GmbH',
    '1. Location\n3 of 10 units credited\n2026-11-23 to 2027-05-31\n3\nUSD 93.70',
    '2. Desk\nPart of the price credited; the units stay',
    'Total credit\nUSD 223.01',
    'USD 223.01 was sent back to whoever paid the invoice.',
  ]) {
    expect(page).toContain(text);
  }
  expect(page).not.toMatch(/Paid by|Bank details|How to pay/);
});

test.each([
  ['correction', 'replaced by one with corrected billing data. No money moves.'],
  ['returned_at_provider', 'sent back at the payment provider before. No further money moves.'],
  ['lost_dispute', 'taken back in a dispute. No further money moves.'],
  ['refund', 'No money moves.'],
] as const)('a credit note over a %s without a return says so', (cause, sentence) => {
  const page = textsOf(creditNoteBody(1, { cause, returned: money(0, 'USD') }));
  expect(page).toContain(sentence);
  expect(page).not.toContain('sent back to');
});

test('where the tax office issues the tax document, the credit note is a commercial one', () => {
  expect(textsOf(creditNoteBody(1, { seller: sampleSeller('seller-cn') }))).toContain('Commercial credit note');
});
