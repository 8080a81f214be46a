import { VaultTokenRequestType } from '@paypal/paypal-server-sdk';
import { refusalOf } from '../support/paypal-client';
import { callJson, listIn, moveClock } from './support/calls';
import {
  approve,
  control,
  freshId,
  paidOrder,
  paypalWebhook,
  startPayPalFixture,
  vaultIn,
  type PayPalFixture,
} from './support/paypal-fixture';

let fixture: PayPalFixture;
beforeAll(async () => {
  fixture = await startPayPalFixture();
});
afterAll(() => fixture.stop());

function setup(): ReturnType<PayPalFixture['sdk']['vault']['createSetupToken']> {
  const experienceContext = { returnUrl: 'http://127.0.0.1:9/saved', cancelUrl: 'http://127.0.0.1:9/cancel' };
  const body = { paymentSource: { paypal: { description: 'Auto Renew', experienceContext } } };
  return fixture.sdk.vault.createSetupToken({ body, paypalRequestId: freshId() });
}

function tokenFrom(
  setupId: string,
  paypalRequestId = freshId()
): ReturnType<PayPalFixture['sdk']['vault']['createPaymentToken']> {
  const body = { paymentSource: { token: { id: setupId, type: VaultTokenRequestType.SetupToken } } };
  return fixture.sdk.vault.createPaymentToken({ body, paypalRequestId });
}

const gone = { status: 404, name: 'RESOURCE_NOT_FOUND', issue: 'INVALID_RESOURCE_ID' };

describe('saving an account without a payment', () => {
  test('goes from setup token over the payer to a payment token that can be read', async () => {
    const { result, statusCode } = await setup();
    const id = result.id ?? '';
    expect([statusCode, result.status]).toEqual([201, 'PAYER_ACTION_REQUIRED']);
    expect(result.links?.find(({ rel }) => rel === 'approve')?.href).toContain(`approval_session_id=${id}`);
    expect(await refusalOf(tokenFrom(id))).toMatchObject({ status: 422, issue: 'PAYER_ACTION_REQUIRED' });

    expect((await approve(fixture, id)).body['redirectTo']).toBe(
      `http://127.0.0.1:9/saved?approval_token_id=${id}&approval_session_id=${id}`
    );
    expect((await fixture.sdk.vault.getSetupToken(id)).result.status).toBe('APPROVED');
    const requestId = freshId();
    const token = (await tokenFrom(id, requestId)).result;
    expect(token).toMatchObject({
      customer: result.customer,
      paymentSource: { paypal: { emailAddress: 'nora@payer.example', description: 'Auto Renew' } },
    });
    expect((await tokenFrom(id, requestId)).result.id).toBe(token.id);
    expect(await refusalOf(tokenFrom(id))).toMatchObject({ issue: 'SETUP_TOKEN_ALREADY_TOKENIZED' });
    expect((await fixture.sdk.vault.getPaymentToken(token.id ?? '')).result).toMatchObject({ id: token.id });
    const { event } = await paypalWebhook(fixture.receiver, 'VAULT.PAYMENT-TOKEN.CREATED', token.id ?? '');
    expect(event.resource_type).toBe('payment_token');
  });

  test('is refused for a token that nobody knows or whose time is over', async () => {
    expect(await refusalOf(tokenFrom('NOBODY'))).toMatchObject({ status: 404, issue: 'TOKEN_ID_NOT_FOUND' });
    const { result } = await setup();
    await moveClock(fixture, 'P3D');
    expect(await refusalOf(fixture.sdk.vault.getSetupToken(result.id ?? ''))).toEqual(gone);
    expect((await approve(fixture, result.id ?? '')).body).toMatchObject({ kind: 'closed', status: 'expired' });
  });
});

describe('a saved account', () => {
  test('is forgotten once, with one event, and stays gone', async () => {
    const { order } = await paidOrder(fixture, 'o-forget', { saves: true });
    const id = vaultIn(order)?.id ?? '';
    for (let times = 0; times < 2; times += 1)
      expect((await fixture.sdk.vault.deletePaymentToken(id)).statusCode).toBe(204);
    await paypalWebhook(fixture.receiver, 'VAULT.PAYMENT-TOKEN.DELETED', id);
    expect(await refusalOf(fixture.sdk.vault.getPaymentToken(id))).toEqual(gone);
    const { body } = await callJson(`${fixture.base}/_sandbox/webhooks`);
    const told = listIn(body, 'deliveries').filter(({ type }) => type === 'VAULT.PAYMENT-TOKEN.DELETED');
    expect(told).toHaveLength(1);
  });

  test('may be ended by its owner at PayPal', async () => {
    const { order } = await paidOrder(fixture, 'o-owner', { saves: true });
    const id = vaultIn(order)?.id ?? '';
    expect((await control(fixture, `payment-tokens/${id}/delete`)).status).toBe(200);
    await paypalWebhook(fixture.receiver, 'VAULT.PAYMENT-TOKEN.DELETED', id);
    expect((await control(fixture, `payment-tokens/${id}/delete`)).status).toBe(404);
  });
});
