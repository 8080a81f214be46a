import Ajv, { type ValidateFunction } from 'ajv-draft-04';
import { readFileSync } from 'node:fs';
import { contractFile } from './with-contracts';

const FILES = {
  orders: 'checkout_orders_v2.json',
  payments: 'payments_payment_v2.json',
  vault: 'vault_payment_tokens_v3.json',
  webhooks: 'notifications_webhooks_v1.json',
} as const;
type FileName = keyof typeof FILES;

export const haveContracts = Object.values(FILES).every((file) => contractFile('paypal', file) !== null);

/** PayPal's published OpenAPI 3.0 files as JSON Schema of draft 4, which is what they are nearly. */
export class PayPalContracts {
  private readonly ajv = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false, allErrors: true });
  private readonly paths = new Map<string, FileName>();

  constructor() {
    for (const [name, file] of Object.entries(FILES) as [FileName, string][]) {
      const parsed = asDraft4(JSON.parse(readFileSync(contractFile('paypal', file) ?? '', 'utf8'))) as {
        paths: object;
      };
      this.ajv.addSchema(parsed, name);
      for (const path of Object.keys(parsed.paths)) this.paths.set(path, name);
    }
  }

  /** The transaction search stands in none of the files. */
  knows(path: string): boolean {
    return this.templateOf(path) !== undefined;
  }

  requestErrors(method: string, path: string, body: unknown): string[] {
    return this.errors(method, path, 'requestBody', body);
  }

  responseErrors(method: string, path: string, answer: { status: number; body: unknown }): string[] {
    return this.errors(method, path, `responses/${answer.status}`, answer.body);
  }

  componentErrors(file: FileName, component: string, value: unknown): string[] {
    return this.complaints(`${file}#/components/schemas/${component}`, value);
  }

  private errors(method: string, path: string, part: string, value: unknown): string[] {
    const found = this.templateOf(path);
    if (found === undefined) throw new Error(`PayPal's files do not know ${path}`);
    const [template, file] = found;
    const pointer = `paths/${template.replaceAll('/', '~1')}/${method.toLowerCase()}/${part}`;
    return this.complaints(`${file}#/${encodeURI(pointer)}/content/application~1json/schema`, value);
  }

  private templateOf(path: string): [string, FileName] | undefined {
    return [...this.paths].find(([template]) => new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`).test(path));
  }

  private complaints(reference: string, value: unknown): string[] {
    const validate: ValidateFunction | undefined = this.ajv.getSchema(reference);
    if (validate === undefined) throw new Error(`PayPal's files do not define ${reference}`);
    if (validate(value)) return [];
    return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ''}`);
  }
}

/** `nullable` becomes a list of types, and a reference loses its siblings, which draft 4 ignores. */
function asDraft4(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(asDraft4);
  if (typeof node !== 'object' || node === null) return node;
  // Examples carry an `id`, which draft 4 takes for the name of a schema.
  const entries = Object.entries(node).filter(([key]) => key !== 'example' && key !== 'examples');
  const reference = entries.find(([key, value]) => key === '$ref' && typeof value === 'string');
  if (reference !== undefined) return { $ref: reference[1] };
  const { nullable, ...rest } = Object.fromEntries(entries.map(([key, value]) => [key, asDraft4(value)]));
  return nullable === true && typeof rest['type'] === 'string' ? { ...rest, type: [rest['type'], 'null'] } : rest;
}
