import { lintExamples, type Example } from './rules/lint-examples';

jest.setTimeout(60_000);

const SYNTAX = 'no-restricted-syntax';
const IMPORTS = 'no-restricted-imports';
const TYPED_IMPORTS = '@typescript-eslint/no-restricted-imports';
const lines = (count: number): string =>
  Array.from({ length: count }, (_, at) => `export const line${at} = ${at};`).join('\n');
const longFunction = (count: number): string =>
  `export function long(): number {\n  let n = 0;\n${'  n += 1;\n'.repeat(count - 4)}  return n;\n}\n`;

interface Case extends Example {
  readonly what: string;
  readonly rule: string;
}

const CAUGHT: readonly Case[] = [
  { what: 'knex in the API', rule: IMPORTS, filePath: 'api/http/example.ts', text: "import 'knex';" },
  { what: 'knex in a step', rule: IMPORTS, filePath: 'activities/order/example.ts', text: "import 'knex';" },
  { what: 'knex in a gateway', rule: IMPORTS, filePath: 'gateways/stripe/example.ts', text: "import 'knex';" },
  { what: 'pg in the worker', rule: IMPORTS, filePath: 'worker/example.ts', text: "import 'pg';" },
  { what: 'stripe in the API', rule: IMPORTS, filePath: 'api/webhook/example.ts', text: "import 'stripe';" },
  { what: 'stripe in a step', rule: IMPORTS, filePath: 'activities/payment/example.ts', text: "import 'stripe';" },
  {
    what: 'PayPal’s SDK in db',
    rule: IMPORTS,
    filePath: 'db/payment/example.ts',
    text: "import '@paypal/paypal-server-sdk';",
  },
  { what: 'nodemailer in a step', rule: IMPORTS, filePath: 'activities/mail/example.ts', text: "import 'nodemailer';" },
  {
    what: 'the Temporal client in a handler',
    rule: IMPORTS,
    filePath: 'api/order/example.ts',
    text: "import '@temporalio/client';",
  },
  {
    what: 'the Temporal client in db',
    rule: IMPORTS,
    filePath: 'db/order/example.ts',
    text: "import '@temporalio/client';",
  },
  { what: 'express in a gateway', rule: IMPORTS, filePath: 'gateways/smtp/example.ts', text: "import 'express';" },
  {
    what: 'a Node built-in in a workflow',
    rule: TYPED_IMPORTS,
    filePath: 'workflows/order/example.ts',
    text: "import 'node:fs';",
  },
  { what: 'zod in the domain', rule: TYPED_IMPORTS, filePath: 'domain/quote/example.ts', text: "import 'zod';" },
  {
    what: 'a Node built-in in the domain',
    rule: TYPED_IMPORTS,
    filePath: 'domain/quote/example.ts',
    text: "import 'node:crypto';",
  },
  {
    what: 'Date.now in a step',
    rule: SYNTAX,
    filePath: 'activities/order/example.ts',
    text: 'export const at = Date.now();',
  },
  {
    what: 'Date.now in a workflow',
    rule: SYNTAX,
    filePath: 'workflows/order/example.ts',
    text: 'export const at = Date.now();',
  },
  {
    what: 'new Date() in the API',
    rule: SYNTAX,
    filePath: 'api/order/example.ts',
    text: 'export const at = new Date();',
  },
  {
    what: 'new Date() in the domain',
    rule: SYNTAX,
    filePath: 'domain/time/example.ts',
    text: 'export const at = new Date();',
  },
  {
    what: 'SQL now() in a text',
    rule: SYNTAX,
    filePath: 'db/order/example.ts',
    text: "export const sql = 'update orders set closed_at = now()';",
  },
  {
    what: 'SQL current_timestamp in a template',
    rule: SYNTAX,
    filePath: 'db/migrations/example.ts',
    text: 'export const sql = `default CURRENT_TIMESTAMP`;',
  },
  {
    what: 'a default export',
    rule: SYNTAX,
    filePath: 'domain/money/example.ts',
    text: 'const one = 1;\nexport default one;',
  },
  { what: 'a file of 301 lines', rule: 'max-lines', filePath: 'domain/money/example.ts', text: lines(301) },
  { what: 'a test of 501 lines', rule: 'max-lines', filePath: 'test/unit/example.test.ts', text: lines(501) },
  { what: 'a script of 301 lines', rule: 'max-lines', filePath: 'scripts/example.mjs', text: lines(301) },
  {
    what: 'a function of 71 lines',
    rule: 'max-lines-per-function',
    filePath: 'domain/money/example.ts',
    text: longFunction(71),
  },
  {
    what: 'five parameters',
    rule: 'max-params',
    filePath: 'domain/money/example.ts',
    text: 'export const f = (a: 1, b: 1, c: 1, d: 1, e: 1) => [a, b, c, d, e];',
  },
  {
    what: 'console in the product',
    rule: 'no-console',
    filePath: 'api/http/example.ts',
    text: "console.log('here');",
  },
  {
    what: 'any',
    rule: '@typescript-eslint/no-explicit-any',
    filePath: 'domain/money/example.ts',
    text: 'export const f = (a: any) => a;',
  },
  {
    what: 'a non-null assertion',
    rule: '@typescript-eslint/no-non-null-assertion',
    filePath: 'domain/money/example.ts',
    text: 'export const f = (a: string | null) => a!.length;',
  },
  {
    what: 'a type imported as a value',
    rule: '@typescript-eslint/consistent-type-imports',
    filePath: 'domain/tax/example.ts',
    text: "import { Money } from '../money/money';\nexport const f = (a: Money): Money => a;",
  },
  {
    what: 'two files that import each other',
    rule: 'import-x/no-cycle',
    filePath: 'test/tidy/examples/first.ts',
    text: "import { second } from './second';\nexport const first = (): number => second();\n",
  },
];

