import type { ServerResponse } from 'node:http';
import type { CheckoutView, StartCheckoutInput } from '../../gateways/shared/payment-provider';
import { failureOf } from './support/failure-of';
import {
  capture,
  CAPTURE_ID,
  order,
  ORDER_ID,
  type PayPalScript,
  refusal,
  refund,
  REFUND_ID,
  startPayPalScript,
} from './support/paypal-script';
import { json } from './support/scripted-server';

let paypal: PayPalScript;

beforeEach(async () => {
  paypal = await startPayPalScript();
});
afterEach(() => paypal.server.stop());

const input: StartCheckoutInput = {
  orderId: '0193f6a0-0000-7000-8000-000000000001',
  orderNo: 'ORD-2026-000123',
  attemptNo: 2,
  amount: { amountMinor: 68_016, currency: 'USD' },
  description: `ORD-2026-000123, Workplace SaaS ${'🦊'.repeat(80)}`,
  returnUrl: 'http://127.0.0.1:9/return',
  cancelUrl: 'http://127.0.0.1:9/cancel',
  expiresAt: '2026-11-23T10:00:00.000Z',
  saveMethod: false,
  companyId: 'WP-1001',
  partnerId: 'partner-aurora',
  email: 'ada@aurora.example',
  idempotencyKey: 'order:0193f6a0-0000-7000-8000-000000000001:attempt:2:open',
};
const view = (body: object): Promise<CheckoutView> => {
  paypal.answer({ [`GET /v2/checkout/orders/${ORDER_ID}`]: json(200, body) });
  return paypal.provider.lookUp(ORDER_ID);
};
const captureWith = (answer: (response: ServerResponse) => void, later: object = order('APPROVED')) => {
  paypal.answer({
    [`POST /v2/checkout/orders/${ORDER_ID}/capture`]: answer,
    [`GET /v2/checkout/orders/${ORDER_ID}`]: json(200, later),
  });
  return paypal.provider.captureCheckout({ checkoutId: ORDER_ID, idempotencyKey: 'order:x:attempt:2:capture' });
};
const refundWith = (answer: (response: ServerResponse) => void, routes = {}) => {
  paypal.answer({ [`POST /v2/payments/captures/${CAPTURE_ID}/refund`]: answer, ...routes });
  const amount = { amountMinor: 1_000, currency: 'USD' };
  return paypal.provider.refund({ captureId: CAPTURE_ID, refundId: 'r-1', amount, idempotencyKey: 'refund:r-1' });
};

