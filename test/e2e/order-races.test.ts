import { eventually } from '../support/eventually';
import { auditOrders } from '../support/e2e/audit';
import { acts, addCompany, payPagesOf, type PayPages } from '../support/e2e/order-acts';
import { outsideOf, type Outside } from '../support/e2e/outside';
import { signIn, type OrderBody, type PartnerClient } from '../support/e2e/partner-client';
import { startSystem, type System } from '../support/e2e/start-system';

jest.setTimeout(120_000);

let system: System;
let pages: PayPages;
let outside: Outside;
let ada: PartnerClient;
let anna: PartnerClient;
let fred: PartnerClient;

async function signInAll(): Promise<void> {
  const emails = ['ada@aurora.example', 'anna@vendor.example', 'fred@vendor.example'];
  const [first, second, third] = await Promise.all(emails.map((email) => signIn(system, email)));
  if (first === undefined || second === undefined || third === undefined) throw new Error('three were to sign in');
  [ada, anna, fred] = [first, second, third];
}

type Method = 'card' | 'paypal' | 'offline' | 'large';
type Act = 'cancel' | 'pay' | 'change' | 'approve' | 'reject' | 'expire';

/** Two acts on one order, and how it ends when the first, or when the second, comes first. */
interface Race {
  readonly method: Method;
  readonly acts: readonly [Act, Act];
  readonly ends: readonly [string, string];
}

const race = (method: Method, ...[a, b, first, second]: readonly [Act, Act, string, string]): Race => ({
  method,
  acts: [a, b],
  ends: [first, second],
});

const RACES: readonly Race[] = [
  race('card', 'cancel', 'pay', 'cancelled', 'completed'),
  race('card', 'cancel', 'change', 'cancelled', 'cancelled'),
  race('card', 'pay', 'change', 'completed', 'awaiting_payment'),
  race('paypal', 'cancel', 'pay', 'cancelled', 'completed'),
  race('paypal', 'cancel', 'change', 'cancelled', 'cancelled'),
  race('paypal', 'pay', 'change', 'completed', 'awaiting_payment'),
  race('offline', 'cancel', 'pay', 'cancelled', 'completed'),
  race('offline', 'cancel', 'change', 'cancelled', 'cancelled'),
  race('offline', 'pay', 'change', 'completed', 'awaiting_payment'),
  // Its money is in and waits for a second pair of eyes: it can be neither cancelled nor paid in another way.
  race('large', 'approve', 'cancel', 'completed', 'completed'),
  race('large', 'approve', 'change', 'completed', 'completed'),
  race('large', 'approve', 'reject', 'completed', 'awaiting_payment'),
];

const ONLINE_EXPIRY: readonly Race[] = [
  race('card', 'cancel', 'expire', 'cancelled', 'expired'),
  race('card', 'pay', 'expire', 'completed', 'expired'),
  race('card', 'change', 'expire', 'awaiting_payment', 'expired'),
  race('paypal', 'cancel', 'expire', 'cancelled', 'expired'),
  race('paypal', 'pay', 'expire', 'completed', 'expired'),
  race('paypal', 'change', 'expire', 'awaiting_payment', 'expired'),
];

const OFFLINE_EXPIRY: readonly Race[] = [
  race('offline', 'cancel', 'expire', 'cancelled', 'expired'),
  race('offline', 'pay', 'expire', 'completed', 'expired'),
  race('offline', 'change', 'expire', 'expired', 'expired'),
  // The deadline stands still while somebody is to approve.
  race('large', 'approve', 'expire', 'completed', 'completed'),
];

const HOUR_MS = 3_600_000;

/** A move takes the provider's clock ahead of ours for a moment, so no page can be opened just then. */
const isFair = ({ method, acts: [a, b], when }: Entry): boolean =>
  !(method === 'offline' && a === 'change' && b === 'expire' && when === 'at once');

type When = 'in turn' | 'the other way round' | 'at once';
const WHENS: readonly When[] = ['in turn', 'the other way round', 'at once'];

interface Entry extends Race {
  readonly when: When;
  readonly title: string;
}

