import type { Refund } from '@paypal/paypal-server-sdk';
import { refusalOf } from '../support/paypal-client';
import { callJson } from './support/calls';
import {
  control,
  freshId,
  ledgerOf,
  paidOrder,
  paypalWebhook,
  startPayPalFixture,
  type PayPalFixture,
} from './support/paypal-fixture';

let fixture: PayPalFixture;
beforeAll(async () => {
  fixture = await startPayPalFixture();
});
afterAll(() => fixture.stop());

type RefundCall = ReturnType<PayPalFixture['sdk']['payments']['refundCapturedPayment']>;

function refund(captureId: string, value?: string, more: object = {}, paypalRequestId = freshId()): RefundCall {
  return fixture.sdk.payments.refundCapturedPayment({
    captureId,
    paypalRequestId,
    prefer: 'return=representation',
    body: { ...(value !== undefined && { amount: { currencyCode: 'USD', value } }), ...more },
  });
}

async function statusOf(captureId: string): Promise<string | undefined> {
  return (await fixture.sdk.payments.getCapturedPayment({ captureId })).result.status;
}

async function refunded({ id = '' }: Refund): Promise<Refund> {
  return (await fixture.sdk.payments.getRefund({ refundId: id })).result;
}

describe('a refund', () => {
  test('gives back a part, then the rest, then nothing', async () => {
    const { captureId } = await paidOrder(fixture, 'o-parts');
    const { result, statusCode } = await refund(captureId, '80.16', { customId: 'r-1', noteToPayer: 'Sorry' });
    expect([statusCode, result]).toMatchObject([
      201,
      { status: 'COMPLETED', amount: { value: '80.16' }, customId: 'r-1', noteToPayer: 'Sorry' },
    ]);
    expect(await statusOf(captureId)).toBe('PARTIALLY_REFUNDED');
    expect(await refusalOf(refund(captureId, '600.01'))).toMatchObject({
      status: 422,
      issue: 'REFUND_AMOUNT_EXCEEDED',
    });
    expect((await refund(captureId)).result).toMatchObject({
      amount: { value: '600.00' },
      sellerPayableBreakdown: { totalRefundedAmount: { value: '680.16' } },
    });
    expect(await statusOf(captureId)).toBe('REFUNDED');
    expect(await refusalOf(refund(captureId))).toMatchObject({ status: 422, issue: 'CAPTURE_FULLY_REFUNDED' });
    expect(await refusalOf(refund(captureId, '1.00'))).toMatchObject({ issue: 'CAPTURE_FULLY_REFUNDED' });
    expect(await ledgerOf(fixture, 'o-parts')).toMatchObject([
      { capturedMinor: 68_016, refundedMinor: 68_016, netMinor: 0, net: '0.00' },
    ]);
  });

  test('repeats under its request id', async () => {
    const { captureId } = await paidOrder(fixture, 'o-repeat');
    const paypalRequestId = freshId();
    const first = await refund(captureId, '10.00', {}, paypalRequestId);
    const second = await refund(captureId, '10.00', {}, paypalRequestId);
    expect([second.statusCode, second.result.id]).toEqual([200, first.result.id]);
    expect(await ledgerOf(fixture, 'o-repeat')).toMatchObject([{ refundedMinor: 1000 }]);
  });

  test('is refused in another currency, for an unknown or a pending payment, and under a used invoice id', async () => {
    const { captureId } = await paidOrder(fixture, 'o-wrong');
    const euros = { amount: { currencyCode: 'EUR', value: '1.00' } };
    expect(await refusalOf(refund(captureId, undefined, euros))).toMatchObject({
      issue: 'REFUND_CAPTURE_CURRENCY_MISMATCH',
    });
    expect(await refusalOf(refund('NOBODY'))).toMatchObject({ status: 404, issue: 'INVALID_RESOURCE_ID' });
    const pending = await paidOrder(fixture, 'o-wrong-pending', { payer: 'pending' });
    expect(await refusalOf(refund(pending.captureId))).toMatchObject({ issue: 'PENDING_CAPTURE' });
    await refund(captureId, '1.00', { invoiceId: 'refund-1' });
    expect(await refusalOf(refund(captureId, '1.00', { invoiceId: 'refund-1' }))).toMatchObject({
      issue: 'DUPLICATE_INVOICE_ID',
    });
  });

  test('is refused on order, once', async () => {
    const { captureId } = await paidOrder(fixture, 'o-funds');
    await control(fixture, 'faults', { effect: 'refund-refused', match: { customId: 'o-funds' } });
    await control(fixture, 'faults', { effect: 'refund-refused', issue: 'TRANSACTION_REFUSED' });
    expect(await refusalOf(refund(captureId))).toMatchObject({ issue: 'REFUND_FAILED_INSUFFICIENT_FUNDS' });
    expect(await refusalOf(refund(captureId))).toMatchObject({ issue: 'TRANSACTION_REFUSED' });
    expect((await refund(captureId)).result.status).toBe('COMPLETED');
  });

  test('is pending on order: told when it arrives, and free again when it fails', async () => {
    const { captureId } = await paidOrder(fixture, 'o-slow');
    await control(fixture, 'faults', { effect: 'refund-pending', times: 2 });
    const first = (await refund(captureId, '600.00')).result;
    expect(first.status).toBe('PENDING');
    expect(await statusOf(captureId)).toBe('COMPLETED');
    expect(await refusalOf(refund(captureId, '100.00'))).toMatchObject({ issue: 'REFUND_AMOUNT_EXCEEDED' });
    await control(fixture, `refunds/${first.id ?? ''}/fail`);
    expect((await refunded(first)).status).toBe('FAILED');
    expect(await ledgerOf(fixture, 'o-slow')).toMatchObject([{ refundedMinor: 0 }]);

    const second = (await refund(captureId)).result;
    expect(second.amount?.value).toBe('680.16');
    await control(fixture, `refunds/${second.id ?? ''}/complete`);
    expect(await statusOf(captureId)).toBe('REFUNDED');
    const { event } = await paypalWebhook(fixture.receiver, 'PAYMENT.CAPTURE.REFUNDED', second.id ?? '');
    expect(event).toMatchObject({ resource_type: 'refund', resource: { id: second.id, status: 'COMPLETED' } });
    expect((await control(fixture, `refunds/${second.id ?? ''}/complete`)).status).toBe(422);
  });

  test('may come back after it was completed', async () => {
    const { captureId } = await paidOrder(fixture, 'o-back');
    const { result } = await refund(captureId);
    expect((await control(fixture, `refunds/${result.id ?? ''}/fail`)).status).toBe(200);
    expect((await refunded(result)).status).toBe('FAILED');
    expect(await statusOf(captureId)).toBe('COMPLETED');
    expect(await ledgerOf(fixture, 'o-back')).toMatchObject([{ netMinor: 68_016 }]);
  });
});

