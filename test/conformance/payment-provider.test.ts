import { PROVIDER_NAMES } from '../../domain/payment/provider-name';
import type {
  CheckoutView,
  PaymentView,
  StartCheckoutInput,
  TouchedPayments,
} from '../../gateways/shared/payment-provider';
import { failureOf } from './support/failure-of';
import type { ProviderBench } from './support/provider-bench';
import { startProviderBench } from './support/start-provider-bench';

type PaidView = Extract<CheckoutView, { state: 'paid' }>;

/** What every provider behind the port does; what only one of them does has files of its own. */
describe.each(PROVIDER_NAMES)('%s', (name) => {
  let bench: ProviderBench;

  beforeAll(async () => {
    bench = await startProviderBench(name);
  });
  afterAll(() => bench.stop());

  let captures = 0;
  const capture = (checkoutId: string, key = `order:test:capture:${(captures += 1)}`) =>
    bench.provider.captureCheckout({ checkoutId, idempotencyKey: key });
  const open = async (over: Partial<StartCheckoutInput> = {}) => {
    const order = await bench.order(over);
    const { objectId } = await bench.provider.startCheckout(order);
    return { order, objectId };
  };
  const paid = async (over: Partial<StartCheckoutInput> = {}) => {
    const { order, objectId } = await open(over);
    await bench.agree(objectId);
    return { order, objectId, view: paidView(await capture(objectId)) };
  };

  describe('starting a checkout', () => {
    it('opens a page for the gross total', async () => {
      const order = await bench.order();
      const checkout = await bench.provider.startCheckout(order);
      expect(checkout.expiresAt).toBe(order.expiresAt);
      const page = await (await fetch(checkout.url)).text();
      expect(page).toContain('Meeting Room +5');
      expect(page).toContain('680.16');
      expect(await bench.provider.lookUp(checkout.objectId)).toEqual({ state: 'open', lastProblem: null });
    });

    it('repeated with its key is the same checkout, with other content a refusal', async () => {
      const order = await bench.order();
      const first = await bench.provider.startCheckout(order);
      expect(await bench.provider.startCheckout(order)).toEqual(first);
      const other = { ...order, amount: { amountMinor: 1_000, currency: 'USD' as const } };
      const failure = await failureOf(bench.provider.startCheckout(other));
      expect([failure.kind, failure.code]).toEqual(['refused', `${name}_key_reused`]);
      expect(await bench.checkoutsOf(order.orderId)).toEqual([first.objectId]);
    });

    it('takes a long or odd description and an address that nobody could mail to', async () => {
      const { objectId } = await open({ description: '会议室 🦊'.repeat(100), email: 'a b@c.test' });
      await bench.agree(objectId);
      expect(await capture(objectId)).toMatchObject({ state: 'paid' });
    });
  });

  describe('a payment', () => {
    it('is read back with amount, currency, order and attempt, and nothing saved that nobody agreed to', async () => {
      const { order, objectId, view } = await paid({ attemptNo: 3 });
      const { captureId, ...facts } = view;
      expect(captureId).not.toBe('');
      expect(facts).toEqual({
        state: 'paid',
        amount: order.amount,
        orderId: order.orderId,
        attemptNo: 3,
        savedMethod: null,
        refundedMinor: 0,
      });
      expect(await bench.provider.lookUp(objectId)).toEqual(view);
    });

    it('is taken once, however often it is captured, and also when the key is forgotten', async () => {
      const { order, objectId, view } = await paid();
      for (const key of ['again:1', 'again:1', 'again:2']) expect(await capture(objectId, key)).toEqual(view);
      await bench.moveClock('PT25H');
      expect(await capture(objectId, 'again:1')).toEqual(view);
      expect(await bench.receivedMinor(order.orderId)).toBe(68_016);
    });

    it('of twenty captures at once is taken once', async () => {
      const { order, objectId } = await open();
      await bench.agree(objectId);
      await Promise.allSettled(Array.from({ length: 20 }, (_, at) => capture(objectId, `race:${objectId}:${at % 4}`)));
      expect(await capture(objectId)).toMatchObject({ state: 'paid' });
      expect(await bench.receivedMinor(order.orderId)).toBe(68_016);
    });

    it('that nobody agreed to takes nothing', async () => {
      const { order, objectId } = await open();
      expect(await capture(objectId)).toMatchObject({ state: 'open' });
      expect(await bench.receivedMinor(order.orderId)).toBe(0);
    });

    it('declined leaves the checkout open and says why; another try then pays it once', async () => {
      const { order, objectId } = await open();
      await bench.agree(objectId, 'declined');
      const declined = await capture(objectId);
      expect(declined.state === 'open' && declined.lastProblem).toMatch(/^[a-z_]+$/);
      await bench.agree(objectId);
      expect(await capture(objectId)).toMatchObject({ state: 'paid', amount: order.amount });
      expect(await bench.receivedMinor(order.orderId)).toBe(68_016);
    });

    it('with consent saves the method, which can be forgotten, twice if need be', async () => {
      const { view } = await paid({ saveMethod: true });
      const methodId = view.savedMethod?.providerMethodId ?? '';
      expect(view.savedMethod).toMatchObject({ providerCustomerId: expect.stringMatching(/^\w+$/) });
      expect(await bench.isForgotten(methodId)).toBe(false);
      for (const key of ['forget:1', 'forget:1', 'forget:2']) await bench.provider.forgetMethod(methodId, key);
      await bench.provider.forgetMethod('pm_unknown', 'forget:3');
      expect(await bench.isForgotten(methodId)).toBe(true);
    });

    it('that was made before the page was voided is reported', async () => {
      const { objectId, view } = await paid();
      expect(await bench.provider.voidCheckout(objectId, 'void:paid')).toEqual(view);
    });
  });

  describe('a refund', () => {
    const refund = (captureId: string, refundId: string, amountMinor: number) =>
      bench.provider.refund({
        captureId,
        refundId: `${captureId}-${refundId}`,
        amount: { amountMinor, currency: 'USD' },
        idempotencyKey: `refund:${captureId}:${refundId}`,
      });

    it('goes back in parts, carries our id, and repeated is the same one', async () => {
      const { captureId } = (await paid()).view;
      const first = await refund(captureId, 'r-1', 1_000);
      const amount = { amountMinor: 1_000, currency: 'USD' };
      expect(first).toMatchObject({ outcome: 'made', refund: { refundId: `${captureId}-r-1`, amount, state: 'done' } });
      expect(await refund(captureId, 'r-1', 1_000)).toEqual(first);
      await refund(captureId, 'r-2', 500);
      const listed = await bench.provider.listRefunds(captureId);
      expect(listed.map((sent) => [sent.refundId, sent.amount.amountMinor])).toEqual([
        [`${captureId}-r-1`, 1_000],
        [`${captureId}-r-2`, 500],
      ]);
    });

    it('leaves the payment a payment, which tells how much of it went back', async () => {
      const { objectId, view } = await paid();
      await refund(view.captureId, 'r-1', 60_000);
      expect(await bench.provider.lookUp(objectId)).toEqual({ ...view, refundedMinor: 60_000 });
      await refund(view.captureId, 'r-2', 8_016);
      expect(await bench.provider.lookUp(objectId)).toEqual({ ...view, refundedMinor: 68_016 });
    });

    it('of more than is left, or of what went back already, is a refusal and not a failure', async () => {
      const { captureId, amount } = (await paid()).view;
      expect(await refund(captureId, 'r-1', amount.amountMinor + 1)).toEqual({
        outcome: 'refused',
        code: 'refund_exceeds_payment',
      });
      await refund(captureId, 'r-2', amount.amountMinor);
      expect(await refund(captureId, 'r-3', 1)).toEqual({ outcome: 'refused', code: 'already_refunded' });
      expect(await bench.provider.listRefunds(captureId)).toHaveLength(1);
    });

    it('that somebody made at the provider is listed without an id of ours', async () => {
      const { captureId } = (await paid()).view;
      await bench.refundByHand(captureId);
      expect(await bench.provider.listRefunds(captureId)).toMatchObject([{ refundId: null, state: 'done' }]);
    });

    it('of a payment that nobody knows is a failure', async () => {
      expect((await failureOf(refund('pi_unknown', 'r-1', 1))).kind).toBe('refused');
    });
  });

  describe('payments read back for a comparison', () => {
    const touched = async (from: number): Promise<PaymentView[]> => {
      const [begin, end] = [from, (await bench.nowMs()) + 1_000].map((ms) => new Date(ms).toISOString());
      const views: PaymentView[] = [];
      let page: string | null = null;
      do {
        const found: TouchedPayments = await bench.provider.listTouchedPayments({
          from: begin ?? '',
          until: end ?? '',
          page,
        });
        views.push(...found.payments);
        page = found.next;
      } while (page !== null);
      return views;
    };

    it('say what came, for whom and how much of it is still there; a declined try is none', async () => {
      const from = (await bench.nowMs()) - 1_000;
      const { order, view } = await paid({ attemptNo: 2 });
      const { objectId } = await open();
      await bench.agree(objectId, 'declined');
      await capture(objectId);
      const read = await bench.provider.readPayment(view.captureId);
      const { orderId } = order;
      const { captureId } = view;
      expect(read).toMatchObject({ captureId, orderId, attemptNo: 2, amount: order.amount, refundedMinor: 0 });
      expect(Date.parse(read?.takenAt ?? '')).toBeGreaterThanOrEqual(from - 1_000);
      expect((await touched(from)).filter((one) => one.captureId === captureId)).toEqual([read]);
      expect(await touched((await bench.nowMs()) + 1_000)).toEqual([]);
    });

    it('are listed again when somebody sends a part back or contests them later', async () => {
      const [refunded, contested] = [(await paid()).view, (await paid()).view];
      await bench.moveClock('P3D');
      const from = (await bench.nowMs()) - 1_000;
      expect(await touched(from)).toEqual([]);
      await bench.refundByHand(refunded.captureId);
      await bench.dispute(contested.captureId, 'claim');
      const seen = new Map((await touched(from)).map((one) => [one.captureId, one]));
      expect([...seen.keys()].sort()).toEqual([refunded.captureId, contested.captureId].sort());
      expect(seen.get(refunded.captureId)).toMatchObject({ refundedMinor: 100 });
      expect(seen.get(contested.captureId)).toMatchObject({ refundedMinor: 0, disputed: true });
    });

    it('are unknown under ids that no money came by', async () => {
      const { objectId } = await open();
      for (const id of ['pi_unknown', '5O190127TN364715T', '', '../v1/charges', objectId]) {
        expect(await bench.provider.readPayment(id)).toBeNull();
      }
    });

    it('need the page of a list that exists', async () => {
      const at = new Date(await bench.nowMs()).toISOString();
      const failure = await failureOf(bench.provider.listTouchedPayments({ from: at, until: at, page: 'nowhere 1 2' }));
      expect(failure.kind).toBe('refused');
    });
  });

  it('finds the checkout behind each id that a webhook may name, and none behind others', async () => {
    const { order, objectId, view } = await paid();
    const known = { checkoutId: objectId, orderId: order.orderId };
    for (const id of [objectId, view.captureId]) expect(await bench.provider.resolveCheckout(id)).toEqual(known);
    for (const id of ['cs_test_unknown', 'pi_unknown', '5O190127TN364715T', 're_1', '', '../v1/charges']) {
      expect(await bench.provider.resolveCheckout(id)).toBeNull();
    }
  });
});

function paidView(view: CheckoutView): PaidView {
  if (view.state !== 'paid') throw new Error(`not paid but ${view.state}`);
  return view;
}
