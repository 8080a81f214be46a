import { PaymentInitiator, StoredPaymentSourceUsageType } from '@paypal/paypal-server-sdk';
import { paypalSdk, refusalOf } from '../support/paypal-client';
import { callJson, moveClock, type JsonAnswer } from './support/calls';
import {
  approve,
  capture,
  captureIn,
  control,
  freshId,
  ledgerOf,
  openOrder,
  orderRequest,
  paidOrder,
  paypalWebhook,
  startPayPalFixture,
  vaultIn,
  type PayPalFixture,
} from './support/paypal-fixture';
import { PAYPAL_CLIENT_ID } from './support/sandbox-fixture';

let fixture: PayPalFixture;
beforeAll(async () => {
  fixture = await startPayPalFixture();
});
afterAll(() => fixture.stop());

const declined = { status: 422, name: 'UNPROCESSABLE_ENTITY', issue: 'INSTRUMENT_DECLINED' };

function captureCall(id: string): Promise<Awaited<ReturnType<PayPalFixture['sdk']['orders']['captureOrder']>>> {
  return fixture.sdk.orders.captureOrder({ id, paypalRequestId: freshId() });
}

function move(by: string): Promise<void> {
  return moveClock(fixture, by);
}

/** A saved account of the payer, from a first payment. */
async function savedAccount(customId: string, payer = 'normal'): Promise<string> {
  const { order } = await paidOrder(fixture, customId, { payer, saves: true });
  return vaultIn(order)?.id ?? '';
}

/** The second of two steps: an order without a source, captured with a saved account. */
async function renewal(
  customId: string,
  vaultId: string
): Promise<{ id: string; pay: () => ReturnType<typeof captureCall> }> {
  const { intent, purchaseUnits } = orderRequest(customId);
  const { result } = await fixture.sdk.orders.createOrder({
    body: { intent, purchaseUnits },
    paypalRequestId: freshId(),
  });
  const id = result.id ?? '';
  const storedCredential = {
    paymentInitiator: PaymentInitiator.Merchant,
    usage: StoredPaymentSourceUsageType.Subsequent,
  };
  const body = { paymentSource: { paypal: { vaultId, storedCredential } } };
  const pay = (): ReturnType<typeof captureCall> =>
    fixture.sdk.orders.captureOrder({ id, paypalRequestId: freshId(), prefer: 'return=representation', body });
  return { id, pay };
}