const entriesOf = (races: readonly Race[]): Entry[] =>
  races.flatMap((one) =>
    WHENS.map((when) => ({ ...one, when, title: `${one.method}: ${one.acts.join(' and ')} ${when}` }))
  );

const COMPANIES = 10;
let placedCount = 0;

beforeAll(async () => {
  // Short enough that a move of the clock has few reminders on its way.
  system = await startSystem({ policies: { offlineDeadlineMs: 48 * HOUR_MS, accountManagerReminderDays: [1] } });
  pages = payPagesOf(system);
  outside = outsideOf(system);
  await signInAll();
  await Promise.all(Array.from({ length: COMPANIES }, (_, number) => addCompany(system, `WP-R${number}`)));
}, 60_000);
afterAll(() => system.close(), 60_000);
afterEach(() => outside.calm());

async function place(method: Method): Promise<OrderBody> {
  placedCount += 1;
  const companyId = `WP-R${placedCount % COMPANIES}`;
  if (method !== 'large') return ada.place(companyId, { method });
  const order = await ada.place(companyId, { method: 'offline' }, [{ service: 'desk', quantity: 1_500 }]);
  await payByBank(order);
  return order;
}

const payByBank = (order: OrderBody) =>
  acts.recordReceipt(anna, [{ orderId: order.orderId, amountMinor: order.totals.gross.amountMinor }]);

/** Whether the act was accepted; null when no answer came in time, so that it may still happen. */
type Heard = boolean | null;

const heard = ({ status }: { readonly status: number }): Heard => (status === 503 ? null : status === 200);

async function perform(act: Act, method: Method, order: OrderBody): Promise<Heard> {
  switch (act) {
    case 'pay':
      if (method === 'offline') return (await payByBank(order)).body.allocations[0]?.outcome === 'done';
      return pages.pay(await pages.pageOf(order.orderId));
    case 'change':
      return heard(await acts.changeMethod(ada, order, isOnline(method) ? 'offline' : 'card'));
    case 'cancel':
      return heard(await acts.cancel(ada, order));
    case 'approve':
    case 'reject':
      return heard(await acts[act](fred, order));
    case 'expire':
      throw new Error('time is moved for many orders at once');
  }
}

const isOnline = (method: Method): boolean => method === 'card' || method === 'paypal';

/** Until nothing is under way: what was paid is fulfilled and mailed. */
function ends({ orderId }: OrderBody, ...as: readonly string[]): Promise<OrderBody> {
  let seen = '';
  return ada
    .until(orderId, ({ state, facts }) => {
      seen = state;
      return as.includes(state) && (state !== 'completed' || facts['mailedAt'] !== null);
    })
    .catch((error: unknown) => {
      throw new Error(`${orderId} is ${seen} and not ${as.join(' or ')}`, { cause: error });
    });
}

/** At most so many at a time: two cores carry all of it. */
async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>, width = 6): Promise<void> {
  const waiting = [...items];
  const lane = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: width }, lane));
}

async function auditUntilEmpty(): Promise<readonly string[]> {
  let differences: readonly string[] = ['nothing was asked'];
  await eventually(async () => {
    differences = await auditOrders(system);
    return differences.length === 0;
  }, 20_000).catch(() => undefined);
  return differences;
}

/** Runs many in a `beforeAll`; each has a test of its own that hears how it went. */
class Results {
  private readonly failures = new Map<string, unknown>();
  private readonly done = new Set<string>();

  async note(title: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
      this.done.add(title);
    } catch (error) {
      this.failures.set(title, error);
    }
  }

  hear(title: string): void {
    if (this.failures.has(title)) throw this.failures.get(title);
    expect(this.done).toContain(title);
  }
}

