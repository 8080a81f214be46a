import Ajv from 'ajv';
import { readFileSync } from 'node:fs';
import { callJson, customerWithCard, freshKey, listIn, openSession, pay } from './support/calls';
import { SECRET_KEY, startFixture, type Fixture } from './support/sandbox-fixture';
import { contractFile, describeWithContracts } from './support/with-contracts';

const OPENAPI = contractFile('stripe', 'openapi-v1.2023-08-16.reduced.json');
const FIXTURES = contractFile('stripe', 'fixtures3.2026-07-29.reduced.json');

let fixture: Fixture;

/** One live object of each resource, as the API answers it. */
async function liveObjects(): Promise<Record<string, unknown>[]> {
  const { customer, method } = await customerWithCard(fixture);
  const session = await openSession(fixture, 'o-shape', { customer });
  await pay(fixture, session.id, { card: '4000000000000002' });
  await pay(fixture, session.id);
  const [intent] = (await fixture.stripe.paymentIntents.list({ customer })).data;
  const id = intent?.id ?? '';
  const refund = await fixture.stripe.refunds.create({ payment_intent: id, amount: 1 }, freshKey());
  await callJson(`${fixture.sandbox.urls.stripe}/_sandbox/disputes`, 'POST', { paymentIntent: id });
  const [setup] = listIn((await get('/v1/events?type=setup_intent.succeeded')).body, 'data');
  const paths = [
    `customers/${customer}`,
    `payment_methods/${method}`,
    `checkout/sessions/${session.id}`,
    `payment_intents/${id}`,
    `refunds/${refund.id}`,
    `setup_intents/${idIn(setup)}`,
    `charges?payment_intent=${id}`,
    `disputes?payment_intent=${id}`,
    'events?limit=3',
  ];
  const answers = await Promise.all(paths.map((path) => get(`/v1/${path}`)));
  return answers.flatMap(({ body }) => (body['object'] === 'list' ? listIn(body, 'data') : [body]));
}

function get(path: string): ReturnType<typeof callJson> {
  return callJson(`${fixture.sandbox.urls.stripe}${path}`, 'GET', undefined, { authorization: `Bearer ${SECRET_KEY}` });
}

function idIn(event: Record<string, unknown> | undefined): string {
  return /"id":"(seti_\w+)"/.exec(JSON.stringify(event))?.[1] ?? '';
}

/** OpenAPI 3.0 as JSON Schema: `nullable` becomes a choice with null. */
function asJsonSchema(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(asJsonSchema);
  if (typeof node !== 'object' || node === null) return node;
  const { nullable, ...rest } = Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, asJsonSchema(value)])
  );
  return nullable === true ? { anyOf: [rest, { type: 'null' }] } : rest;
}

function readJson(file: string | null): Record<string, unknown> {
  if (file === null) throw new Error('the file is not there');
  const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (typeof parsed !== 'object' || parsed === null) throw new Error(`${file} holds no object.`);
  return Object.fromEntries(Object.entries(parsed));
}

const have = OPENAPI !== null && FIXTURES !== null;

describeWithContracts("answers against Stripe's own schema and samples", have, () => {
  let objects: Record<string, unknown>[];
  beforeAll(async () => {
    fixture = await startFixture();
    objects = await liveObjects();
  });
  afterAll(() => fixture.stop());

  test('fit the newest whole OpenAPI file that there is', () => {
    const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
    ajv.addSchema({
      $id: 'api',
      ...Object.fromEntries(Object.entries(readJson(OPENAPI)).map(([k, v]) => [k, asJsonSchema(v)])),
    });
    const wrong = objects.flatMap((object) => {
      const name = String(object['object']);
      const validate = ajv.getSchema(`api#/components/schemas/${name}`);
      if (validate === undefined) throw new Error(`The file does not know ${name}`);
      return validate(object) === true
        ? []
        : (validate.errors ?? []).map((e) => `${name}${e.instancePath} ${e.message ?? ''} ${JSON.stringify(e.params)}`);
    });
    expect([...new Set(wrong)]).toEqual([]);
  });

  test('have every field of the samples', () => {
    const resources = readJson(FIXTURES)['resources'];
    const samples = new Map(Object.entries(typeof resources === 'object' && resources !== null ? resources : {}));
    const missing = objects.flatMap((object) => {
      const name = String(object['object']);
      const sample: unknown = samples.get(name);
      const fields = typeof sample === 'object' && sample !== null ? Object.keys(sample) : [];
      return fields.filter((field) => !(field in object)).map((field) => `${name}.${field}`);
    });
    expect([...new Set(missing)]).toEqual([]);
  });
});
