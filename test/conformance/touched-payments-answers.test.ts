import type { PaymentProvider, PaymentView } from '../../gateways/shared/payment-provider';
import { createStripeProvider } from '../../gateways/stripe/create-stripe-provider';
import { failureOf } from './support/failure-of';
import { capture, CAPTURE_ID, ORDER_ID, type PayPalScript, startPayPalScript } from './support/paypal-script';
import { json, type ScriptedServer, startScriptedServer } from './support/scripted-server';

const SPAN = { from: '2026-11-01T00:00:00.000Z', until: '2026-11-02T12:00:00.000Z' };

async function readAll(provider: PaymentProvider): Promise<PaymentView[]> {
  const views: PaymentView[] = [];
  for (let page: string | null = null, pages = 0; pages < 20; pages += 1) {
    const found = await provider.listTouchedPayments({ ...SPAN, page });
    views.push(...found.payments);
    page = found.next;
    if (page === null) return views;
  }
  throw new Error('the list has no end');
}

describe('what Stripe lists', () => {
  let server: ScriptedServer;
  let provider: PaymentProvider;

  beforeEach(async () => {
    server = await startScriptedServer();
    const config = { secretKey: 'sk_test_abc', apiBase: server.url, webhookSecrets: ['whsec_x'], timeoutMs: 500 };
    provider = createStripeProvider(config);
  });
  afterEach(() => server.stop());

  const charge = (id: string, over: object = {}) => ({
    ...{ id, object: 'charge', paid: true, amount_captured: 500, amount_refunded: 0, currency: 'usd', created: 1 },
    ...{ payment_intent: `pi_${id}`, metadata: { order_id: 'o-1', attempt_no: '1' }, disputed: false },
    ...over,
  });

  it('is read to the end of each list, with the charge behind every refund and dispute', async () => {
    server.answerWith((response, { path }) => {
      const { pathname, searchParams } = new URL(path, 'http://x');
      const isFirst = !searchParams.has('starting_after');
      const page = (data: object[], has_more = false) => json(200, { object: 'list', data, has_more })(response);
      if (pathname.endsWith('/charges')) return page([charge(isFirst ? 'ch_1' : 'ch_2')], isFirst);
      if (pathname.endsWith('/charges/ch_4')) return json(200, charge('ch_4', { disputed: true }))(response);
      if (pathname.endsWith('/refunds')) return page([{ id: 're_1', charge: charge('ch_3', { amount_refunded: 5 }) }]);
      return page([{ id: 'dp_1', charge: 'ch_4' }]);
    });
    const views = await readAll(provider);
    expect(views.map(({ captureId }) => captureId)).toEqual(['pi_ch_1', 'pi_ch_2', 'pi_ch_3', 'pi_ch_4']);
    expect(views.map(({ refundedMinor, disputed }) => [refundedMinor, disputed])).toEqual([
      [0, false],
      [0, false],
      [5, false],
      [0, true],
    ]);
  });

  it('keeps money that came without an intent, and leaves out what brought none', async () => {
    server.answerWith((response, { path }) => {
      const data = [
        charge('ch_1', { payment_intent: null, metadata: {} }),
        charge('ch_2', { paid: false }),
        charge('ch_3', { amount_captured: 0 }),
      ];
      return json(200, { object: 'list', data: path.includes('/charges') ? data : [], has_more: false })(response);
    });
    expect(await readAll(provider)).toMatchObject([{ captureId: 'ch_1', orderId: null, attemptNo: null }]);
  });
});

describe("what PayPal's search lists", () => {
  let paypal: PayPalScript;

  beforeEach(async () => {
    paypal = await startPayPalScript();
  });
  afterEach(() => paypal.server.stop());

  const row = (over: object) => ({
    transaction_info: {
      ...{ transaction_event_code: 'T0006', transaction_status: 'S', transaction_initiation_date: SPAN.from },
      ...{ transaction_amount: { currency_code: 'USD', value: '5.00' } },
      ...over,
    },
  });
  const about = (code: string) => row({ transaction_event_code: code, paypal_reference_id: CAPTURE_ID });
  const order = { id: ORDER_ID, purchase_units: [{ custom_id: 'o-1.2', payments: {} }] };
  const taken = capture({ create_time: SPAN.from });
  const answer = (search: (page: string, from: string) => object) =>
    paypal.answer({
      [`GET /v2/payments/captures/${CAPTURE_ID}`]: json(200, taken),
      [`GET /v2/checkout/orders/${ORDER_ID}`]: json(200, order),
      'GET /v1/reporting/transactions': (response, { path }) => {
        const { searchParams } = new URL(path, 'http://x');
        return json(200, search(searchParams.get('page') ?? '', searchParams.get('start_date') ?? ''))(response);
      },
    });

  it('is read day by day and page by page', async () => {
    const asked: string[] = [];
    answer((page, from) => {
      asked.push(`${from} ${page}`);
      return { transaction_details: [], total_pages: 2 };
    });
    expect(await readAll(paypal.provider)).toEqual([]);
    const days = [SPAN.from, '2026-11-02T00:00:00.000Z'];
    expect(asked).toEqual(days.flatMap((day) => [`${day} 1`, `${day} 2`]));
  });

  it.each([
    ['T1107', null],
    ['T1106', null],
    ['T1110', true],
    ['T1201', true],
  ])('names the payment that %s is about', async (code, disputed) => {
    answer((_, from) => ({ transaction_details: from === SPAN.from ? [about(code)] : [], total_pages: 1 }));
    expect(await readAll(paypal.provider)).toMatchObject([{ captureId: CAPTURE_ID, orderId: 'o-1', disputed }]);
  });

  it('keeps money that no order brought, and leaves out fees, withdrawals, our own payments and what is pending', async () => {
    const other = '9AB12345CD678901E';
    const sent = { transaction_amount: { currency_code: 'USD', value: '-5.00' } };
    const rows = [
      row({ transaction_id: other, custom_field: 'a gift' }),
      row({ transaction_id: '1AB12345CD678901E', transaction_event_code: 'T0400' }),
      row({ transaction_id: '2AB12345CD678901E', ...sent }),
      row({ transaction_id: '3AB12345CD678901E', transaction_status: 'P' }),
      row({ transaction_id: 'an odd id' }),
      {},
    ];
    answer((_, from) => ({ transaction_details: from === SPAN.from ? rows : [], total_pages: 1 }));
    const amount = { amountMinor: 500, currency: 'USD' };
    expect(await readAll(paypal.provider)).toMatchObject([{ captureId: other, orderId: null, amount }]);
  });

  it('is not decided by a capture that tells no time', async () => {
    const timeless = json(200, capture());
    paypal.answer({ [`GET /v2/payments/captures/${CAPTURE_ID}`]: timeless, 'GET /v2/checkout': json(200, order) });
    expect((await failureOf(paypal.provider.readPayment(CAPTURE_ID))).code).toBe('paypal_unavailable');
  });
});
