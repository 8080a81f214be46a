import { callJson, moveClock, postForm } from './support/calls';
import {
  capture,
  control,
  openOrder,
  orderRequest,
  freshId,
  paidOrder,
  startPayPalFixture,
  type PayPalFixture,
} from './support/paypal-fixture';

let fixture: PayPalFixture;
beforeAll(async () => {
  fixture = await startPayPalFixture();
});
afterAll(() => fixture.stop());

async function page(path: string): Promise<{ status: number; text: string }> {
  const response = await fetch(`${fixture.base}${path}`);
  return { status: response.status, text: await response.text() };
}

function choose(path: string, payer: string): Promise<Response> {
  return postForm(`${fixture.base}${path}`, { payer });
}

describe('the page of an order', () => {
  test('shows what is to be paid, takes an account and leads back to the shop', async () => {
    const id = await openOrder(fixture, 'o-page', { value: '1234.50', saves: true });
    const path = `/checkoutnow?token=${id}`;
    const { status, text } = await page(path);
    expect(status).toBe(200);
    expect(text).toContain('1,234.50 USD');
    expect(text).toContain('Desk +40');
    expect(text).toContain('kept for future payments');
    expect(text).toContain(`http://127.0.0.1:9/cancel?token=${id}`);
    for (const payer of ['normal', 'declined', 'pending', 'declined-later']) expect(text).toContain(`value="${payer}"`);

    const answer = await choose(path, 'normal');
    expect([answer.status, answer.headers.get('location')]).toEqual([
      303,
      `http://127.0.0.1:9/return?order=1&token=${id}&PayerID=NRAPAYS222222`,
    ]);
    expect((await page(path)).text).toContain('approved this already');
    await capture(fixture, id);
    const complete = await page(path);
    expect([complete.status, complete.text]).toEqual([200, expect.stringContaining('This is complete')]);
    expect((await choose(path, 'normal')).status).toBe(200);
  });

  test('takes no account but the samples', async () => {
    const id = await openOrder(fixture, 'o-stranger');
    const answer = await choose(`/checkoutnow?token=${id}`, 'somebody');
    expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining('Choose one of the accounts')]);
    expect((await fixture.sdk.orders.getOrder({ id })).result.status).toBe('PAYER_ACTION_REQUIRED');
  });

  test('escapes what the merchant wrote', async () => {
    const body = orderRequest('o-script');
    const [unit] = body.purchaseUnits;
    if (unit !== undefined) unit.description = '<script>alert(1)</script>';
    const { result } = await fixture.sdk.orders.createOrder({ body, paypalRequestId: freshId() });
    const { text } = await page(`/checkoutnow?token=${result.id ?? ''}`);
    expect(text).toContain('&lt;script&gt;');
    expect(text).not.toContain('<script>');
  });

  test('is closed when the time is over, and missing for an unknown order', async () => {
    const id = await openOrder(fixture, 'o-expired');
    await moveClock(fixture, 'PT3H');
    const { status, text } = await page(`/checkoutnow?token=${id}`);
    expect([status, text]).toEqual([410, expect.stringContaining('has expired')]);
    expect((await page('/checkoutnow?token=NOBODY')).status).toBe(404);
    expect((await page('/checkoutnow')).status).toBe(404);
  });

  test('can be left by a call as well, which changes nothing', async () => {
    const id = await openOrder(fixture, 'o-cancel');
    expect((await control(fixture, `cancel/${id}`)).body['redirectTo']).toBe(`http://127.0.0.1:9/cancel?token=${id}`);
    expect((await fixture.sdk.orders.getOrder({ id })).result.status).toBe('PAYER_ACTION_REQUIRED');
  });
});

describe('the page of a setup token', () => {
  test('takes an account and says that nothing is charged', async () => {
    const body = { paymentSource: { paypal: { experienceContext: { returnUrl: 'http://127.0.0.1:9/saved' } } } };
    const { result } = await fixture.sdk.vault.createSetupToken({ body, paypalRequestId: freshId() });
    const path = `/agreements/approve?approval_session_id=${result.id ?? ''}`;
    expect((await page(path)).text).toContain('Nothing is charged now');
    const answer = await choose(path, 'declined-later');
    expect(answer.headers.get('location')).toContain('http://127.0.0.1:9/saved?approval_token_id=');
    expect((await page(path)).text).toContain('approved this already');
  });
});

describe('the overview', () => {
  test('leads to open orders, the ledger and the deliveries', async () => {
    const open = await openOrder(fixture, 'o-open');
    const { captureId, orderId } = await paidOrder(fixture, 'o-ledger');
    await fixture.sdk.payments.refundCapturedPayment({ captureId, paypalRequestId: freshId() });
    const start = await page('/');
    expect(start.text).toContain(`/checkoutnow?token=${open}`);
    expect(start.text).not.toContain(orderId);
    const ledger = await page('/ledger');
    expect(ledger.text).toContain('for o-ledger');
    expect(ledger.text).toContain('refund 680.16 COMPLETED');
    expect((await page('/webhooks')).text).toContain('PAYMENT.CAPTURE.REFUNDED');
    expect((await callJson(`${fixture.sandbox.urls.control}/`)).body['text']).toContain(`${fixture.base}/ledger`);
  });

  test('finds the orders of one reference, with or without an attempt behind it', async () => {
    for (const custom of ['o-find', 'o-find:2', 'p-find']) await openOrder(fixture, custom);
    const { body } = await callJson(`${fixture.base}/_sandbox/ledger?order_id=o-find`);
    expect(body['entries']).toMatchObject([{ customId: 'o-find:2' }, { customId: 'o-find' }]);
  });

  test('remembers requests without a secret in them', async () => {
    await openOrder(fixture, 'o-log');
    const { text } = await page('/_sandbox/requests');
    expect(text).toContain('"custom_id": "o-log"');
    expect(text).toContain('client_credentials');
    expect(text).not.toMatch(/Bearer|A21AA|paypal-secret/);
  });
});