describe('an order that is created', () => {
  it('carries ids of ours, the exact amount, the key and the buyer’s way back', async () => {
    paypal.answer({ 'POST /v2/checkout/orders': json(201, order('PAYER_ACTION_REQUIRED')) });
    const page = await paypal.provider.startCheckout(input);
    expect(page).toEqual({
      objectId: ORDER_ID,
      url: 'https://www.sandbox.paypal.com/checkoutnow?token=x',
      expiresAt: input.expiresAt,
    });
    const [request] = paypal.calls();
    expect(request?.headers).toMatchObject({
      'paypal-request-id': input.idempotencyKey,
      authorization: 'Bearer token-1',
    });
    const body = JSON.parse(request?.body ?? '') as { purchase_units: { description: string }[] };
    expect(body).toMatchObject({
      intent: 'CAPTURE',
      purchase_units: [
        {
          custom_id: `${input.orderId}.2`,
          invoice_id: 'ORD-2026-000123-2',
          amount: { currency_code: 'USD', value: '680.16' },
        },
      ],
      payment_source: {
        paypal: {
          experience_context: {
            return_url: input.returnUrl,
            cancel_url: input.cancelUrl,
            user_action: 'PAY_NOW',
            shipping_preference: 'NO_SHIPPING',
          },
        },
      },
    });
    expect(request?.body).not.toContain('vault');
    expect(request?.body).not.toContain('ada@');
    const [unit] = body.purchase_units;
    expect(unit?.description.length).toBeLessThanOrEqual(127);
    expect(() => encodeURIComponent(unit?.description ?? '\uD83E')).not.toThrow();
  });

  it('asks PayPal to save the method only with consent', async () => {
    paypal.answer({ 'POST /v2/checkout/orders': json(201, order('PAYER_ACTION_REQUIRED')) });
    await paypal.provider.startCheckout({ ...input, saveMethod: true });
    expect(JSON.parse(paypal.calls()[0]?.body ?? '')).toMatchObject({
      payment_source: { paypal: { attributes: { vault: { store_in_vault: 'ON_SUCCESS', usage_type: 'MERCHANT' } } } },
    });
  });

  it('that was approved meanwhile has no page: its buyer comes back to the order', async () => {
    paypal.answer({ 'POST /v2/checkout/orders': json(200, order('APPROVED', { links: [] })) });
    expect((await paypal.provider.startCheckout(input)).url).toBe(input.returnUrl);
  });

  it('is sent under a hash of a key that is longer than PayPal takes, and never without one', async () => {
    paypal.answer({ 'POST /v2/checkout/orders': json(201, order('CREATED')) });
    const idempotencyKey = `order:${'x'.repeat(120)}`;
    await paypal.provider.startCheckout({ ...input, idempotencyKey });
    await paypal.provider.startCheckout({ ...input, idempotencyKey });
    const ids = paypal.calls().map(({ headers }) => headers['paypal-request-id']);
    expect(new Set(ids).size).toBe(1);
    expect(ids[0]).toMatch(/^[0-9a-f]{64}$/);
    await expect(paypal.provider.startCheckout({ ...input, idempotencyKey: ' ' })).rejects.toThrow(/idempotency key/);
    expect(paypal.calls()).toHaveLength(2);
  });

  it('cannot be found without its id', async () => {
    const search = { orderId: 'o-1', attemptNo: 1, createdAt: input.expiresAt, expiresAt: input.expiresAt };
    expect(await paypal.provider.findCheckout(search)).toBeNull();
    expect(paypal.server.seen).toHaveLength(0);
  });
});

