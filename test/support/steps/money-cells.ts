import { findAttempt, markVoided } from '../../../db/payment/attempts';
import { inTransaction } from '../../../db/shared/transaction';
import type { OrderState } from '../../../domain/order/order-state';
import type { ProviderName } from '../../../domain/payment/provider-name';
import type { PartnerRows } from '../rows/partner-rows';
import type { StepBench } from './step-bench';

/** What the look finds: on a page that this order opened, its money taken at the provider. */
export const MONEY_SEEN = [
  'the same capture',
  'right money',
  'wrong amount',
  'money again',
  'beside bank money',
] as const;
export type MoneySeen = (typeof MONEY_SEEN)[number];

export const UNPAID: readonly OrderState[] = ['awaiting_payment', 'cancelled', 'expired'];
export const ODD_MINOR = 100;

export interface Page {
  readonly orderId: string;
  readonly attemptNo: number;
  readonly provider: ProviderName;
  readonly checkoutId: string;
}

const other = (provider: ProviderName): ProviderName => (provider === 'stripe' ? 'paypal' : 'stripe');

export interface Pages {
  readonly stray: Page;
  readonly second: Page;
  readonly totalMinor: number;
}

export interface OrderFacts {
  readonly state: OrderState;
  readonly paid_at: string | null;
}

const PARKED = { parked_step: 'activateCapacity', parked_reason: 'workplace_refused' };

/** Brings orders into every state with the money that they have there, in the way that orders come to it. */
export class MoneyCells {
  constructor(
    private readonly bench: StepBench,
    private readonly partner: PartnerRows
  ) {}

  async openPage(orderId: string, attemptNo: number, provider: ProviderName): Promise<Page> {
    await this.bench
      .db('orders')
      .where({ order_id: orderId })
      .update({ method: provider === 'stripe' ? 'card' : 'paypal' });
    const expiresAt = new Date(Date.parse(this.bench.now()) + 3_600_000).toISOString();
    const { checkoutId } = await this.bench.steps.openCheckout({ orderId, attemptNo, expiresAt, at: this.bench.now() });
    return { orderId, attemptNo, provider, checkoutId };
  }

  /** By its payer, and at PayPal by hand of the merchant: nothing of the product takes it. */
  async takeAtProvider({ provider, checkoutId }: Page): Promise<void> {
    if (provider === 'stripe') return this.bench.stripe.pay(checkoutId);
    await this.bench.paypal.control(`approve/${checkoutId}`);
    await this.bench.paypal.control(`capture/${checkoutId}`);
  }

  async addToTotal(orderId: string, byMinor: number): Promise<void> {
    const { db } = this.bench;
    await db('orders').where({ order_id: orderId }).increment('net_minor', byMinor).increment('gross_minor', byMinor);
  }

  /** An order that waits for money, with a page that was left for another one. */
  async placed(provider: ProviderName, event: MoneySeen): Promise<Pages> {
    const orderId = await this.bench.request(this.partner);
    const recorded = await this.bench.steps.recordOrder({ orderId, at: this.bench.now() });
    if (recorded.outcome !== 'recorded') throw new Error(recorded.code);
    const oddMinor = event === 'wrong amount' ? ODD_MINOR : 0;
    await this.addToTotal(orderId, oddMinor);
    const stray = await this.openPage(orderId, 1, provider);
    await this.addToTotal(orderId, -oddMinor);
    const first = await findAttempt(this.bench.db, orderId, 1);
    if (first === null) throw new Error('no attempt');
    await inTransaction(this.bench.db, (trx) => markVoided(trx, first, this.bench.now()));
    const second = await this.openPage(orderId, 2, event === 'money again' ? other(provider) : provider);
    return { stray, second, totalMinor: recorded.amount.amountMinor };
  }

  async look(page: Page): Promise<void> {
    const { orderId, attemptNo, provider, checkoutId } = page;
    const { state } = await this.orderRow(orderId);
    const at = this.bench.now();
    if (state === 'awaiting_payment') await this.bench.steps.settlePayment({ orderId, attemptNo, at });
    else await this.bench.steps.reviewStray({ orderId, provider, checkoutId, at });
  }

