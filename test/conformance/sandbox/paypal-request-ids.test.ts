import { refusalOf } from '../support/paypal-client';
import { moveClock } from './support/calls';
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
  startPayPalFixture,
  vaultIn,
  type PayPalFixture,
} from './support/paypal-fixture';

let fixture: PayPalFixture;
beforeAll(async () => {
  fixture = await startPayPalFixture();
});
afterAll(() => fixture.stop());

function move(by: string): Promise<void> {
  return moveClock(fixture, by);
}

/** One-step charges of a saved account, all under the same request id. */
async function oneStep(customId: string): Promise<() => ReturnType<PayPalFixture['sdk']['orders']['createOrder']>> {
  const { order } = await paidOrder(fixture, `${customId}-first`, { saves: true });
  const { intent, purchaseUnits } = orderRequest(customId);
  const paypal = { vaultId: vaultIn(order)?.id ?? '' };
  const paypalRequestId = freshId();
  return () =>
    fixture.sdk.orders.createOrder({
      body: { intent, purchaseUnits, paymentSource: { paypal } },
      paypalRequestId,
      prefer: 'return=representation',
    });
}

async function capturesOf(customId: string): Promise<number> {
  const entries = await ledgerOf(fixture, customId);
  return entries.filter((entry) => Reflect.get(entry, 'customId') === customId && entry.capturedMinor > 0).length;
}