async function runRace({ method, acts: [a, b], ends: [first, second], when }: Entry): Promise<void> {
  const order = await place(method);
  if (when === 'in turn') {
    await perform(a, method, order);
    if (a === 'pay') await ends(order, first);
    await perform(b, method, order);
    await ends(order, first);
    return;
  }
  if (when === 'the other way round') {
    await perform(b, method, order);
    if (b === 'pay') await ends(order, second);
    await perform(a, method, order);
    await ends(order, second);
    return;
  }
  const [isFirst, isSecond] = await Promise.all([perform(a, method, order), perform(b, method, order)]);
  // Whoever was told that the order took the other way was told the truth.
  const isPaying = a === 'pay' || a === 'approve';
  const isRivalAccepted = isPaying ? isSecond : isFirst;
  await ends(order, ...(isRivalAccepted === null ? [first, second] : [isPaying === isRivalAccepted ? second : first]));
}

describe('two acts on one order', () => {
  const entries = entriesOf(RACES);
  const results = new Results();
  beforeAll(() => inParallel(entries, (entry) => results.note(entry.title, () => runRace(entry))), 120_000);

  it.each(entries)('$title: one named end', ({ title }) => results.hear(title));
});

describe('a change of method, both ways to pay used', () => {
  const METHODS = ['card', 'paypal', 'offline'] as const;
  const changes = METHODS.flatMap((from) =>
    METHODS.flatMap((to) => (to === from ? [] : [{ from, to, title: `from ${from} to ${to}` }]))
  );
  const results = new Results();

  /** By whoever still has the page, or the proforma, of that method. */
  async function payBy(method: Method, order: OrderBody, attemptNo: number): Promise<void> {
    if (method === 'offline') {
      await payByBank(order);
      return;
    }
    const page = await pages.pageOf(order.orderId, attemptNo);
    await pages.pay(page);
    if (method === 'paypal') await pages.captureByHand(page);
  }

  beforeAll(
    () =>
      inParallel(changes, ({ from, to, title }) =>
        results.note(title, async () => {
          const order = await place(from);
          const changed = await acts.changeMethod(ada, order, to);
          expect(changed.status).toBe(200);
          const newPage = from === 'offline' ? 1 : 2;
          await Promise.all([payBy(from, order, 1), payBy(to, order, newPage)]);
          await ends(order, 'completed');
        })
      ),
    60_000
  );

  it.each(changes)('$title: the order is fulfilled once', ({ title }) => results.hear(title));
});

describe('PayPal and Stripe pages open at once, both paid', () => {
  /** What each provider holds for the order. */
  async function held({ orderId }: OrderBody): Promise<{ stripe: number; paypal: number }> {
    const { stripe, paypal } = await outside.ledgers();
    const card = stripe.filter(({ metadata }) => metadata['order_id'] === orderId);
    const other = paypal.filter(({ customId }) => customId?.startsWith(orderId));
    return {
      stripe: card.reduce((sum, { receivedMinor, refundedMinor }) => sum + receivedMinor - refundedMinor, 0),
      paypal: other.reduce((sum, { netMinor }) => sum + netMinor, 0),
    };
  }

  const holds = (order: OrderBody, wanted: { stripe: number; paypal: number }): Promise<unknown> =>
    eventually(async () => {
      expect(await held(order)).toEqual(wanted);
      return true;
    });

  it('one order fulfilled by card, the money from PayPal returned', async () => {
    const order = await place('paypal');
    const page = await pages.pageOf(order.orderId);
    await acts.changeMethod(ada, order, 'card');
    await pages.pay(await pages.pageOf(order.orderId, 2));
    await ends(order, 'completed');
    await pages.pay(page);
    expect(await pages.captureByHand(page)).toBe(true);
    await holds(order, { stripe: order.totals.gross.amountMinor, paypal: 0 });
  });

  it('one order fulfilled by PayPal, the money by card returned', async () => {
    const order = await place('paypal');
    const page = await pages.pageOf(order.orderId);
    await acts.changeMethod(ada, order, 'card');
    // The card is charged before anybody hears of PayPal's money, and nobody hears of the card.
    await outside.stripeFault({ effect: 'webhook-lost', times: 20 });
    expect(await pages.pay(await pages.pageOf(order.orderId, 2))).toBe(true);
    await pages.pay(page);
    expect(await pages.captureByHand(page)).toBe(true);
    await ends(order, 'completed');
    await holds(order, { stripe: 0, paypal: order.totals.gross.amountMinor });
  });

  it('a card page that was paid before the change to PayPal wins, and PayPal’s never opens', async () => {
    const order = await place('card');
    await outside.stripeFault({ effect: 'webhook-lost', times: 20 });
    expect(await pages.pay(await pages.pageOf(order.orderId))).toBe(true);
    expect(await acts.changeMethod(ada, order, 'paypal')).toMatchObject({
      status: 409,
      body: { code: 'money_received' },
    });
    await ends(order, 'completed');
    await holds(order, { stripe: order.totals.gross.amountMinor, paypal: 0 });
    expect(await system.db('payment_attempts').where({ order_id: order.orderId })).toHaveLength(1);
  });
});

