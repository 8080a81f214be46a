import { orderWorkflowId } from '../../workflows/contracts/ids';
import { eventually } from '../support/eventually';
import { acts, addCompany, ask, payPagesOf } from '../support/e2e/order-acts';
import { outsideOf, type Outside } from '../support/e2e/outside';
import { signIn, type OrderBody, type PartnerClient } from '../support/e2e/partner-client';
import { startSystem, type System } from '../support/e2e/start-system';

jest.setTimeout(60_000);

let system: System;
let outside: Outside;
let ada: PartnerClient;
let olga: PartnerClient;
let fred: PartnerClient;
let anna: PartnerClient;

beforeAll(async () => {
  system = await startSystem();
  outside = outsideOf(system);
  ada = await signIn(system, 'ada@aurora.example');
  olga = await signIn(system, 'olga@vendor.example');
  fred = await signIn(system, 'fred@vendor.example');
  anna = await signIn(system, 'anna@vendor.example');
}, 60_000);
afterAll(() => system.close(), 60_000);

interface Refund {
  readonly refundId: string;
  readonly state: string;
  readonly problem: string | null;
  readonly creditNote: { readonly creditNoteNo: string } | null;
}

const isMailed = ({ state, facts }: OrderBody): boolean => state === 'completed' && facts['mailedAt'] !== null;
const refund = async (orderId: string, wish: object): Promise<Refund> => {
  const { status, body } = await ask<Refund>(olga, `/v1/orders/${orderId}/refunds`, { reason: 'agreed', ...wish });
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body;
};
const refundIs = (refundId: string, state: string): Promise<Refund> =>
  eventually(async () => {
    const { body } = await olga.call<Refund>('GET', `/v1/refunds/${refundId}`);
    return body.state === state ? body : null;
  }, 30_000);
const inState = (orderId: string, state: string) => olga.until(orderId, (order) => order.state === state, 30_000);
const post = async (url: string, body: object): Promise<void> => {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
};

async function heldAt(orderId: string): Promise<number> {
  const { stripe, paypal } = await outside.ledgers();
  const byCard = stripe.filter(({ metadata }) => metadata['order_id'] === orderId);
  const byPayPal = paypal.filter(({ customId }) => customId?.startsWith(orderId));
  return (
    byCard.reduce((sum, entry) => sum + entry.receivedMinor - entry.refundedMinor, 0) +
    byPayPal.reduce((sum, { netMinor }) => sum + netMinor, 0)
  );
}

describe('a card order', () => {
  it('is refunded by line, then as a whole, with a credit note by mail each time', async () => {
    const companyId = await addCompany(system, 'WP-R1');
    const placed = await ada.place(companyId);
    await ada.pay(placed);
    const { orderId } = await ada.until(placed.orderId, isMailed, 30_000);
    const part = await refund(orderId, { lines: [{ lineNo: 1, quantity: 2, capacity: 'end_now' }] });
    const first = await refundIs(part.refundId, 'done');
    expect((await inState(orderId, 'partially_refunded')).totals.gross.amountMinor).toBeGreaterThan(
      await heldAt(orderId)
    );
    const rooms = async () => (await outside.historyOf(companyId)).at(-1)?.after.capacities['meeting_room'];
    await eventually(async () => (await rooms()) === 13);
    const rest = await refund(orderId, { capacity: 'end_now' });
    await refundIs(rest.refundId, 'done');
    await inState(orderId, 'refunded');
    expect(await heldAt(orderId)).toBe(0);
    await eventually(async () => (await rooms()) === 10);
    const numbers: number[] = await system.db('credit_notes').orderBy('number').pluck('number');
    expect(numbers).toEqual(numbers.map((_number, index) => index + 1));
    const no = first.creditNote?.creditNoteNo ?? '';
    await eventually(async () =>
      (await outside.mailsTo('ada@aurora.example')).some(({ subject }) => subject.includes(no))
    );
  });
});

describe('a PayPal order', () => {
  it('whose refund PayPal refuses is parked, and finished by a transfer that finance records', async () => {
    const pages = payPagesOf(system);
    const placed = await ada.place(await addCompany(system, 'WP-R2'), { method: 'paypal' });
    await pages.pay(await pages.pageOf(placed.orderId));
    const { orderId } = await ada.until(placed.orderId, isMailed, 30_000);
    await post(`${system.sandbox.urls.paypal}/_sandbox/faults`, { effect: 'refund-refused', times: 1 });
    const { refundId } = await refund(orderId, { capacity: 'keep' });
    expect(await refundIs(refundId, 'parked')).toMatchObject({ problem: 'balance_too_low' });
    expect((await ada.order(orderId)).state).toBe('in_progress');
    expect((await olga.order(orderId)).state).toBe('needs_attention');
    const transfer = { transferredOn: '2026-11-26', bankReference: 'OUT 7' };
    expect((await ask(olga, `/v1/refunds/${refundId}/transfer`, transfer)).status).toBe(403);
    expect((await ask(fred, `/v1/refunds/${refundId}/transfer`, transfer)).status).toBe(200);
    await refundIs(refundId, 'done');
    await inState(orderId, 'refunded');
  });
});

