/** One request as a form, and where in it an unknown parameter or a wrong type can be planted. */
export interface FormRequest {
  readonly name: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly form: Readonly<Record<string, string>>;
}

/** Requests that use every parameter the stand-in knows, one by one or together. */
export function knownRequests(ids: { customer: string; method: string; intent: string }): FormRequest[] {
  const soon = String(Math.floor(Date.now() / 1000) + 3600);
  const address = Object.fromEntries(
    ['city', 'country', 'line1', 'line2', 'postal_code', 'state'].map((field) => [`address[${field}]`, 'DE'])
  );
  const customer = {
    ...address,
    description: 'd',
    email: 'a@b.example',
    name: 'n',
    phone: '1',
    'metadata[k]': 'v',
    'preferred_locales[0]': 'en',
    'expand[0]': 'default_source',
  };
  const line = {
    'line_items[0][quantity]': '2',
    'line_items[0][price_data][currency]': 'usd',
    'line_items[0][price_data][unit_amount]': '1999',
    'line_items[0][price_data][product_data][name]': 'Desk',
    'line_items[0][price_data][product_data][description]': 'd',
    'line_items[0][price_data][product_data][metadata][k]': 'v',
  };
  const session = {
    success_url: 'http://127.0.0.1:9/ok',
    cancel_url: 'http://127.0.0.1:9/no',
    client_reference_id: 'o',
    customer: ids.customer,
    expires_at: soon,
    locale: 'en',
    'metadata[k]': 'v',
    ui_mode: 'hosted_page',
    'allowed_payment_method_types[0]': 'card',
  };
  const page = { limit: '3', 'expand[0]': 'data.customer' };
  const post = (name: string, path: string, form: Record<string, string>): FormRequest => ({
    name,
    method: 'POST',
    path,
    form,
  });
  const get = (name: string, path: string, form: Record<string, string>): FormRequest => ({
    name,
    method: 'GET',
    path,
    form,
  });
  return [
    post('a customer', '/v1/customers', without(customer, 'expand[0]')),
    post('a change of a customer', `/v1/customers/${ids.customer}`, without(customer, 'expand[0]')),
    post('a payment session', '/v1/checkout/sessions', {
      ...session,
      ...line,
      mode: 'payment',
      submit_type: 'pay',
      'adaptive_pricing[enabled]': 'false',
      'payment_intent_data[description]': 'd',
      'payment_intent_data[metadata][k]': 'v',
      'payment_intent_data[setup_future_usage]': 'off_session',
      'expand[0]': 'customer',
    }),
    post('a session without a customer', '/v1/checkout/sessions', {
      ...without(session, 'customer'),
      ...line,
      mode: 'payment',
      customer_email: 'a@b.example',
      customer_creation: 'always',
    }),
    post('a setup session', '/v1/checkout/sessions', {
      ...session,
      mode: 'setup',
      currency: 'usd',
      'setup_intent_data[description]': 'd',
      'setup_intent_data[metadata][k]': 'v',
    }),
    post('an intent', '/v1/payment_intents', {
      amount: '5000',
      currency: 'usd',
      customer: ids.customer,
      description: 'd',
      'metadata[k]': 'v',
      payment_method: ids.method,
      'allowed_payment_method_types[0]': 'card',
      setup_future_usage: 'off_session',
      return_url: 'http://127.0.0.1:9/back',
      confirm: 'true',
      off_session: 'true',
    }),
    post('a confirmation', `/v1/payment_intents/${ids.intent}/confirm`, {
      payment_method: ids.method,
      off_session: 'recurring',
      'expand[0]': 'latest_charge',
    }),
    post('a refund of a part', '/v1/refunds', {
      payment_intent: ids.intent,
      amount: '100',
      reason: 'requested_by_customer',
      'metadata[k]': 'v',
    }),
    get('payment methods', '/v1/payment_methods', { ...page, customer: ids.customer, type: 'card' }),
    get('methods of a customer', `/v1/customers/${ids.customer}/payment_methods`, { ...page, type: 'card' }),
    get('sessions', '/v1/checkout/sessions', { ...page, customer: ids.customer, status: 'open', 'created[gte]': '5' }),
    get('intents', '/v1/payment_intents', {
      ...page,
      customer: ids.customer,
      'created[gt]': '1',
      'created[lte]': soon,
    }),
    get('refunds', '/v1/refunds', {
      limit: '2',
      payment_intent: ids.intent,
      'created[gte]': '5',
      'expand[0]': 'data.charge',
    }),
    get('charges', '/v1/charges', {
      limit: '2',
      payment_intent: ids.intent,
      customer: ids.customer,
      'created[lte]': soon,
    }),
    get('disputes', '/v1/disputes', {
      limit: '2',
      payment_intent: ids.intent,
      'created[gte]': '5',
      'expand[0]': 'data.charge',
    }),
    get('events', '/v1/events', { limit: '2', 'types[0]': 'payment_intent.succeeded' }),
  ];
}

/** The same request made wrong at every place: unknown names beside each parameter, words where numbers or flags belong. */
export function spoiled(request: FormRequest): FormRequest[] {
  const { form } = request;
  const free = /(^|\[)metadata\]?\[/;
  const unknown = Object.keys(form)
    .filter((key) => !free.test(key) && !/\[\d+\]$/.test(key))
    .map((key) => key.replace(/[^[\]]+(\]?)$/, 'no_such_parameter$1'));
  const wrong = Object.keys(form).filter((key) =>
    /amount|quantity|expires_at|limit|confirm$|enabled|created/.test(key)
  );
  return [
    ...[...new Set(unknown)].map((key) => spoil(request, key, 'x')),
    ...wrong.map((key) => spoil(request, key, 'many')),
    ...Object.keys(form)
      .filter((key) => !key.includes('['))
      .map((key) => spoil({ ...request, form: without(form, key) }, `${key}[nested]`, 'x')),
    spoil(request, 'payment_method_types[0]', 'card'),
  ];
}

function spoil(request: FormRequest, key: string, value: string): FormRequest {
  return { ...request, name: `${request.name} with ${key}=${value}`, form: { ...request.form, [key]: value } };
}

function without(form: Readonly<Record<string, string>>, key: string): Record<string, string> {
  return Object.fromEntries(Object.entries(form).filter(([name]) => name !== key));
}