describe('an order as PayPal may describe it', () => {
  it.each([
    ['CREATED', { state: 'open', lastProblem: null }],
    ['SAVED', { state: 'open', lastProblem: null }],
    ['PAYER_ACTION_REQUIRED', { state: 'open', lastProblem: null }],
    ['APPROVED', { state: 'approved' }],
    ['VOIDED', { state: 'expired', lastProblem: null }],
    ['COMPLETED', { state: 'processing' }],
    ['A_WORD_OF_2031', { state: 'processing' }],
  ])('%s without a capture', async (status, expected) => {
    expect(await view(order(status))).toEqual(expected);
  });

  it.each([
    ['COMPLETED', 'paid'],
    ['PARTIALLY_REFUNDED', 'paid'],
    ['REFUNDED', 'paid'],
    ['PENDING', 'processing'],
    ['A_WORD_OF_2031', 'processing'],
    ['DECLINED', 'expired'],
    ['FAILED', 'expired'],
  ])('complete with a capture that is %s', async (status, state) => {
    const seen = await view(order('COMPLETED', { payments: { captures: [capture({ status })] } }));
    expect(seen.state).toBe(state);
    if (seen.state === 'expired') expect(seen.lastProblem).toBe('capture_denied');
  });

  it('after a declined capture can be approved anew', async () => {
    const seen = await view(order('APPROVED', { payments: { captures: [capture({ status: 'DECLINED' })] } }));
    expect(seen).toEqual({ state: 'approved' });
  });

  it('tells what was really received, in a currency that we may not even sell in', async () => {
    const amounts = [
      [
        { currency_code: 'USD', value: '680.16' },
        { amountMinor: 68_016, currency: 'USD' },
      ],
      [
        { currency_code: 'USD', value: '680' },
        { amountMinor: 68_000, currency: 'USD' },
      ],
      [
        { currency_code: 'USD', value: '0.1' },
        { amountMinor: 10, currency: 'USD' },
      ],
      [
        { currency_code: 'JPY', value: '4999' },
        { amountMinor: 4_999, currency: 'JPY' },
      ],
      [
        { currency_code: 'GBP', value: '1.05' },
        { amountMinor: 105, currency: 'GBP' },
      ],
    ];
    for (const [amount, expected] of amounts) {
      const seen = await view(order('COMPLETED', { payments: { captures: [capture({ amount })] } }));
      expect(seen).toMatchObject({ captureId: CAPTURE_ID, amount: expected, orderId: 'o-1', attemptNo: 2 });
    }
  });

  it.each([
    { currency_code: 'USD', value: '1.005' },
    { currency_code: 'USD', value: '-1.00' },
    { currency_code: 'USD', value: '1e3' },
    { currency_code: 'USD', value: '' },
    { currency_code: '', value: '1.00' },
    undefined,
  ])('with the amount %j decides nothing', async (amount) => {
    const running = view(order('COMPLETED', { payments: { captures: [capture({ amount })] } }));
    expect((await failureOf(running)).kind).toBe('unavailable');
  });

  it('points to no order and no attempt when its custom id is not ours', async () => {
    for (const custom_id of ['', 'o-1', 'o-1.', '.2', 'o-1.two', 'o-1.-1', 'o 1.2', `o-1.${'9'.repeat(7)}`]) {
      const captures = [capture({ custom_id })];
      const seen = await view(order('COMPLETED', { payments: { captures } }));
      expect(seen).toMatchObject({ state: 'paid', orderId: null, attemptNo: null });
    }
  });

  it('names a saved method only once PayPal has stored it', async () => {
    const paidWith = (vault: object | undefined, payer = {}) =>
      view(
        order('COMPLETED', {
          payments: { captures: [capture()] },
          payer,
          payment_source: { paypal: { account_id: 'ACCOUNT123456', ...(vault && { attributes: { vault } }) } },
        })
      );
    expect(await paidWith({ id: 'tok-1', status: 'VAULTED', customer: { id: 'cust-1' } })).toMatchObject({
      savedMethod: { providerCustomerId: 'cust-1', providerMethodId: 'tok-1', brand: 'paypal', last4: null },
    });
    expect(await paidWith({ id: 'tok-1', status: 'VAULTED' }, { payer_id: 'PAYER12345678' })).toMatchObject({
      savedMethod: { providerCustomerId: 'PAYER12345678' },
    });
    expect(await paidWith({ id: 'tok-1', status: 'VAULTED' })).toMatchObject({
      savedMethod: { providerCustomerId: 'ACCOUNT123456' },
    });
    for (const vault of [
      { id: 'tok-1', status: 'CREATED' },
      { id: 'tok-1', status: 'APPROVED' },
      { status: 'VAULTED' },
      undefined,
    ]) {
      expect(await paidWith(vault)).toMatchObject({ state: 'paid', savedMethod: null });
    }
  });

  it('that is unknown, or has an id of another form, takes no money any more', async () => {
    const gone = { state: 'expired', lastProblem: null };
    expect(await paypal.provider.lookUp(ORDER_ID)).toEqual(gone);
    const asked = paypal.calls().length;
    for (const id of ['', 'x', '../../v1/oauth2/token', `${ORDER_ID}/capture`, 'cs_test_1']) {
      expect(await paypal.provider.lookUp(id)).toEqual(gone);
    }
    expect(paypal.calls()).toHaveLength(asked);
  });

  it('is only looked at when it is voided', async () => {
    paypal.answer({ [`GET /v2/checkout/orders/${ORDER_ID}`]: json(200, order('APPROVED')) });
    expect(await paypal.provider.voidCheckout(ORDER_ID, 'void:1')).toEqual({ state: 'approved' });
    expect(paypal.calls().map(({ method }) => method)).toEqual(['GET']);
  });
});