describe('a PayPal-Request-Id', () => {
  test('names the same order for six hours', async () => {
    const charge = await oneStep('o-hour');
    const first = await charge();
    expect(first.statusCode).toBe(201);
    await move('PT5H');
    const again = await charge();
    expect([again.statusCode, again.result.id]).toEqual([200, first.result.id]);
    expect(await capturesOf('o-hour')).toBe(1);
  });

  test('is forgotten after six hours: the unique invoice id alone prevents a second charge', async () => {
    const charge = await oneStep('o-seven');
    await charge();
    await move('PT7H');
    expect(await refusalOf(charge())).toMatchObject({ status: 422, issue: 'DUPLICATE_INVOICE_ID' });
    await control(fixture, 'settings', { uniqueInvoiceIds: false }, 'PUT');
    await charge();
    expect(await capturesOf('o-seven')).toBe(2);
    await control(fixture, 'settings', { uniqueInvoiceIds: true }, 'PUT');
  });

  test('can be forgotten before its time, on order', async () => {
    const charge = await oneStep('o-forgotten');
    await charge();
    expect((await control(fixture, 'request-ids/forget')).status).toBe(200);
    expect(await refusalOf(charge())).toMatchObject({ issue: 'DUPLICATE_INVOICE_ID' });
  });

  test('answers with the latest status, not with a copy of the first answer', async () => {
    const paypalRequestId = freshId();
    const create = (): ReturnType<PayPalFixture['sdk']['orders']['createOrder']> =>
      fixture.sdk.orders.createOrder({ body: orderRequest('o-latest'), paypalRequestId });
    const { result } = await create();
    expect(result.status).toBe('PAYER_ACTION_REQUIRED');
    const id = result.id ?? '';
    await approve(fixture, id, 'pending');
    expect((await create()).result).toMatchObject({ id, status: 'APPROVED' });

    const captureId = freshId();
    const pending = captureIn(await capture(fixture, id, captureId));
    expect(pending?.status).toBe('PENDING');
    await control(fixture, `captures/${pending?.id ?? ''}/settle`, { outcome: 'complete' });
    expect(captureIn(await capture(fixture, id, captureId))).toMatchObject({ id: pending?.id, status: 'COMPLETED' });
  });

  test('stays free when the request was refused', async () => {
    const id = await openOrder(fixture, 'o-free');
    const captureId = freshId();
    expect(await refusalOf(fixture.sdk.orders.captureOrder({ id, paypalRequestId: captureId }))).toMatchObject({
      issue: 'ORDER_NOT_APPROVED',
    });
    await approve(fixture, id);
    expect((await capture(fixture, id, captureId)).status).toBe('COMPLETED');
  });

  test('belongs to one request: another body under it is refused', async () => {
    const paypalRequestId = freshId();
    await fixture.sdk.orders.createOrder({ body: orderRequest('o-body-1'), paypalRequestId });
    const other = fixture.sdk.orders.createOrder({ body: orderRequest('o-body-2'), paypalRequestId });
    expect(await refusalOf(other)).toMatchObject({ status: 422, issue: 'DUPLICATE_REQUEST_ID' });
    expect(await ledgerOf(fixture, 'o-body-2')).toEqual([]);
  });

  test('lets the second of two requests at once fail', async () => {
    await control(fixture, 'faults', { match: { path: '/v2/checkout' }, effect: 'slow', ms: 300 });
    const paypalRequestId = freshId();
    const create = (): ReturnType<PayPalFixture['sdk']['orders']['createOrder']> =>
      fixture.sdk.orders.createOrder({ body: orderRequest('o-twin'), paypalRequestId });
    const both = await Promise.allSettled([create(), create()]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const lost = both.find(({ status }) => status === 'rejected');
    expect(lost).toMatchObject({ reason: { statusCode: 409, body: expect.stringContaining('IN_PROGRESS') } });
    expect(await ledgerOf(fixture, 'o-twin')).toHaveLength(1);
  });

  test('makes a cut or failed answer harmless, whether the effect was there or not', async () => {
    const faults = [
      { effect: 'cut-after' },
      { effect: 'cut-before' },
      { effect: 'status', status: 500, when: 'after' },
      { effect: 'status', status: 503 },
      { effect: 'status', status: 429, retryAfterSeconds: 1 },
      { effect: 'status', status: 409 },
    ];
    for (const [index, fault] of faults.entries()) {
      const customId = `o-cut${index}`;
      const id = await openOrder(fixture, customId);
      await approve(fixture, id);
      const paypalRequestId = freshId();
      await control(fixture, 'faults', { ...fault, match: { path: 'capture$' } });
      await expect(fixture.sdk.orders.captureOrder({ id, paypalRequestId })).rejects.toThrow();
      expect((await capture(fixture, id, paypalRequestId)).status).toBe('COMPLETED');
      expect(await capturesOf(customId)).toBe(1);
    }
  });

  test('is kept 45 days for a refund and three hours for the vault', async () => {
    const { captureId } = await paidOrder(fixture, 'o-ages');
    const paypalRequestId = freshId();
    const refund = (): ReturnType<PayPalFixture['sdk']['payments']['refundCapturedPayment']> =>
      fixture.sdk.payments.refundCapturedPayment({
        captureId,
        paypalRequestId,
        body: { amount: { currencyCode: 'USD', value: '1.00' } },
      });
    const setup = (): ReturnType<PayPalFixture['sdk']['vault']['createSetupToken']> =>
      fixture.sdk.vault.createSetupToken({ body: { paymentSource: { paypal: {} } }, paypalRequestId });
    const first = { refund: (await refund()).result.id, setup: (await setup()).result.id };
    await move('PT2H');
    expect((await setup()).result.id).toBe(first.setup);
    await move('PT2H');
    expect((await setup()).result.id).not.toBe(first.setup);
    await move('P44D');
    expect((await refund()).result.id).toBe(first.refund);
    await move('P1D');
    expect((await refund()).result.id).not.toBe(first.refund);
    expect(await ledgerOf(fixture, 'o-ages')).toMatchObject([{ refundedMinor: 200 }]);
  });

  test('and what it made survive a restart', async () => {
    const paypalRequestId = freshId();
    const body = orderRequest('o-restart', { saves: true });
    const { result } = await fixture.sdk.orders.createOrder({ body, paypalRequestId });
    await approve(fixture, result.id ?? '');
    await capture(fixture, result.id ?? '');
    fixture = await fixture.restart();
    const again = await fixture.sdk.orders.createOrder({ body, paypalRequestId, prefer: 'return=representation' });
    expect(again.result).toMatchObject({ id: result.id, status: 'COMPLETED' });
    expect(vaultIn(again.result)?.status).toBe('VAULTED');
    const other = await openOrder(fixture, 'o-restart-2', { invoiceId: 'o-restart-1' });
    await approve(fixture, other);
    expect(await refusalOf(fixture.sdk.orders.captureOrder({ id: other, paypalRequestId: freshId() }))).toMatchObject({
      issue: 'DUPLICATE_INVOICE_ID',
    });
  });
});