describe('a currency without decimals', () => {
  test('is written and counted in whole units', async () => {
    const { captureId } = await paidOrder(fixture, 'o-yen', { currency: 'JPY', value: '98000' });
    await refund(captureId, undefined, { amount: { currencyCode: 'JPY', value: '8000' } });
    expect(await ledgerOf(fixture, 'o-yen')).toMatchObject([
      { capturedMinor: 98_000, refundedMinor: 8000, net: '90000', currency: 'JPY' },
    ]);
  });
});

describe('a payment that PayPal takes back', () => {
  test('is reversed as a whole, with an event', async () => {
    const { captureId } = await paidOrder(fixture, 'o-reversed');
    await refund(captureId, '80.16');
    await control(fixture, `captures/${captureId}/reverse`);
    const { event } = await paypalWebhook(fixture.receiver, 'PAYMENT.CAPTURE.REVERSED', 'o-reversed');
    expect(event.resource).toMatchObject({ amount: { value: '600.00' } });
    expect(await ledgerOf(fixture, 'o-reversed')).toMatchObject([
      { refundedMinor: 8016, reversedMinor: 60_000, netMinor: 0 },
    ]);
    expect((await control(fixture, `captures/${captureId}/reverse`)).status).toBe(422);
  });

  test.each([
    ['won', 'RESOLVED_SELLER_FAVOUR', 68_016],
    ['lost', 'RESOLVED_BUYER_FAVOUR', 0],
  ])('after a dispute that was %s', async (status, outcome, net) => {
    const { captureId } = await paidOrder(fixture, `o-dispute-${status}`);
    const opened = await control(fixture, 'disputes', { captureId });
    const id = String(opened.body['dispute_id']);
    expect((await paypalWebhook(fixture.receiver, 'CUSTOMER.DISPUTE.CREATED', id)).event.resource).toMatchObject({
      dispute_id: id,
      disputed_transactions: [{ seller_transaction_id: captureId, custom: `o-dispute-${status}` }],
    });
    expect(await refusalOf(refund(captureId, '1.00'))).toMatchObject({ issue: 'TRANSACTION_DISPUTED' });
    expect((await control(fixture, 'disputes', { captureId })).status).toBe(422);
    await control(fixture, `disputes/${id}/close`, { status });
    const { event } = await paypalWebhook(fixture.receiver, 'CUSTOMER.DISPUTE.RESOLVED', id);
    expect(event.resource).toMatchObject({ status: 'RESOLVED', dispute_outcome: { outcome_code: outcome } });
    expect(await ledgerOf(fixture, `o-dispute-${status}`)).toMatchObject([{ netMinor: net }]);
    expect((await control(fixture, `disputes/${id}/close`, { status })).status).toBe(422);
  });

  test('can be read by its dispute', async () => {
    const { captureId } = await paidOrder(fixture, 'o-dispute-read');
    const { body } = await control(fixture, 'disputes', { captureId, reason: 'MERCHANDISE_OR_SERVICE_NOT_RECEIVED' });
    const { request } = await fixture.sdk.payments.getCapturedPayment({ captureId });
    const headers = { authorization: String(request.headers?.['authorization']) };
    const read = await callJson(
      `${fixture.base}/v1/customer/disputes/${String(body['dispute_id'])}`,
      'GET',
      undefined,
      headers
    );
    expect(read.body).toMatchObject({
      status: 'WAITING_FOR_SELLER_RESPONSE',
      reason: 'MERCHANDISE_OR_SERVICE_NOT_RECEIVED',
      dispute_amount: { currency_code: 'USD', value: '680.16' },
    });
  });
});