describe('a capture', () => {
  const paid = order('COMPLETED', { payments: { captures: [capture()] } });

  it('takes the money under its key and asks for the whole answer', async () => {
    expect(await captureWith(json(201, paid))).toMatchObject({ state: 'paid', captureId: CAPTURE_ID });
    expect(paypal.calls()[0]?.headers).toMatchObject({
      'paypal-request-id': 'order:x:attempt:2:capture',
      prefer: 'return=representation',
    });
  });

  it('with a short answer is looked up', async () => {
    expect(await captureWith(json(201, { id: ORDER_ID, status: 'COMPLETED' }), paid)).toMatchObject({ state: 'paid' });
  });

  it.each(['ORDER_ALREADY_CAPTURED', 'DUPLICATE_INVOICE_ID'])('(%s) of before is reported as it is', async (issue) => {
    expect(await captureWith(json(422, refusal(issue)), paid)).toMatchObject({ state: 'paid' });
  });

  it('of an invoice that another order paid is for a person', async () => {
    const failure = await failureOf(captureWith(json(422, refusal('DUPLICATE_INVOICE_ID'))));
    expect([failure.kind, failure.code]).toEqual(['refused', 'paypal_invoice_paid_elsewhere']);
  });

  it.each([
    ['INSTRUMENT_DECLINED', 'instrument_declined'],
    ['PAYER_ACTION_REQUIRED', 'payer_action_required'],
    ['ORDER_NOT_APPROVED', 'not_approved'],
    ['TRANSACTION_REFUSED', 'transaction_refused'],
    ['COMPLIANCE_VIOLATION', 'compliance_violation'],
    ['PAYER_CANNOT_PAY', 'payer_cannot_pay'],
    ['PAYER_ACCOUNT_RESTRICTED', 'payer_account_restricted'],
    ['MAX_NUMBER_OF_PAYMENT_ATTEMPTS_EXCEEDED', 'too_many_tries'],
  ])('(%s) that is declined is a view with our word', async (issue, lastProblem) => {
    expect(await captureWith(json(422, refusal(issue)))).toEqual({ state: 'open', lastProblem });
  });

  it('that PayPal is working on can be asked for again', async () => {
    const failure = await failureOf(captureWith(json(422, refusal('ORDER_COMPLETION_IN_PROGRESS'))));
    expect([failure.kind, failure.code]).toEqual(['unavailable', 'paypal_busy']);
  });

  it('of an order that PayPal does not know, or of another form, takes nothing', async () => {
    const unknown = paypal.provider.captureCheckout({ checkoutId: ORDER_ID, idempotencyKey: 'k' });
    expect((await failureOf(unknown)).code).toBe('paypal_not_found');
    const asked = paypal.calls().length;
    const odd = paypal.provider.captureCheckout({ checkoutId: '../x', idempotencyKey: 'k' });
    expect(await odd).toEqual({ state: 'expired', lastProblem: null });
    expect(paypal.calls()).toHaveLength(asked);
  });
});

describe('a refund', () => {
  it('carries our id and the exact amount under its key', async () => {
    expect(await refundWith(json(201, refund()))).toEqual({
      outcome: 'made',
      refund: {
        providerRefundId: REFUND_ID,
        refundId: 'r-1',
        amount: { amountMinor: 1_000, currency: 'USD' },
        state: 'done',
        madeAt: '2026-11-23T09:00:00.000Z',
      },
    });
    const [request] = paypal.calls();
    expect(request?.headers['paypal-request-id']).toBe('refund:r-1');
    expect(JSON.parse(request?.body ?? '')).toMatchObject({
      amount: { currency_code: 'USD', value: '10.00' },
      custom_id: 'r-1',
      invoice_id: 'r-1',
    });
  });

  it.each([
    ['COMPLETED', 'done'],
    ['PENDING', 'pending'],
    ['A_WORD_OF_2031', 'pending'],
    ['FAILED', 'failed'],
    ['CANCELLED', 'failed'],
  ])('that is %s is %s', async (status, state) => {
    expect(await refundWith(json(201, refund({ status })))).toMatchObject({ outcome: 'made', refund: { state } });
  });

  it.each([
    ['CAPTURE_FULLY_REFUNDED', 'already_refunded'],
    ['REFUND_AMOUNT_EXCEEDED', 'refund_exceeds_payment'],
    ['REFUND_TIME_LIMIT_EXCEEDED', 'refund_too_late'],
    ['PENDING_CAPTURE', 'payment_pending'],
    ['TRANSACTION_DISPUTED', 'payment_disputed'],
    ['REFUND_FAILED_INSUFFICIENT_FUNDS', 'balance_too_low'],
    ['REFUND_NOT_ALLOWED', 'refund_not_allowed'],
    ['REFUND_CAPTURE_CURRENCY_MISMATCH', 'currency_differs'],
    ['PAYER_ACCOUNT_LOCKED_OR_CLOSED', 'account_restricted'],
  ])('(%s) is refused under a code of ours', async (issue, code) => {
    expect(await refundWith(json(422, refusal(issue)))).toEqual({ outcome: 'refused', code });
  });

  it('whose id PayPal has seen is found by it, although the key is forgotten', async () => {
    const routes = (refunds: object[]) => ({
      [`GET /v2/payments/captures/${CAPTURE_ID}`]: json(200, capture()),
      [`GET /v2/checkout/orders/${ORDER_ID}`]: json(200, order('COMPLETED', { payments: { refunds } })),
    });
    const duplicate = json(422, refusal('DUPLICATE_INVOICE_ID'));
    expect(await refundWith(duplicate, routes([refund()]))).toMatchObject({
      outcome: 'made',
      refund: { refundId: 'r-1' },
    });
    expect(await refundWith(duplicate, routes([]))).toEqual({ outcome: 'refused', code: 'refund_id_used' });
  });

  it('is listed through the order, oldest first, without those of another capture', async () => {
    const elsewhere = [{ rel: 'up', href: 'https://api-m.paypal.com/v2/payments/captures/8ZZ679366HH90899' }];
    const refunds = [
      refund({ id: '2REFUND0000000000', custom_id: undefined, create_time: '2026-11-24T09:00:00Z', links: undefined }),
      refund(),
      refund({ id: '3REFUND0000000000', links: elsewhere }),
    ];
    paypal.answer({
      [`GET /v2/payments/captures/${CAPTURE_ID}`]: json(200, capture()),
      [`GET /v2/checkout/orders/${ORDER_ID}`]: json(200, order('COMPLETED', { payments: { refunds } })),
    });
    const listed = await paypal.provider.listRefunds(CAPTURE_ID);
    expect(listed.map(({ providerRefundId, refundId }) => [providerRefundId, refundId])).toEqual([
      [REFUND_ID, 'r-1'],
      ['2REFUND0000000000', null],
    ]);
  });

  it('of a capture without an order is not said to be none', async () => {
    const lone = capture({ supplementary_data: undefined, links: [] });
    paypal.answer({ [`GET /v2/payments/captures/${CAPTURE_ID}`]: json(200, lone) });
    const failure = await failureOf(paypal.provider.listRefunds(CAPTURE_ID));
    expect([failure.kind, failure.code]).toEqual(['unknown_outcome', 'paypal_capture_without_order']);
  });
});