describe('the audit', () => {
  it('finds nothing once everything has settled', async () => {
    expect(await auditUntilEmpty()).toEqual([]);
  });

  it('tells of money that a provider holds for a cancelled order until it has gone back', async () => {
    const order = await place('paypal');
    const page = await pages.pageOf(order.orderId);
    expect((await acts.cancel(ada, order)).status).toBe(200);
    await system.killWorker();
    try {
      await pages.pay(page);
      expect(await pages.captureByHand(page)).toBe(true);
      expect(await auditOrders(system)).toEqual([
        `${order.orderNo} (cancelled) is not paid but ${order.totals.gross.amountMinor} is held by providers`,
      ]);
    } finally {
      await system.startWorker();
    }
    expect(await auditUntilEmpty()).toEqual([]);
  });
});

describe.each([
  { by: '25 hours', byMs: 25 * HOUR_MS, races: ONLINE_EXPIRY },
  { by: '49 hours', byMs: 49 * HOUR_MS, races: OFFLINE_EXPIRY },
])('an act and the deadline, $by later', ({ byMs, races }) => {
  const entries = entriesOf(races).filter(isFair);
  const results = new Results();

  async function move(): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    const request = { method: 'POST', headers, body: JSON.stringify({ byMs }) };
    const response = await fetch(`${system.sandbox.urls.control}/clock/advance`, request);
    if (!response.ok) throw new Error(await response.text());
  }

  /** Each order that waits is one more step of the clock. */
  async function cancelOthers(): Promise<void> {
    const waiting: string[] = await system.db('orders').where({ state: 'awaiting_payment' }).pluck('order_id');
    await inParallel(waiting, async (orderId) => {
      await acts.cancel(ada, { orderId });
    });
  }

  async function raceTime(): Promise<void> {
    await cancelOthers();
    const orders = new Map<string, OrderBody>();
    const orderOf = ({ title }: Entry): OrderBody => orders.get(title) ?? neverPlaced(title);
    await inParallel(entries, async (entry) => {
      orders.set(entry.title, await place(entry.method));
    });
    const act = (entry: Entry): Promise<Heard> => perform(entry.acts[0], entry.method, orderOf(entry));
    const only = (when: When): Entry[] => entries.filter((entry) => entry.when === when);
    await inParallel(only('in turn'), async (entry) => {
      await act(entry);
      if (entry.ends[0] === 'completed') await ends(orderOf(entry), 'completed');
    });
    const accepted = new Map<string, Heard>();
    await Promise.all([
      move(),
      inParallel(only('at once'), async (entry) => {
        accepted.set(entry.title, await act(entry));
      }),
    ]);
    await inParallel(only('the other way round'), async (entry) => {
      await act(entry);
    });
    await inParallel(
      entries,
      (entry) => {
        const [first, second] = entry.ends;
        const told = { 'in turn': true, 'the other way round': false, 'at once': accepted.get(entry.title) ?? null };
        const isFirst = told[entry.when];
        const possible = isFirst === null ? [first, second] : [isFirst ? first : second];
        return results.note(entry.title, () => ends(orderOf(entry), ...possible));
      },
      entries.length
    );
  }

  beforeAll(raceTime, 120_000);

  it.each(entries)('$title: one named end', ({ title }) => results.hear(title));

  it('leaves no money unaccounted for', async () => {
    expect(await auditUntilEmpty()).toEqual([]);
  });
});

function neverPlaced(title: string): never {
  throw new Error(`${title} was not placed`);
}
