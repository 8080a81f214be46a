import { ApiError, VaultTokenRequestType, type ApiResponse } from '@paypal/paypal-server-sdk';
import {
  approve,
  captureIn,
  control,
  freshId,
  openOrder,
  orderRequest,
  paidOrder,
  vaultIn,
  type PayPalFixture,
} from './paypal-fixture';

/** One call as it went over the wire. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly sent: unknown;
  readonly answered: unknown;
}

const WHOLE = 'return=representation';

/** Every call of the API at least once, with PayPal's SDK, through every state that an answer may show. */
export async function knownExchanges(fixture: PayPalFixture): Promise<Exchange[]> {
  const seen: Exchange[] = [];
  const note = async (call: Promise<ApiResponse<unknown>>): Promise<void> => {
    seen.push(await call.then(exchangeOf, refusedExchange));
  };
  await orderCalls(fixture, note);
  await refundCalls(fixture, note);
  await vaultCalls(fixture, note);
  await searchCalls(fixture, note);
  return seen;
}

type Note = (call: Promise<ApiResponse<unknown>>) => Promise<void>;

async function orderCalls(fixture: PayPalFixture, note: Note): Promise<void> {
  const { orders, payments } = fixture.sdk;
  for (const prefer of [WHOLE, 'return=minimal'])
    await note(
      orders.createOrder({ body: orderRequest('s-new', { saves: true }), paypalRequestId: freshId(), prefer })
    );
  for (const payer of ['normal', 'pending']) {
    const id = await openOrder(fixture, `s-${payer}`, { saves: true });
    await note(orders.captureOrder({ id, paypalRequestId: freshId() }));
    await approve(fixture, id, 'declined');
    await note(orders.captureOrder({ id, paypalRequestId: freshId() }));
    await approve(fixture, id, payer);
    await note(orders.getOrder({ id }));
    const paypalRequestId = freshId();
    for (const prefer of ['return=minimal', WHOLE]) await note(orders.captureOrder({ id, paypalRequestId, prefer }));
    const { result } = await orders.getOrder({ id });
    await note(payments.getCapturedPayment({ captureId: captureIn(result)?.id ?? '' }));
  }
  await note(orders.getOrder({ id: 'NOBODY' }));
  const { order } = await paidOrder(fixture, 's-saved', { saves: true });
  const { intent, purchaseUnits } = orderRequest('s-renewal');
  const created = await orders.createOrder({ body: { intent, purchaseUnits } });
  await note(Promise.resolve(created));
  const body = { paymentSource: { paypal: { vaultId: vaultIn(order)?.id ?? '' } } };
  await note(orders.captureOrder({ id: created.result.id ?? '', paypalRequestId: freshId(), prefer: WHOLE, body }));
}

async function searchCalls(fixture: PayPalFixture, note: Note): Promise<void> {
  const { captureId } = await paidOrder(fixture, 's-search');
  await control(fixture, 'disputes', { captureId });
  const [startDate, endDate] = [-3_600_000, 3_600_000].map((ms) => new Date(Date.now() + ms).toISOString());
  const span = { startDate: startDate ?? '', endDate: endDate ?? '', fields: 'transaction_info' };
  await note(fixture.sdk.transactions.searchTransactions({ ...span, pageSize: 5 }));
  await note(fixture.sdk.transactions.searchTransactions({ ...span, pageSize: 5, page: 2 }));
  await note(fixture.sdk.transactions.searchTransactions({ ...span, endDate: '2031-01-01T00:00:00Z' }));
}