describe('an order', () => {
  test('goes from the payer to the money, and keeps the wallet when that was asked', async () => {
    const { result } = await fixture.sdk.orders.createOrder({
      body: orderRequest('o-happy', { saves: true }),
      paypalRequestId: freshId(),
    });
    expect(result.status).toBe('PAYER_ACTION_REQUIRED');
    expect(result.purchaseUnits).toBeUndefined();
    const page = result.links?.find(({ rel }) => rel === 'payer-action')?.href;
    expect(page).toBe(`${fixture.base}/checkoutnow?token=${result.id ?? ''}`);

    const id = result.id ?? '';
    expect((await approve(fixture, id)).body['redirectTo']).toBe(
      `http://127.0.0.1:9/return?order=1&token=${id}&PayerID=NRAPAYS222222`
    );
    expect((await fixture.sdk.orders.getOrder({ id })).result.status).toBe('APPROVED');

    const order = await capture(fixture, id);
    expect(order).toMatchObject({ status: 'COMPLETED', payer: { emailAddress: 'nora@payer.example' } });
    expect(captureIn(order)).toMatchObject({
      status: 'COMPLETED',
      amount: { currencyCode: 'USD', value: '680.16' },
      customId: 'o-happy',
      invoiceId: 'o-happy-1',
    });
    expect(vaultIn(order)).toMatchObject({ status: 'VAULTED', customer: { id: expect.any(String) } });
    expect(await ledgerOf(fixture, 'o-happy')).toMatchObject([
      {
        capturedMinor: 68_016,
        refundedMinor: 0,
        netMinor: 68_016,
        net: '680.16',
        currency: 'USD',
        status: 'COMPLETED',
      },
    ]);
  });

  test('is answered in short unless the whole is asked for', async () => {
    const id = await openOrder(fixture, 'o-short');
    await approve(fixture, id);
    const { result, statusCode } = await captureCall(id);
    expect(statusCode).toBe(201);
    expect(Object.keys(result).sort()).toEqual(['id', 'links', 'status']);
  });

  test('cannot be captured before it is approved, nor twice', async () => {
    const id = await openOrder(fixture, 'o-twice');
    expect(await refusalOf(captureCall(id))).toMatchObject({ status: 422, issue: 'ORDER_NOT_APPROVED' });
    await approve(fixture, id);
    await capture(fixture, id);
    expect(await refusalOf(captureCall(id))).toMatchObject({ status: 422, issue: 'ORDER_ALREADY_CAPTURED' });
    expect((await ledgerOf(fixture, 'o-twice')).map(({ capturedMinor }) => capturedMinor)).toEqual([68_016]);
  });

  test('waits for its payer again after a decline, who may choose another account', async () => {
    const id = await openOrder(fixture, 'o-declined', { saves: true });
    await approve(fixture, id, 'declined');
    expect(await refusalOf(captureCall(id))).toEqual(declined);
    const { result } = await fixture.sdk.orders.getOrder({ id });
    expect(result).toMatchObject({ status: 'PAYER_ACTION_REQUIRED' });
    expect(vaultIn(result)).toBeUndefined();
    expect(await ledgerOf(fixture, 'o-declined')).toMatchObject([{ capturedMinor: 0 }]);
    await approve(fixture, id);
    expect(captureIn(await capture(fixture, id))?.status).toBe('COMPLETED');
  });

  test.each([
    { outcome: 'complete', status: 'COMPLETED', minor: 68_016, type: 'PAYMENT.CAPTURE.COMPLETED', vault: 'VAULTED' },
    { outcome: 'deny', status: 'DECLINED', minor: 0, type: 'PAYMENT.CAPTURE.DENIED', vault: undefined },
  ])('is complete while its capture is pending: $outcome', async ({ outcome, status, minor, type, vault }) => {
    const custom = `o-pending-${outcome}`;
    const { order, orderId, captureId } = await paidOrder(fixture, custom, { payer: 'pending', saves: true });
    expect(order.status).toBe('COMPLETED');
    expect(captureIn(order)).toMatchObject({ status: 'PENDING', statusDetails: { reason: 'ECHECK' } });
    expect(vaultIn(order)).toEqual({ status: 'APPROVED' });
    expect(await ledgerOf(fixture, custom)).toMatchObject([{ capturedMinor: 0 }]);

    await control(fixture, `captures/${captureId}/settle`, { outcome });
    const settled = await fixture.sdk.payments.getCapturedPayment({ captureId });
    expect(settled.result).toMatchObject({ status, supplementaryData: { relatedIds: { orderId } } });
    expect(await ledgerOf(fixture, custom)).toMatchObject([{ capturedMinor: minor }]);
    expect((await paypalWebhook(fixture.receiver, type, captureId)).event.resource['status']).toBe(status);
    expect(vaultIn((await fixture.sdk.orders.getOrder({ id: orderId })).result)?.status).toBe(vault);
    const again = await control(fixture, `captures/${captureId}/settle`, { outcome });
    expect(again.status).toBe(422);
  });

  test('can be captured by hand at PayPal, and is then captured for us too', async () => {
    const id = await openOrder(fixture, 'o-by-hand');
    expect((await control(fixture, `capture/${id}`)).status).toBe(422);
    await approve(fixture, id);
    expect((await control(fixture, `capture/${id}`)).body['status']).toBe('COMPLETED');
    expect(await refusalOf(captureCall(id))).toMatchObject({ issue: 'ORDER_ALREADY_CAPTURED' });
    expect(await ledgerOf(fixture, 'o-by-hand')).toMatchObject([{ capturedMinor: 68_016 }]);
  });

  test('dies three hours after it was made, or three hours after it was approved', async () => {
    const unapproved = await openOrder(fixture, 'o-dies');
    const approved = await openOrder(fixture, 'o-dies-later');
    const paid = await paidOrder(fixture, 'o-stays');
    await move('PT2H');
    await approve(fixture, approved);
    await move('PT1H');
    const gone = { status: 404, name: 'RESOURCE_NOT_FOUND', issue: 'INVALID_RESOURCE_ID' };
    expect(await refusalOf(fixture.sdk.orders.getOrder({ id: unapproved }))).toEqual(gone);
    expect(await refusalOf(captureCall(unapproved))).toEqual(gone);
    expect((await approve(fixture, unapproved)).body).toMatchObject({ kind: 'closed', status: 'expired' });
    expect((await fixture.sdk.orders.getOrder({ id: approved })).result.status).toBe('APPROVED');
    await move('PT2H');
    expect(await refusalOf(captureCall(approved))).toEqual(gone);
    expect((await fixture.sdk.orders.getOrder({ id: paid.orderId })).result.status).toBe('COMPLETED');
  });
});

