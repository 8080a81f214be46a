import Ajv, { type ValidateFunction } from 'ajv';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Stripe from 'stripe';
import { createGenerator } from 'ts-json-schema-generator';

const ROOT = join(__dirname, '../../../..');
const PARAMS = join(__dirname, 'stripe-params.ts');

/** Which parameter type a call of the API has; the calls that take nothing but `expand` are left out. */
const TYPE_OF_CALL: readonly (readonly [method: string, path: RegExp, type: string])[] = [
  ['POST', /^\/v1\/customers$/, 'CustomerCreate'],
  ['POST', /^\/v1\/customers\/[^/]+$/, 'CustomerUpdate'],
  ['GET', /^\/v1\/customers\/[^/]+\/payment_methods$/, 'CustomerMethodList'],
  ['POST', /^\/v1\/checkout\/sessions$/, 'SessionCreate'],
  ['POST', /^\/v1\/checkout\/sessions\/[^/]+\/expire$/, 'SessionExpire'],
  ['GET', /^\/v1\/checkout\/sessions$/, 'SessionList'],
  ['POST', /^\/v1\/payment_intents$/, 'PaymentIntentCreate'],
  ['POST', /^\/v1\/payment_intents\/[^/]+\/confirm$/, 'PaymentIntentConfirm'],
  ['POST', /^\/v1\/payment_intents\/[^/]+\/cancel$/, 'PaymentIntentCancel'],
  ['GET', /^\/v1\/payment_intents$/, 'PaymentIntentList'],
  ['POST', /^\/v1\/payment_methods\/[^/]+\/detach$/, 'PaymentMethodDetach'],
  ['GET', /^\/v1\/payment_methods$/, 'PaymentMethodList'],
  ['POST', /^\/v1\/refunds$/, 'RefundCreate'],
  ['GET', /^\/v1\/refunds$/, 'RefundList'],
  ['GET', /^\/v1\/charges$/, 'ChargeList'],
  ['GET', /^\/v1\/disputes$/, 'DisputeList'],
  ['GET', /^\/v1\/events$/, 'EventList'],
];

export function paramsType(method: string, path: string): string | undefined {
  return TYPE_OF_CALL.find(([verb, pattern]) => verb === method && pattern.test(path))?.[2];
}

/** Checks decoded forms (every leaf a string) against definitions of one JSON Schema. */
export class FormSchema {
  private readonly ajv: Ajv;

  constructor(schema: object) {
    this.ajv = new Ajv({ strict: false, coerceTypes: 'array', validateFormats: false });
    this.ajv.addSchema(schema, 'stripe');
  }

  errors(type: string, form: unknown): string[] {
    const validate: ValidateFunction | undefined = this.ajv.getSchema(`stripe#/definitions/${type}`);
    if (validate === undefined) throw new Error(`The schema does not define ${type}`);
    // Coercion writes into what it checks.
    if (validate(structuredClone(form))) return [];
    return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ''}`);
  }
}

/** Stripe's request schema of the installed SDK, generated from its types once for each version and list of types. */
export function installedSchema(): FormSchema {
  const state = [Stripe.PACKAGE_VERSION, readFileSync(PARAMS, 'utf8'), readFileSync(__filename, 'utf8')].join('\n');
  const key = createHash('sha256').update(state).digest('hex').slice(0, 16);
  const file = join(ROOT, '.cache', `stripe-params-${Stripe.PACKAGE_VERSION}-${key}.json`);
  if (!existsSync(file)) writeWhole(file, JSON.stringify(generate()));
  const schema: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (typeof schema !== 'object' || schema === null) throw new Error(`${file} is not a schema; remove it.`);
  return new FormSchema(schema);
}

function generate(): object {
  const generator = createGenerator({
    path: PARAMS,
    tsconfig: join(ROOT, 'tsconfig.json'),
    skipTypeCheck: true,
    jsDoc: 'none',
    expose: 'export',
    additionalProperties: false,
  });
  return generator.createSchema('*');
}

/** Two test files may generate at once; each reader must find a whole file. */
function writeWhole(file: string, text: string): void {
  mkdirSync(join(ROOT, '.cache'), { recursive: true });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, text);
  renameSync(draft, file);
}
