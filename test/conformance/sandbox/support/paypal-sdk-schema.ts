import { dirname, join } from 'node:path';

/** Which models of PayPal's SDK a call sends and answers; the last two paths of a call's way tell it. */
const MODELS: readonly (readonly [method: string, path: RegExp, sends: string | null, answers: string])[] = [
  ['POST', /^\/v2\/checkout\/orders$/, 'orderRequest', 'order'],
  ['GET', /^\/v2\/checkout\/orders\/[^/]+$/, null, 'order'],
  ['POST', /^\/v2\/checkout\/orders\/[^/]+\/capture$/, 'orderCaptureRequest', 'order'],
  ['GET', /^\/v2\/payments\/captures\/[^/]+$/, null, 'capturedPayment'],
  ['POST', /^\/v2\/payments\/captures\/[^/]+\/refund$/, 'refundRequest', 'refund'],
  ['GET', /^\/v2\/payments\/refunds\/[^/]+$/, null, 'refund'],
  ['GET', /^\/v1\/reporting\/transactions$/, null, 'searchResponse'],
  ['POST', /^\/v3\/vault\/setup-tokens$/, 'setupTokenRequest', 'setupTokenResponse'],
  ['GET', /^\/v3\/vault\/setup-tokens\/[^/]+$/, null, 'setupTokenResponse'],
  ['POST', /^\/v3\/vault\/payment-tokens$/, 'paymentTokenRequest', 'paymentTokenResponse'],
  ['GET', /^\/v3\/vault\/payment-tokens\/[^/]+$/, null, 'paymentTokenResponse'],
];

export function modelsOf(method: string, path: string): { sends: string | null; answers: string } {
  const found = MODELS.find(([verb, pattern]) => verb === method && pattern.test(path));
  if (found === undefined) throw new Error(`No model is known for ${method} ${path}`);
  return { sends: found[2], answers: found[3] };
}

interface Checked {
  readonly errors: false | readonly { readonly message?: string; readonly path: readonly string[] }[];
  readonly result?: unknown;
}

interface SchemaTools {
  validateAndMap(value: unknown, schema: unknown): Checked;
  validateAndUnmap(value: unknown, schema: unknown): Checked;
}

/** The schemas by which the SDK itself reads and writes; its index does not export them, its files do. */
const FILES = dirname(require.resolve('@paypal/paypal-server-sdk'));

/** What the SDK finds wrong with a value as it is on the wire, and which of its fields the SDK does not know. */
export async function sdkErrors(model: string, wire: unknown): Promise<string[]> {
  const tools = (await import(join(FILES, 'schema.js'))) as SchemaTools;
  const schema = ((await import(join(FILES, 'models', `${model}.js`))) as Record<string, unknown>)[`${model}Schema`];
  if (schema === undefined) throw new Error(`PayPal's SDK has no model ${model}`);
  const read = tools.validateAndMap(wire, schema);
  if (read.errors !== false) return read.errors.map(({ message, path }) => `${path.join('.')} ${message ?? ''}`);
  return lost(wire, tools.validateAndUnmap(read.result, schema).result, '');
}

/** Reading drops unknown fields, so what does not come back when it is written again was unknown. */
function lost(wire: unknown, back: unknown, at: string): string[] {
  if (typeof wire !== 'object' || wire === null) return wire === back ? [] : [`${at} comes back as ${String(back)}`];
  return Object.entries(wire).flatMap(([key, value]) => {
    const again: unknown = typeof back === 'object' && back !== null ? Reflect.get(back, key) : undefined;
    return again === undefined ? [`${at}.${key} is unknown`] : lost(value, again, `${at}.${key}`);
  });
}