describe('a saved account', () => {
  test('is charged in two steps without its owner', async () => {
    const { id, pay } = await renewal('o-renewal', await savedAccount('o-first'));
    const { result } = await pay();
    expect(result).toMatchObject({ id, status: 'COMPLETED' });
    expect(result.paymentSource?.paypal?.storedCredential).toMatchObject({ paymentInitiator: 'MERCHANT' });
    expect(await refusalOf(pay())).toMatchObject({ status: 422, issue: 'ORDER_ALREADY_CAPTURED' });
    expect(await ledgerOf(fixture, 'o-renewal')).toMatchObject([{ capturedMinor: 68_016 }]);
  });

  test('is charged in one step', async () => {
    const { intent, purchaseUnits } = orderRequest('o-one-step');
    const body = { intent, purchaseUnits, paymentSource: { paypal: { vaultId: await savedAccount('o-one-first') } } };
    const { result } = await fixture.sdk.orders.createOrder({
      body,
      paypalRequestId: freshId(),
      prefer: 'return=representation',
    });
    expect(result.status).toBe('COMPLETED');
    expect(captureIn(result)?.status).toBe('COMPLETED');
  });

  test('may be declined later, which leaves the order as it was', async () => {
    const { id, pay } = await renewal('o-later', await savedAccount('o-later-first', 'declined-later'));
    expect(await refusalOf(pay())).toEqual(declined);
    expect((await fixture.sdk.orders.getOrder({ id })).result.status).toBe('CREATED');
  });

  test('is refused for a reason on order, once', async () => {
    const vaultId = await savedAccount('o-refused-first');
    const { pay } = await renewal('o-refused', vaultId);
    const match = { vaultId };
    await control(fixture, 'faults', { effect: 'capture-refused', issue: 'AGREEMENT_ALREADY_CANCELLED', match });
    expect(await refusalOf(pay())).toMatchObject({ status: 422, issue: 'AGREEMENT_ALREADY_CANCELLED' });
    expect((await pay()).result.status).toBe('COMPLETED');
  });

  test('that is gone or unknown is named so', async () => {
    const vaultId = await savedAccount('o-gone-first');
    await fixture.sdk.vault.deletePaymentToken(vaultId);
    for (const id of [vaultId, 'nobody']) {
      const { pay } = await renewal(`o-gone-${id}`, id);
      expect(await refusalOf(pay())).toMatchObject({ status: 422, issue: 'TOKEN_ID_NOT_FOUND' });
    }
  });
});

describe('a capture on order', () => {
  test('may be denied inside a complete order', async () => {
    await control(fixture, 'faults', { effect: 'capture-denied', match: { customId: 'o-denied' } });
    const { order } = await paidOrder(fixture, 'o-denied', { saves: true });
    expect(order.status).toBe('COMPLETED');
    expect(captureIn(order)?.status).toBe('DECLINED');
    expect(await ledgerOf(fixture, 'o-denied')).toMatchObject([{ capturedMinor: 0, netMinor: 0 }]);
  });

  test('may be pending for another reason', async () => {
    await control(fixture, 'faults', {
      effect: 'capture-pending',
      reason: 'PENDING_REVIEW',
      match: { customId: 'o-review' },
    });
    const { order } = await paidOrder(fixture, 'o-review');
    expect(captureIn(order)).toMatchObject({ status: 'PENDING', statusDetails: { reason: 'PENDING_REVIEW' } });
  });
});

