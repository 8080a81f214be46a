import type { TaxNumberType } from '../billing/billing-data';
import { isEuMemberState } from './country';

export interface TaxNumberProblem {
  readonly code: 'tax_number_wrong_shape' | 'tax_number_wrong_country' | 'tax_number_wrong_check_digit';
  readonly message: string;
}

interface NumberRule {
  readonly form: RegExp;
  readonly example: string;
  readonly hasRightCheckDigit?: (number: string) => boolean;
}

/** After the country's prefix, as the European Commission lists them. VIES checks the rest. */
const EU_VAT_FORMS: Readonly<Record<string, RegExp>> = {
  AT: /^U\d{8}$/,
  BE: /^[01]\d{9}$/,
  BG: /^\d{9,10}$/,
  CY: /^\d{8}[A-Z]$/,
  CZ: /^\d{8,10}$/,
  DE: /^\d{9}$/,
  DK: /^\d{8}$/,
  EE: /^\d{9}$/,
  ES: /^([A-Z]\d{7}[A-Z0-9]|\d{8}[A-Z])$/,
  FI: /^\d{8}$/,
  FR: /^[A-HJ-NP-Z0-9]{2}\d{9}$/,
  GR: /^\d{9}$/,
  HR: /^\d{11}$/,
  HU: /^\d{8}$/,
  IE: /^(\d{7}[A-W][A-IW]?|\d[A-Z+*]\d{5}[A-W])$/,
  IT: /^\d{11}$/,
  LT: /^(\d{9}|\d{12})$/,
  LU: /^\d{8}$/,
  LV: /^\d{11}$/,
  MT: /^\d{8}$/,
  NL: /^[A-Z0-9+*]{10}\d{2}$/,
  PL: /^\d{10}$/,
  PT: /^\d{9}$/,
  RO: /^\d{2,10}$/,
  SE: /^\d{10}01$/,
  SI: /^\d{8}$/,
  SK: /^\d{10}$/,
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
  if (type === 'vat_number' && isEuMemberState(country)) return euRule(country);
  return OTHER_RULES[`${type}:${country}`] ?? { form: LOOSE_FORM, example: '4 to 20 letters and digits' };
}

/** Greece writes EL before its numbers. */
function euRule(country: string): NumberRule {
  const prefix = country === 'GR' ? 'EL' : country;
  const rest = EU_VAT_FORMS[country];
  const form = rest === undefined ? /^$/ : new RegExp(`^${prefix}${rest.source.slice(1)}`);
  return { form, example: EU_EXAMPLES[country] ?? `${prefix}123456789` };
}

const EU_EXAMPLES: Readonly<Record<string, string>> = {
  AT: 'ATU12345678',
  BE: 'BE0123456789',
  CY: 'CY12345678X',
  ES: 'ESX12345678',
  FR: 'FR12345678901',
  IE: 'IE1234567WA',
  IT: 'IT12345678901',
  NL: 'NL123456789B01',
  SE: 'SE123456789001',
};

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