describe('an order that was paid by bank', () => {
  it('is refunded by a transfer, with approval above the limit', async () => {
    const placed = await ada.place(await addCompany(system, 'WP-R3'), { method: 'offline' }, [
      { service: 'desk', quantity: 1_500 },
    ]);
    const { orderId, totals } = placed;
    await acts.recordReceipt(anna, [{ orderId, amountMinor: totals.gross.amountMinor }]);
    await acts.approve(fred, placed);
    await ada.until(orderId, isMailed, 30_000);
    const { refundId, state } = await refund(orderId, { capacity: 'end_now' });
    expect(state).toBe('awaiting_approval');
    expect((await ask(fred, `/v1/refunds/${refundId}/approve`)).status).toBe(200);
    await refundIs(refundId, 'awaiting_transfer');
    expect((await olga.call<{ whoActs: string }>('GET', `/v1/orders/${orderId}`)).body.whoActs).toBe('finance');
    const transfer = { transferredOn: '2026-11-26', bankReference: 'OUT 8' };
    await ask(fred, `/v1/refunds/${refundId}/transfer`, transfer);
    await inState(orderId, 'refunded');
  });
});

describe('an order that is paid and cannot be activated', () => {
  it('gets its money back, and its own workflow ends', async () => {
    const companyId = await addCompany(system, 'WP-R4');
    const placed = await ada.place(companyId);
    const { orderId } = placed;
    const refuse = { match: { method: 'PUT', path: `/v1/companies/${companyId}` }, effect: 'status', status: 422 };
    await outside.workplaceFault({ ...refuse, times: 100 });
    await ada.pay(placed);
    await inState(orderId, 'needs_attention');
    await refund(orderId, {});
    await inState(orderId, 'refunded');
    await outside.calm();
    expect(await heldAt(orderId)).toBe(0);
    const ended = await system.temporal.workflow.getHandle(orderWorkflowId(orderId)).result();
    expect(ended).toMatchObject({ state: 'refunding' });
  });
});

describe('an invoice made out to the wrong buyer', () => {
  it('is credited and made out anew, both mailed to the right address, and no money moves', async () => {
    const placed = await ada.place(await addCompany(system, 'WP-R9'));
    await ada.pay(placed);
    const { orderId } = await ada.until(placed.orderId, isMailed, 30_000);
    const held = await heldAt(orderId);
    const { body } = await ada.call<{ items: { invoiceId: string; invoiceNo: string }[] }>(
      'GET',
      `/v1/invoices?orderId=${orderId}`
    );
    const [old] = body.items;
    const address = `/v1/invoices/${old?.invoiceId ?? ''}`;
    const { body: invoice } = await fred.call<{ buyer: object }>('GET', address);
    const billing = { ...invoice.buyer, company: 'Aurora Holding', email: 'right@aurora.example' };
    const asked = await ask<{ correctionId: string }>(fred, `${address}/corrections`, {
      billing,
      reason: 'wrong company',
    });
    expect(asked.status).toBe(202);
    await eventually(async () => {
      const now = await fred.call<{ state: string }>('GET', `${address}/corrections/${asked.body.correctionId}`);
      return now.body.state === 'done';
    }, 30_000);

    const { body: notes } = await ada.call<{ items: { creditNoteNo: string }[] }>(
      'GET',
      `/v1/credit-notes?orderId=${orderId}`
    );
    const no = notes.items[0]?.creditNoteNo ?? '';
    await eventually(async () => {
      const subjects = (await outside.mailsTo('right@aurora.example')).map(({ subject }) => subject);
      return subjects.some((one) => one.includes(no)) && subjects.some((one) => one.includes('new link to invoice'));
    }, 30_000);
    const { body: invoices } = await ada.call<{ items: { invoiceNo: string; fullyCredited: boolean }[] }>(
      'GET',
      `/v1/invoices?orderId=${orderId}`
    );
    expect(invoices.items.map(({ fullyCredited }) => fullyCredited)).toEqual([false, true]);
    expect(invoices.items[1]?.invoiceNo).toBe(old?.invoiceNo);
    expect(await heldAt(orderId)).toBe(held);
  });
});