describe('the checkout behind an object', () => {
  const known = { checkoutId: ORDER_ID, orderId: 'o-1' };

  it('is found by order, capture and refund', async () => {
    paypal.answer({
      [`GET /v2/checkout/orders/${ORDER_ID}`]: json(200, order('APPROVED')),
      [`GET /v2/payments/captures/${CAPTURE_ID}`]: json(200, capture()),
      [`GET /v2/payments/refunds/${REFUND_ID}`]: json(200, refund()),
    });
    for (const id of [ORDER_ID, CAPTURE_ID, REFUND_ID]) {
      expect(await paypal.provider.resolveCheckout(id)).toEqual(known);
    }
  });

  it('is found by the link of a capture that names no order otherwise', async () => {
    paypal.answer({
      [`GET /v2/payments/captures/${CAPTURE_ID}`]: json(200, capture({ supplementary_data: undefined })),
    });
    expect(await paypal.provider.resolveCheckout(CAPTURE_ID)).toEqual(known);
  });

  it('is none for an unknown id, and an odd one is never asked for', async () => {
    expect(await paypal.provider.resolveCheckout(ORDER_ID)).toBeNull();
    const asked = paypal.calls().length;
    for (const id of ['', 'x', '../../v1/oauth2/token', 'WH-1-2', `${ORDER_ID}?x=1`, 'a'.repeat(17)]) {
      expect(await paypal.provider.resolveCheckout(id)).toBeNull();
    }
    expect(paypal.calls()).toHaveLength(asked);
  });
});

describe('a saved method', () => {
  it('is deleted, and forgotten before is forgotten', async () => {
    paypal.answer({ 'DELETE /v3/vault/payment-tokens/8kk8451t': (response) => response.writeHead(204).end() });
    await paypal.provider.forgetMethod('8kk8451t', 'forget:1');
    await paypal.provider.forgetMethod('unknown1', 'forget:2');
    await paypal.provider.forgetMethod('../x', 'forget:3');
    expect(paypal.calls().map(({ path }) => path)).toEqual([
      '/v3/vault/payment-tokens/8kk8451t',
      '/v3/vault/payment-tokens/unknown1',
    ]);
  });
});