const ALLOWED: readonly Case[] = [
  { what: 'knex in db', rule: IMPORTS, filePath: 'db/order/example.ts', text: "import 'knex';" },
  { what: 'stripe in its gateway', rule: IMPORTS, filePath: 'gateways/stripe/example.ts', text: "import 'stripe';" },
  {
    what: 'the Temporal client in its one file of the API',
    rule: IMPORTS,
    filePath: 'api/http/workflow-client.ts',
    text: "import '@temporalio/client';",
  },
  { what: 'express in the API', rule: IMPORTS, filePath: 'api/http/example.ts', text: "import 'express';" },
  {
    what: 'Date.now in the clock',
    rule: SYNTAX,
    filePath: 'gateways/clock/example.ts',
    text: 'export const at = Date.now();',
  },
  {
    what: 'a time that is read from a text',
    rule: SYNTAX,
    filePath: 'domain/time/example.ts',
    text: "export const at = new Date('2026-01-31T00:00:00Z');",
  },
  { what: 'a file of 300 lines', rule: 'max-lines', filePath: 'domain/money/example.ts', text: lines(300) },
  {
    what: 'a function of 70 lines',
    rule: 'max-lines-per-function',
    filePath: 'domain/money/example.ts',
    text: longFunction(70),
  },
  {
    what: 'four parameters',
    rule: 'max-params',
    filePath: 'domain/money/example.ts',
    text: 'export const f = (a: 1, b: 1, c: 1, d: 1) => [a, b, c, d];',
  },
];

let broken: ReadonlyMap<Example, readonly string[]>;
beforeAll(() => {
  const all = [...CAUGHT, ...ALLOWED];
  const answers = lintExamples(all.map(({ filePath, text }) => ({ filePath, text })));
  broken = new Map(all.map((example, index) => [example, answers[index] ?? []]));
}, 60_000);

describe('lint', () => {
  test.each(CAUGHT)('catches $what', (example) => {
    expect(broken.get(example)).toContain(example.rule);
  });

  test.each(ALLOWED)('lets $what pass', (example) => {
    expect(broken.get(example)).not.toContain(example.rule);
  });
});
