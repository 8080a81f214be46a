import type { TaxNumberType } from '../billing/billing-data';

export interface TaxNumberProblem {
  readonly code: 'tax_number_wrong_shape' | 'tax_number_wrong_country' | 'tax_number_wrong_check_digit';
  readonly message: string;
}

interface NumberRule {
  readonly form: RegExp;
  readonly example: string;
  readonly hasRightCheckDigit?: (number: string) => boolean;
}

/** As the European Commission lists them; Greece writes EL before its numbers. VIES checks the rest. */
const EU_VAT_RULES: Readonly<Record<string, NumberRule>> = {
  AT: { form: /^ATU\d{8}$/, example: 'ATU12345678' },
  BE: { form: /^BE[01]\d{9}$/, example: 'BE0123456789' },
  BG: { form: /^BG\d{9,10}$/, example: 'BG123456789' },
  CY: { form: /^CY\d{8}[A-Z]$/, example: 'CY12345678X' },
  CZ: { form: /^CZ\d{8,10}$/, example: 'CZ12345678' },
  DE: { form: /^DE\d{9}$/, example: 'DE123456789' },
  DK: { form: /^DK\d{8}$/, example: 'DK12345678' },
  EE: { form: /^EE\d{9}$/, example: 'EE123456789' },
  ES: { form: /^ES([A-Z]\d{7}[A-Z0-9]|\d{8}[A-Z])$/, example: 'ESX12345678' },
  FI: { form: /^FI\d{8}$/, example: 'FI12345678' },
  FR: { form: /^FR[A-HJ-NP-Z0-9]{2}\d{9}$/, example: 'FR12345678901' },
  GR: { form: /^EL\d{9}$/, example: 'EL123456789' },
  HR: { form: /^HR\d{11}$/, example: 'HR12345678901' },
  HU: { form: /^HU\d{8}$/, example: 'HU12345678' },
  IE: { form: /^IE(\d{7}[A-W][A-IW]?|\d[A-Z+*]\d{5}[A-W])$/, example: 'IE1234567WA' },
  IT: { form: /^IT\d{11}$/, example: 'IT12345678901' },
  LT: { form: /^LT(\d{9}|\d{12})$/, example: 'LT123456789' },
  LU: { form: /^LU\d{8}$/, example: 'LU12345678' },
  LV: { form: /^LV\d{11}$/, example: 'LV12345678901' },
  MT: { form: /^MT\d{8}$/, example: 'MT12345678' },
  NL: { form: /^NL[A-Z0-9+*]{10}\d{2}$/, example: 'NL123456789B01' },
  PL: { form: /^PL\d{10}$/, example: 'PL1234567890' },
  PT: { form: /^PT\d{9}$/, example: 'PT123456789' },
  RO: { form: /^RO\d{2,10}$/, example: 'RO1234567890' },
  SE: { form: /^SE\d{10}01$/, example: 'SE123456789001' },
  SI: { form: /^SI\d{8}$/, example: 'SI12345678' },
  SK: { form: /^SK\d{10}$/, example: 'SK1234567890' },
};

const CUIT_WEIGHTS = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];
const USCC_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const USCC_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

const USCC: NumberRule = {
  form: /^[0-9A-HJ-NPQRTUWXY]{18}$/,
  example: '91350200MA0QAMP01J',
  hasRightCheckDigit: (number) => {
    const sum = weighted(
      Array.from(number, (digit) => USCC_ALPHABET.indexOf(digit)),
      USCC_WEIGHTS
    );
    return USCC_ALPHABET[(31 - (sum % 31)) % 31] === number.at(17);
  },
};

/** By type and country, for numbers whose form is known; every other number only has to look like one. */
const OTHER_RULES: Readonly<Record<string, NumberRule>> = {
  'vat_number:GB': { form: /^GB(\d{9}|\d{12}|GD[0-4]\d{2}|HA[5-9]\d{2})$/, example: 'GB123456789' },
  'vat_number:CH': {
    form: /^CHE\d{9}(MWST|TVA|IVA)?$/,
    example: 'CHE-116.281.710 MWST',
    hasRightCheckDigit: (number) => hasMod11Digit(number.slice(3, 12), [5, 4, 3, 2, 7, 6, 5, 4]),
  },
  'tax_id:US': { form: /^\d{9}$/, example: '12-3456789' },
  'tin_number:US': { form: /^\d{9}$/, example: '12-3456789' },
  'vat_number:CN': USCC,
  'tax_id:CN': USCC,
  'tin_number:CN': USCC,
  'cuit:AR': {
    form: /^\d{11}$/,
    example: '20-12345678-6',
    hasRightCheckDigit: (number) => hasMod11Digit(number, CUIT_WEIGHTS),
  },
  'ruc:PE': {
    form: /^(10|15|16|17|20)\d{9}$/,
    example: '20100070970',
    hasRightCheckDigit: (number) => (11 - (weighted(digitsOf(number), CUIT_WEIGHTS) % 11)) % 10 === Number(number[10]),
  },
  'ruc:EC': { form: /^(0[1-9]|1\d|2[0-4]|30)[0-69]\d{7}(?!000)\d{3}$/, example: '1790011674001' },
};

const LOOSE_FORM = /^(?=.*\d)[A-Z0-9+*]{4,20}$/;

/** Capital letters without the blanks, dots, dashes and slashes that people write for reading. */
export function normalTaxNumber(number: string): string {
  return number.toUpperCase().replace(/[\s.\-/]/g, '');
}

/** What is wrong with the form of a buyer's number, null when nothing is. Whether it exists is asked elsewhere. */
export function taxNumberProblem(type: TaxNumberType, number: string, country: string): TaxNumberProblem | null {
  if (type === 'cuit' && country !== 'AR') {
    return problem('tax_number_wrong_country', 'A CUIT belongs to Argentina; choose the type that your country uses.');
  }
  const rule = ruleOf(type, country);
  const normal = normalTaxNumber(number);
  if (!rule.form.test(normal)) {
    return problem(
      'tax_number_wrong_shape',
      `This is not the form of a number of ${country}; one looks like ${rule.example}.`
    );
  }
  if (rule.hasRightCheckDigit !== undefined && !rule.hasRightCheckDigit(normal)) {
    return problem('tax_number_wrong_check_digit', 'The check digit does not fit; look for a mistyped digit.');
  }
  return null;
}

function ruleOf(type: TaxNumberType, country: string): NumberRule {
  const rule = type === 'vat_number' ? EU_VAT_RULES[country] : undefined;
  return rule ?? OTHER_RULES[`${type}:${country}`] ?? { form: LOOSE_FORM, example: '4 to 20 letters and digits' };
}

function hasMod11Digit(number: string, weights: readonly number[]): boolean {
  const rest = (11 - (weighted(digitsOf(number), weights) % 11)) % 11;
  return rest < 10 && rest === Number(number.at(-1));
}

function digitsOf(number: string): number[] {
  return Array.from(number, Number);
}

function weighted(digits: readonly number[], weights: readonly number[]): number {
  return weights.reduce((sum, weight, index) => sum + weight * (digits[index] ?? 0), 0);
}

function problem(code: TaxNumberProblem['code'], message: string): TaxNumberProblem {
  return { code, message };
}
