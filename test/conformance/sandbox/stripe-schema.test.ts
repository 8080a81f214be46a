import { readFileSync } from 'node:fs';
import { parse } from 'qs';
import { callJson, customerWithCard, freshKey, listIn, openSession, pay } from './support/calls';
import { SECRET_KEY, startFixture, type Fixture } from './support/sandbox-fixture';
import { knownRequests, spoiled, type FormRequest } from './support/stripe-requests';
import { FormSchema, installedSchema, paramsType } from './support/stripe-schema';
import { contractFile, describeWithContracts } from './support/with-contracts';

let fixture: Fixture;
let schema: FormSchema;
let requests: FormRequest[];

beforeAll(async () => {
  schema = installedSchema();
  fixture = await startFixture();
  const { customer, method } = await customerWithCard(fixture);
  const intent = await fixture.stripe.paymentIntents.create(
    { amount: 5000, currency: 'usd', customer, payment_method: method },
    freshKey()
  );
  requests = knownRequests({ customer, method, intent: intent.id });
}, 120_000);
afterAll(() => fixture.stop());

/** The form as the stand-in's own decoder sees it; written here again so that a fault there shows. */
function decoded({ form }: FormRequest): unknown {
  return parse(new URLSearchParams(form).toString(), { depth: 20, arrayLimit: 1000 });
}

async function send(request: FormRequest): Promise<{ status: number; text: string }> {
  const query = request.method === 'GET' ? `?${new URLSearchParams(request.form).toString()}` : '';
  const response = await fetch(`${fixture.sandbox.urls.stripe}${request.path}${query}`, {
    method: request.method,
    headers: { authorization: `Bearer ${SECRET_KEY}` },
    ...(request.method === 'POST' && { body: new URLSearchParams(request.form) }),
  });
  return { status: response.status, text: await response.text() };
}

function refusals(by: FormSchema, request: FormRequest): string[] {
  return by.errors(paramsType(request.method, request.path) ?? '', decoded(request));
}

describe("the stand-in against the schema of the installed SDK's types", () => {
  test('takes every request that it knows, and so does the schema', async () => {
    for (const request of requests) {
      const answer = await send(request);
      expect([request.name, answer.status, answer.status === 200 ? '' : answer.text]).toEqual([request.name, 200, '']);
      expect([request.name, ...refusals(schema, request)]).toEqual([request.name]);
    }
  });

  test('refuses whatever the schema refuses', async () => {
    const bad = requests.flatMap(spoiled);
    const caught = bad.filter((request) => refusals(schema, request).length > 0);
    // The schema must catch nearly all of what was spoiled, else this test would prove nothing.
    expect(caught.length).toBeGreaterThan(bad.length * 0.9);
    const letIn: string[] = [];
    for (const request of caught) {
      const { status, text } = await send(request);
      // A refusal for another reason, such as the intent's state, names no parameter.
      if (status !== 400 || !text.includes('"param"')) letIn.push(`${request.name}: ${status} ${text}`);
    }
    expect(letIn).toEqual([]);
  }, 60_000);

  test('refuses what the schema lets pass but the stand-in does not model', async () => {
    const [, , session] = requests;
    const request = {
      name: '',
      method: 'POST',
      path: '/v1/checkout/sessions',
      form: { ...session?.form, allow_promotion_codes: 'true' },
    } as const;
    expect(refusals(schema, request)).toEqual([]);
    const answer = await send(request);
    expect([answer.status, answer.text]).toEqual([400, expect.stringContaining('parameter_unknown')]);
  });

  test('saw only requests of the SDK that fit the schema', async () => {
    const session = await openSession(fixture, 'o-schema');
    await pay(fixture, session.id);
    const read = await fixture.stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent'] });
    const intent = typeof read.payment_intent === 'object' ? (read.payment_intent?.id ?? '') : '';
    await fixture.stripe.refunds.create(
      { payment_intent: intent, amount: 1, metadata: { refund_id: 'r' } },
      freshKey()
    );
    const { body } = await callJson(`${fixture.sandbox.urls.stripe}/_sandbox/requests`);
    const accepted = listIn(body, 'requests').filter(({ status }) => Number(status) < 400);
    const checked = accepted.flatMap((seen) => {
      const type = paramsType(String(seen['method']), String(seen['path']));
      return type === undefined ? [] : [{ type, errors: schema.errors(type, seen['input']) }];
    });
    expect(checked.length).toBeGreaterThan(15);
    expect(checked.filter(({ errors }) => errors.length > 0)).toEqual([]);
  });
});

const second = contractFile('stripe', 'request-params.23.1.0.json');

describeWithContracts('a second, independent schema', second !== null, () => {
  test('agrees with the one generated here', () => {
    const parsed: unknown = JSON.parse(readFileSync(second ?? '', 'utf8'));
    if (typeof parsed !== 'object' || parsed === null) throw new Error('the second file is no schema');
    const other = new FormSchema(parsed);
    const covered = ['CustomerCreate', 'SessionCreate', 'PaymentIntentCreate', 'PaymentIntentConfirm', 'RefundCreate'];
    const rename: Record<string, string> = { SessionCreate: 'CheckoutSessionCreate' };
    const cases = [...requests, ...requests.flatMap(spoiled)].filter(({ method, path }) =>
      covered.includes(paramsType(method, path) ?? '')
    );
    const differing = cases.filter((request) => {
      const type = paramsType(request.method, request.path) ?? '';
      const theirs = other.errors(rename[type] ?? type, decoded(request)).length > 0;
      return theirs !== refusals(schema, request).length > 0;
    });
    expect(cases.length).toBeGreaterThan(50);
    expect(differing.map(({ name }) => name)).toEqual([]);
  });
});