  async sendRefunds(orderId: string): Promise<void> {
    for (const item of await this.bench.steps.planAftercare({ orderId, at: this.bench.now() })) {
      if (item.kind === 'send_refund')
        await this.bench.steps.sendRefund({ orderId, refundId: item.refundId, at: this.bench.now() });
    }
  }

  async putInto(state: OrderState, orderId: string, facts: object = {}): Promise<void> {
    const now = this.bench.now();
    const isClosed = ['completed', 'cancelled', 'expired', 'refunded', 'partially_refunded'].includes(state);
    await this.bench
      .db('orders')
      .where({ order_id: orderId })
      .update({
        state,
        ...(isClosed ? { closed_at: now } : {}),
        ...(state === 'completed' ? { completed_at: now } : {}),
        ...(state === 'awaiting_approval' ? { approval_since: now } : {}),
        ...(state === 'needs_attention' ? { parked_at: now, ...PARKED } : {}),
        ...facts,
      });
  }

  /** Brings the order into the state in the way that orders come there, with the money that they have then. */
  async arrange(state: OrderState, event: MoneySeen, { stray, second, totalMinor }: Pages): Promise<Page> {
    const { orderId } = stray;
    if (event === 'beside bank money' || state === 'awaiting_approval') {
      const isPaid = !UNPAID.includes(state) && state !== 'awaiting_approval';
      await this.putInto(state, orderId, {
        received_minor: totalMinor,
        ...(isPaid ? { paid_at: this.bench.now() } : {}),
      });
      return this.afterAnEarlierStray(event, { stray, second });
    }
    if (UNPAID.includes(state)) {
      await this.putInto(state, orderId);
      return this.afterAnEarlierStray(event, { stray, second });
    }
    const isParkedUnpaid = state === 'needs_attention' && (event === 'right money' || event === 'wrong amount');
    if (!isParkedUnpaid) {
      await this.takeAtProvider(second);
      await this.look(second);
      await this.sendBackByHand(state, second, totalMinor);
    }
    await this.putInto(state, orderId);
    return event === 'the same capture' ? second : stray;
  }

  async afterAnEarlierStray(event: MoneySeen, { stray, second }: Pick<Pages, 'stray' | 'second'>): Promise<Page> {
    if (event !== 'money again' && event !== 'the same capture') return stray;
    await this.takeAtProvider(second);
    await this.look(second);
    return event === 'money again' ? stray : second;
  }

  /** What ops started before for a state that says so. */
  async sendBackByHand(state: OrderState, { orderId, provider }: Page, totalMinor: number): Promise<void> {
    const amountMinor = { refunded: totalMinor, partially_refunded: ODD_MINOR }[state as string];
    if (amountMinor === undefined) return;
    const { provider_object_id: captureId }: { provider_object_id: string } = await this.bench
      .db('captures')
      .where({ order_id: orderId, winning: true })
      .first('provider_object_id');
    const port = provider === 'stripe' ? this.bench.stripe.provider : this.bench.paypal.provider;
    const sent = await port.refund({
      captureId,
      refundId: `by-hand-${orderId}`,
      amount: { amountMinor, currency: 'USD' },
      idempotencyKey: `by-hand:${orderId}`,
    });
    if (sent.outcome !== 'made') throw new Error(sent.code);
  }

  orderRow(orderId: string): Promise<OrderFacts> {
    return this.bench.db('orders').where({ order_id: orderId }).first();
  }

  async countOf(table: string, where: object): Promise<number> {
    return (await this.bench.db(table).where(where)).length;
  }

  /** What both providers hold for the order: received, less what went back in whatever way. */
  async netOf(orderId: string): Promise<number> {
    const entries = await this.bench.stripe.ledger(orderId);
    const card = entries.reduce(
      (sum, { receivedMinor, refundedMinor, withdrawnMinor }) => sum + receivedMinor - refundedMinor - withdrawnMinor,
      0
    );
    return card + (await this.bench.paypal.net(orderId));
  }
}