describe('the caller', () => {
  test('needs the right secret for a token', async () => {
    const stranger = paypalSdk(fixture.base, PAYPAL_CLIENT_ID, 'wrong');
    await expect(stranger.orders.getOrder({ id: 'any' })).rejects.toThrow();
    const answer = await fetch(`${fixture.base}/v1/oauth2/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${PAYPAL_CLIENT_ID}:wrong`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    expect([answer.status, await answer.json()]).toEqual([
      401,
      { error: 'invalid_client', error_description: expect.any(String) },
    ]);
  });

  test.each(['', 'Bearer made-up', 'Bearer A21AA.9999999999.forged'])('is refused with %p', async (authorization) => {
    const headers = { authorization };
    const answer = await callJson(`${fixture.base}/v2/checkout/orders/X`, 'GET', undefined, headers);
    expect([answer.status, answer.body['name']]).toEqual([401, 'AUTHENTICATION_FAILURE']);
  });
});

describe('a body', () => {
  async function send(change: (body: Record<string, unknown>) => void, requestId = freshId()): Promise<JsonAnswer> {
    const body: Record<string, unknown> = {
      intent: 'CAPTURE',
      purchase_units: [{ custom_id: 'o-body', amount: { currency_code: 'USD', value: '10.00' } }],
      payment_source: { paypal: {} },
    };
    change(body);
    const headers = {
      authorization: `Bearer ${await token()}`,
      ...(requestId !== '' && { 'paypal-request-id': requestId }),
    };
    return callJson(`${fixture.base}/v2/checkout/orders`, 'POST', body, headers);
  }
  const amount = (currency_code: string, value: string) => (body: Record<string, unknown>) => {
    body['purchase_units'] = [{ amount: { currency_code, value } }];
  };

  test('of the plain kind is taken', async () => {
    expect((await send(() => undefined)).status).toBe(201);
    expect((await send(amount('JPY', '500'))).status).toBe(201);
  });

  test.each<[string, string, number, (body: Record<string, unknown>) => void]>([
    ['without an intent', 'MISSING_REQUIRED_PARAMETER', 400, (body) => delete body['intent']],
    ['with a field that does not exist', 'NOT_SUPPORTED', 400, (body) => (body['colour'] = 'blue')],
    ['with two units', 'INVALID_ARRAY_MAX_ITEMS', 400, (body) => (body['purchase_units'] = [{}, {}])],
    ['with a comma', 'INVALID_PARAMETER_SYNTAX', 400, amount('USD', '5,00')],
    ['with a third decimal', 'DECIMAL_PRECISION', 422, amount('USD', '5.001')],
    ['with decimals of a currency without', 'DECIMALS_NOT_SUPPORTED', 422, amount('HUF', '5.00')],
    ['over nothing', 'CANNOT_BE_ZERO_OR_NEGATIVE', 422, amount('USD', '0.00')],
    ['in a currency that PayPal does not take', 'INVALID_CURRENCY_CODE', 422, amount('ISK', '500')],
    ['that wants an authorization', 'UNSUPPORTED_INTENT', 422, (body) => (body['intent'] = 'AUTHORIZE')],
    [
      'whose parts do not add up',
      'AMOUNT_MISMATCH',
      422,
      (body) =>
        (body['purchase_units'] = [
          {
            amount: {
              currency_code: 'USD',
              value: '10.00',
              breakdown: { item_total: { currency_code: 'USD', value: '9.99' } },
            },
          },
        ]),
    ],
  ])('%s is refused with %s', async (_what, issue, status, change) => {
    const { status: given, body } = await send(change);
    expect([given, body['details']]).toEqual([status, [expect.objectContaining({ issue })]]);
    expect(body).toMatchObject({ name: expect.any(String), message: expect.any(String), debug_id: expect.any(String) });
  });

  test('with a source needs a request id', async () => {
    expect((await send(() => undefined, '')).body['details']).toMatchObject([{ issue: 'PAYPAL_REQUEST_ID_REQUIRED' }]);
  });

  async function token(): Promise<string> {
    const { authorization } = await fixture.sdk.orders
      .getOrder({ id: await openOrder(fixture, 'o-token') })
      .then(({ request }) => ({ authorization: request.headers?.['authorization'] ?? '' }));
    return authorization.replace('Bearer ', '');
  }
});
