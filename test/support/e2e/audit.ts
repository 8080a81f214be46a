import type { OrderState } from '../../../domain/order/order-state';
import { outsideOf } from './outside';
import type { System } from './start-system';

/** What the database says of an order, and what the world outside says. */
interface Audited {
  readonly orderId: string;
  readonly orderNo: string;
  readonly state: OrderState;
  readonly isPaid: boolean;
  readonly companyId: string;
  readonly totalMinor: number;
  /** Received less returned, both providers. */
  readonly heldMinor: number;
  /** Of the payment that the order was fulfilled for: refunds on record, and what disputes withhold or took. */
  readonly takenBackMinor: number;
  readonly creditNotes: number;
  /** Of people, concluded, of an order that had an invoice. */
  readonly creditedRefunds: number;
  readonly wasInvoiced: boolean;
  /** Live allocations and what was closed as bank charges. */
  readonly bankMinor: number;
  /** Of payments that a person was asked about and that are not on their way back. */
  readonly shownMinor: number;
  readonly winners: number;
  readonly invoices: number;
  /** Changes that Workplace made for this order. */
  readonly activations: number;
  /** Different Message-IDs of invoice mails in the mailbox. */
  readonly invoiceMails: number;
}

/**
 * Compares the stand-ins' ledgers, Workplace and the mailbox with the orders in the database. Each difference is a line in
 * words; none when all agree. Returns that are still on their way are differences: ask again until they have arrived.
 * @param companyIds orders of these alone; of all when it is not given
 */
export async function auditOrders(system: System, companyIds?: readonly string[]): Promise<readonly string[]> {
  const orders = await readOrders(system, companyIds);
  return [
    ...orders.flatMap(differencesOf),
    ...(await gapsIn(system, 'invoices')),
    ...(await gapsIn(system, 'proformas')),
    ...(await gapsIn(system, 'credit_notes')),
  ];
}

function differencesOf(order: Audited): string[] {
  const { state, isPaid, totalMinor, heldMinor, takenBackMinor, bankMinor, shownMinor } = order;
  const times = timesDelivered(order);
  const mayBeHalfWay = state === 'fulfilling' || state === 'refunding' || (state === 'needs_attention' && isPaid);
  const checks: (string | false)[] = [
    isPaid &&
      heldMinor + takenBackMinor + bankMinor - shownMinor !== totalMinor &&
      `is paid with ${totalMinor} but ${heldMinor} is held by providers, ${takenBackMinor} went back and ${bankMinor} came by bank`,
    !isPaid && heldMinor !== shownMinor && `is not paid but ${heldMinor - shownMinor} is held by providers`,
    !isPaid &&
      ['cancelled', 'expired'].includes(state) &&
      bankMinor !== 0 &&
      `has ended with ${bankMinor} from the bank`,
    order.winners > 1 && `has ${order.winners} winning captures`,
    isPaid && bankMinor === 0 && order.winners !== 1 && totalMinor > 0 && 'is paid by nothing on record',
    order.creditNotes !== order.creditedRefunds &&
      `has ${order.creditNotes} credit notes for ${order.creditedRefunds} refunds`,
    !mayBeHalfWay && order.activations !== times && `was activated ${order.activations} times at Workplace`,
    !mayBeHalfWay && order.invoices !== times && `has ${order.invoices} invoices`,
    !mayBeHalfWay && order.invoiceMails !== times && `had its invoice mailed under ${order.invoiceMails} Message-IDs`,
  ];
  return checks.flatMap((line) => (line === false ? [] : [`${order.orderNo} (${state}) ${line}`]));
}

/** What was sold was delivered once, whatever went back afterwards; a parked order that was refunded never was completed. */
function timesDelivered({ state, wasInvoiced }: Audited): 0 | 1 {
  if (state === 'refunded') return wasInvoiced ? 1 : 0;
  return state === 'completed' || state === 'partially_refunded' ? 1 : 0;
}

/** Every series of every seller and year is 1, 2, 3, … */
async function gapsIn({ db }: System, table: 'invoices' | 'proformas' | 'credit_notes'): Promise<string[]> {
  const series: { name: string; numbers: number[] }[] = await db(table)
    .select(db.raw(`seller_id || ' ' || series || ' ' || year as name, array_agg(number order by number) as numbers`))
    .groupBy('seller_id', 'series', 'year');
  return series
    .filter(({ numbers }) => numbers.some((number, index) => number !== index + 1))
    .map(({ name, numbers }) => `the numbers of ${name} have a gap: ${numbers.join(', ')}`);
}

interface Row {
  readonly order_id: string;
  readonly order_no: string;
  readonly state: OrderState;
  readonly paid_at: string | null;
  readonly company_id: string;
  readonly gross_minor: number;
  readonly credit_notes: number;
  readonly credited_refunds: number;
  readonly invoiced_at: string | null;
  readonly bank: number;
  readonly shown: number;
  readonly taken_back: number;
  readonly winners: number;
  readonly invoices: number;
}