async function refundCalls(fixture: PayPalFixture, note: Note): Promise<void> {
  const { payments, orders } = fixture.sdk;
  const { captureId, orderId } = await paidOrder(fixture, 's-refund');
  await control(fixture, 'faults', { effect: 'refund-pending' });
  const body = {
    amount: { currencyCode: 'USD', value: '1.00' },
    invoiceId: 'S-REFUND-1',
    customId: 's-refund',
    noteToPayer: 'Sorry',
  };
  const pending = await payments.refundCapturedPayment({ captureId, paypalRequestId: freshId(), body });
  await note(Promise.resolve(pending));
  await note(payments.getRefund({ refundId: pending.result.id ?? '' }));
  await note(payments.refundCapturedPayment({ captureId, paypalRequestId: freshId(), prefer: WHOLE }));
  await note(payments.refundCapturedPayment({ captureId, paypalRequestId: freshId() }));
  await note(payments.refundCapturedPayment({ captureId: 'NOBODY', paypalRequestId: freshId() }));
  for (const issue of ['REFUND_FAILED_INSUFFICIENT_FUNDS', 'REFUND_TIME_LIMIT_EXCEEDED', 'TRANSACTION_DISPUTED']) {
    const refused = await paidOrder(fixture, `s-${issue}`);
    await control(fixture, 'faults', { effect: 'refund-refused', issue });
    await note(payments.refundCapturedPayment({ captureId: refused.captureId, paypalRequestId: freshId() }));
  }
  const waiting = await paidOrder(fixture, 's-waiting', { payer: 'pending' });
  await note(payments.refundCapturedPayment({ captureId: waiting.captureId, paypalRequestId: freshId() }));
  const other = await paidOrder(fixture, 's-other');
  for (const change of [{ amount: { currencyCode: 'EUR', value: '1.00' } }, { invoiceId: 'S-REFUND-1' }])
    await note(
      payments.refundCapturedPayment({ captureId: other.captureId, paypalRequestId: freshId(), body: change })
    );
  await note(payments.getCapturedPayment({ captureId }));
  await note(orders.getOrder({ id: orderId }));
}

async function vaultCalls(fixture: PayPalFixture, note: Note): Promise<void> {
  const { vault } = fixture.sdk;
  const experienceContext = { returnUrl: 'http://127.0.0.1:9/saved', cancelUrl: 'http://127.0.0.1:9/cancel' };
  const setup = await vault.createSetupToken({
    body: { paymentSource: { paypal: { description: 'Auto Renew', experienceContext } } },
    paypalRequestId: freshId(),
  });
  await note(Promise.resolve(setup));
  const id = setup.result.id ?? '';
  const body = { paymentSource: { token: { id, type: VaultTokenRequestType.SetupToken } } };
  await note(vault.createPaymentToken({ body, paypalRequestId: freshId() }));
  await approve(fixture, id);
  await note(vault.getSetupToken(id));
  const token = await vault.createPaymentToken({ body, paypalRequestId: freshId() });
  await note(Promise.resolve(token));
  await note(vault.getPaymentToken(token.result.id ?? ''));
  await note(vault.getPaymentToken('nobody'));
}

function exchangeOf({
  request,
  statusCode,
  body,
}: Pick<ApiResponse<unknown>, 'request' | 'statusCode' | 'body'>): Exchange {
  const content = request.body?.type === 'text' ? request.body.content : undefined;
  return {
    method: request.method,
    path: new URL(request.url).pathname,
    status: statusCode,
    sent: content === undefined || content === '' ? undefined : JSON.parse(content),
    answered: typeof body === 'string' ? JSON.parse(body) : undefined,
  };
}

function refusedExchange(error: unknown): Exchange {
  if (error instanceof ApiError) return exchangeOf(error);
  throw error;
}

/** The body once for each way to spoil it: every leaf left out, given another type, and emptied. */
export function spoiledBodies(body: unknown): unknown[] {
  return leaves(body).flatMap((path) => [undefined, 7, '', { odd: true }].map((value) => withValue(body, path, value)));
}

function leaves(node: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof node !== 'object' || node === null) return [path];
  const below = Object.entries(node).flatMap(([key, part]) => leaves(part, [...path, key]));
  return path.length === 0 ? below : [path, ...below];
}

function withValue(body: unknown, path: readonly string[], value: unknown): unknown {
  const copy: unknown = structuredClone(body);
  const parent = path.slice(0, -1).reduce<unknown>((node, key) => Reflect.get(Object(node), key), copy);
  const last = path.at(-1) ?? '';
  if (typeof parent !== 'object' || parent === null) return copy;
  if (value === undefined && !Array.isArray(parent)) Reflect.deleteProperty(parent, last);
  else Reflect.set(parent, last, value);
  return copy;
}
