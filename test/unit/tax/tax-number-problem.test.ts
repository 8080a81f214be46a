import type { TaxNumberType } from '../../../domain/billing/billing-data';
import { normalTaxNumber, taxNumberProblem } from '../../../domain/tax/tax-number-problem';

type Row = readonly [type: TaxNumberType, country: string, number: string];

const RIGHT: readonly Row[] = [
  ['vat_number', 'AT', 'ATU12345678'],
  ['vat_number', 'BE', 'BE0123456789'],
  ['vat_number', 'BG', 'BG123456789'],
  ['vat_number', 'CY', 'CY12345678X'],
  ['vat_number', 'CZ', 'CZ12345678'],
  ['vat_number', 'DE', 'de 123 456 789'],
  ['vat_number', 'DK', 'DK12345678'],
  ['vat_number', 'EE', 'EE123456789'],
  ['vat_number', 'ES', 'ESX1234567X'],
  ['vat_number', 'ES', 'ES12345678X'],
  ['vat_number', 'FI', 'FI12345678'],
  ['vat_number', 'FR', 'FR40303265045'],
  ['vat_number', 'FR', 'FRXX303265045'],
  ['vat_number', 'GR', 'EL123456789'],
  ['vat_number', 'HR', 'HR12345678901'],
  ['vat_number', 'HU', 'HU12345678'],
  ['vat_number', 'IE', 'IE1234567WA'],
  ['vat_number', 'IE', 'IE1Z34567W'],
  ['vat_number', 'IT', 'IT12345678901'],
  ['vat_number', 'LT', 'LT123456789012'],
  ['vat_number', 'LU', 'LU12345678'],
  ['vat_number', 'LV', 'LV12345678901'],
  ['vat_number', 'MT', 'MT12345678'],
  ['vat_number', 'NL', 'NL123456789B01'],
  ['vat_number', 'PL', 'PL1234567890'],
  ['vat_number', 'PT', 'PT123456789'],
  ['vat_number', 'RO', 'RO12'],
  ['vat_number', 'SE', 'SE123456789001'],
  ['vat_number', 'SI', 'SI12345678'],
  ['vat_number', 'SK', 'SK1234567890'],
  ['vat_number', 'GB', 'GB 123 4567 89'],
  ['vat_number', 'GB', 'GBGD001'],
  ['vat_number', 'CH', 'CHE-116.281.710 MWST'],
  ['tax_id', 'US', '12-3456789'],
  ['tax_id', 'CN', '91350200MA0QAMP01J'],
  ['tin_number', 'CN', '91330100799655058B'],
  ['cuit', 'AR', '20-12345678-6'],
  ['ruc', 'PE', '20100070970'],
  ['ruc', 'EC', '1790011674001'],
  ['tax_id', 'JP', 'T1234567890123'],
  ['vat_number', 'NO', 'NO123456789MVA'],
  ['ruc', 'PY', '80012345-1'],
];

const WRONG: readonly (readonly [...Row, code: string])[] = [
  ['vat_number', 'DE', '123456789', 'tax_number_wrong_shape'],
  ['vat_number', 'DE', 'DE12345678', 'tax_number_wrong_shape'],
  ['vat_number', 'DE', 'FR40303265045', 'tax_number_wrong_shape'],
  ['vat_number', 'AT', 'AT12345678', 'tax_number_wrong_shape'],
  ['vat_number', 'GR', 'GR123456789', 'tax_number_wrong_shape'],
  ['vat_number', 'ES', 'ES123456789', 'tax_number_wrong_shape'],
  ['vat_number', 'IE', 'IE1234567', 'tax_number_wrong_shape'],
  ['vat_number', 'SE', 'SE123456789002', 'tax_number_wrong_shape'],
  ['vat_number', 'NL', 'NL123456789B0', 'tax_number_wrong_shape'],
  ['vat_number', 'GB', 'GB12345678', 'tax_number_wrong_shape'],
  ['vat_number', 'CH', 'CHE-116.281.711 MWST', 'tax_number_wrong_check_digit'],
  ['tax_id', 'US', '123-45-678', 'tax_number_wrong_shape'],
  ['tax_id', 'CN', '91350200MA0QAMP01K', 'tax_number_wrong_check_digit'],
  ['tax_id', 'CN', '91350200MA0SAMP01J', 'tax_number_wrong_shape'],
  ['cuit', 'AR', '20-12345678-5', 'tax_number_wrong_check_digit'],
  ['cuit', 'DE', '20-12345678-6', 'tax_number_wrong_country'],
  ['ruc', 'PE', '20100070971', 'tax_number_wrong_check_digit'],
  ['ruc', 'PE', '30100070970', 'tax_number_wrong_shape'],
  ['ruc', 'EC', '1790011674000', 'tax_number_wrong_shape'],
  ['tax_id', 'JP', '---', 'tax_number_wrong_shape'],
  ['tax_id', 'JP', 'ABCDEF', 'tax_number_wrong_shape'],
  ['tax_id', 'JP', '1'.repeat(21), 'tax_number_wrong_shape'],
  ['tax_id', 'JP', '12345\r\nBcc: x', 'tax_number_wrong_shape'],
];

describe('tax numbers', () => {
  test.each(RIGHT)('%s of %s: %s has the right form', (type, country, number) => {
    expect(taxNumberProblem(type, number, country)).toBeNull();
  });

  test.each(WRONG)('%s of %s: %p is refused', (type, country, number, code) => {
    expect(taxNumberProblem(type, number, country)?.code).toBe(code);
  });

  test('are shown the right way when they are wrong', () => {
    expect(taxNumberProblem('vat_number', 'X', 'AT')?.message).toBe(
      'This is not the form of a number of AT; one looks like ATU12345678.'
    );
  });

  test('are compared without blanks, dots and dashes', () => {
    expect(normalTaxNumber(' che-116.281.710 mwst')).toBe('CHE116281710MWST');
  });

  test('show an example that is right itself', () => {
    const countries = 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK GB CH'.split(
      ' '
    );
    for (const country of countries) {
      const message = taxNumberProblem('vat_number', '?', country)?.message ?? '';
      const example = /looks like (.+)\.$/.exec(message)?.[1] ?? '';
      expect([country, taxNumberProblem('vat_number', example, country)]).toEqual([country, null]);
    }
  });
});