const ORDERS = `
  select o.order_id, o.order_no, o.state, o.paid_at, o.company_id, o.gross_minor,
    o.invoiced_at,
    (select count(*) from credit_notes n where n.order_id = o.order_id and n.cause <> 'correction')::int as credit_notes,
    (select count(*) from order_refunds f
       where f.order_id = o.order_id and f.invoice_id is not null and f.state = 'done')::int as credited_refunds,
    o.shortfall_minor + (select coalesce(sum(a.amount_minor), 0) from receipt_allocations a
       where a.order_id = o.order_id and a.reversed_at is null)::bigint as bank,
    (select coalesce(sum(c.amount_minor), 0) from captures c
       where c.order_id = o.order_id and not c.winning
         and not exists (select 1 from refunds r where r.capture_id = c.capture_id and r.cause in ('stray', 'person'))
         and exists (select 1 from tasks t where t.dedupe_key = 'stray:' || c.provider || ':' || c.provider_object_id))::bigint
      as shown,
    ((select coalesce(sum(r.amount_minor), 0) from refunds r join captures c on c.capture_id = r.capture_id
       where r.order_id = o.order_id and c.winning and r.cause <> 'stray' and r.state in ('pending', 'done')) +
     (select coalesce(sum(d.amount_minor), 0) from disputes d join captures c on c.capture_id = d.capture_id
       where d.order_id = o.order_id and c.winning
         and (d.state = 'lost' or (d.state = 'open' and d.provider = 'stripe'))
         and not exists (select 1 from refunds r where r.dispute_id = d.dispute_id)))::bigint as taken_back,
    (select count(*) from captures c where c.order_id = o.order_id and c.winning)::int as winners,
    (select count(*) from invoices i where i.order_id = o.order_id)
      - (select count(*) from invoice_corrections k where k.order_id = o.order_id and k.state = 'done')::int as invoices
  from orders o where ?::text[] is null or o.company_id = any(?::text[]) order by o.order_no`;

async function readOrders(system: System, companyIds?: readonly string[]): Promise<Audited[]> {
  const only = companyIds === undefined ? null : [...companyIds];
  const { rows } = await system.db.raw<{ rows: Row[] }>(ORDERS, [only, only]);
  const held = await heldByOrder(system);
  const keys = await activationKeys(system, [...new Set(rows.map(({ company_id: companyId }) => companyId))]);
  const mailed = await mailedByOrder(
    system,
    rows.map(({ order_id: orderId }) => orderId)
  );
  return rows.map((row) => ({
    orderId: row.order_id,
    orderNo: row.order_no,
    state: row.state,
    isPaid: row.paid_at !== null,
    companyId: row.company_id,
    totalMinor: row.gross_minor,
    heldMinor: held(row.order_id),
    creditNotes: row.credit_notes,
    creditedRefunds: row.credited_refunds,
    wasInvoiced: row.invoiced_at !== null,
    bankMinor: row.bank,
    shownMinor: row.shown,
    takenBackMinor: row.taken_back,
    winners: row.winners,
    invoices: row.invoices,
    activations: keys.filter((key) => key.includes(row.order_id)).length,
    invoiceMails: mailed(row.order_id),
  }));
}

/** Message-IDs of invoice mails that have reached the mailbox. */
async function mailedByOrder(system: System, orderIds: readonly string[]): Promise<(orderId: string) => number> {
  const outside = outsideOf(system);
  const rows: { order_id: string; message_id: string }[] = await system
    .db('mails')
    .where({ kind: 'payment_received' })
    .whereIn('order_id', orderIds)
    .select('order_id', 'message_id');
  const arrived = await Promise.all(rows.map(({ message_id: messageId }) => outside.hasMail(messageId)));
  return (orderId) => rows.filter((row, index) => row.order_id === orderId && arrived[index]).length;
}

async function heldByOrder(system: System): Promise<(orderId: string) => number> {
  const { stripe, paypal } = await outsideOf(system).ledgers();
  return (orderId) =>
    [
      ...stripe
        .filter(({ metadata }) => metadata['order_id'] === orderId)
        .map((e) => e.receivedMinor - e.refundedMinor - e.withdrawnMinor),
      ...paypal.filter(({ customId }) => customId?.startsWith(orderId)).map(({ netMinor }) => netMinor),
    ].reduce((sum, minor) => sum + minor, 0);
}

async function activationKeys(system: System, companyIds: readonly string[]): Promise<string[]> {
  const outside = outsideOf(system);
  const all = await Promise.all(companyIds.map((companyId) => outside.historyOf(companyId)));
  return all.flat().map(({ idempotencyKey }) => idempotencyKey);
}
