import { setTimeout as pause } from 'node:timers/promises';
import { acts, payPagesOf } from '../e2e/order-acts';
import type { OrderBody } from '../e2e/partner-client';
import { completed, inState, payByBank, payOnPage, place } from './buyer-acts';
import { KILLS, randomFrom, type ChaosWorld, type Kill } from './chaos-world';
import { insistOn, patiently, patientlyUntil } from './insist';
import { settle } from './verdict';

export interface SoakReport {
  readonly orders: number;
  readonly kills: Readonly<Record<Kill, number>>;
  /** Processes that ended by themselves and were started again. */
  readonly ended: number;
  readonly byCourse: Readonly<Record<string, number>>;
  /** Orders that did not get to their end, and what the closing audit found. */
  readonly differences: readonly string[];
}

export interface SoakPlan {
  readonly seed: string;
  readonly minutes: number;
  readonly atOnce: number;
  say(line: string): void;
}

const of = ({ orderId }: OrderBody, act: string): string => `/v1/orders/${orderId}/${act}`;

/** What becomes of an order; each as often as its weight says. */
const COURSES: Readonly<Record<string, { weight: number; walk(world: ChaosWorld, companyId: string): Promise<void> }>> =
  {
    'by card': { weight: 6, walk: (world, companyId) => paidOnline(world, companyId, 'card') },
    'by PayPal': { weight: 4, walk: (world, companyId) => paidOnline(world, companyId, 'paypal') },
    'by bank': {
      weight: 3,
      walk: async (world, companyId) => {
        const order = await place(world, companyId, { method: 'offline' });
        await payByBank(world, order);
        await completed(world, order);
      },
    },
    cancelled: {
      weight: 2,
      walk: async (world, companyId) => {
        const order = await place(world, companyId, { method: 'card' });
        await insistOn(world.ada, of(order, 'cancel'));
        await inState(world, order, 'cancelled');
      },
    },
    'paid and cancelled at once': { weight: 2, walk: payAgainstCancel },
    'paid twice, by two providers': { weight: 1, walk: paidTwice },
    'paid late': { weight: 1, walk: paidLate },
  };

async function paidOnline(world: ChaosWorld, companyId: string, method: 'card' | 'paypal'): Promise<void> {
  const order = await place(world, companyId, { method });
  await payOnPage(world, order);
  await completed(world, order);
}

/** Whoever is first wins, and the other hears so. */
async function payAgainstCancel(world: ChaosWorld, companyId: string): Promise<void> {
  const order = await place(world, companyId, { method: 'card' });
  const pages = payPagesOf(world.system);
  const page = await patiently('a page', () => pages.pageOf(order.orderId));
  await Promise.all([pages.pay(page).catch(() => false), acts.cancel(world.ada, order).catch(() => null)]);
  await ended(world, order);
}

async function ended({ anna }: ChaosWorld, { orderId }: OrderBody): Promise<void> {
  await patientlyUntil(
    anna,
    orderId,
    ({ state, facts }) => state === 'cancelled' || (state === 'completed' && facts['mailedAt'] !== null)
  );
}

/** The page that was left is approved and captured by hand after the other one was paid. */
async function paidTwice(world: ChaosWorld, companyId: string): Promise<void> {
  const order = await place(world, companyId, { method: 'paypal' });
  const pages = payPagesOf(world.system);
  const left = await patiently('a page', () => pages.pageOf(order.orderId));
  await insistOn(world.ada, of(order, 'change-method'), { method: 'card', autoRenew: 'keep' });
  await payOnPage(world, order);
  await completed(world, order);
  await captureLate(world, order, left);
}

async function paidLate(world: ChaosWorld, companyId: string): Promise<void> {
  const order = await place(world, companyId, { method: 'paypal' });
  const page = await patiently('a page', () => payPagesOf(world.system).pageOf(order.orderId));
  await insistOn(world.ada, of(order, 'cancel'));
  await inState(world, order, 'cancelled');
  await captureLate(world, order, page);
}

async function captureLate(
  { system }: ChaosWorld,
  { orderId }: OrderBody,
  page: Parameters<ReturnType<typeof payPagesOf>['pay']>[0]
): Promise<void> {
  const pages = payPagesOf(system);
  await patiently('an approval', async () => ((await pages.pay(page)) ? true : null));
  await patiently('a capture by hand', async () => ((await pages.captureByHand(page)) ? true : null));
  await patiently('the money back', async () => {
    const rows = await system.db('refunds').where({ order_id: orderId }).select<{ state: string }[]>('state');
    return rows.length > 0 && rows.every(({ state }) => state === 'done') ? true : null;
  });
}

/** Orders flow until the time is over, while one after the other dies; then everything comes to its end and is compared. */
export async function runSoak(world: ChaosWorld, plan: SoakPlan): Promise<SoakReport> {
  const until = Date.now() + plan.minutes * 60_000;
  const byCourse: Record<string, number> = {};
  const stuck: string[] = [];
  const random = randomFrom(`orders ${plan.seed}`);
  const lane = async (lane: number): Promise<void> => {
    for (let count = 0; Date.now() < until; count += 1) {
      const name = drawCourse(random());
      const companyId = `WP-S-${lane}-${count}`;
      byCourse[name] = (byCourse[name] ?? 0) + 1;
      await COURSES[name]?.walk(world, companyId).catch((error: unknown) => {
        stuck.push(`${companyId} (${name}): ${error instanceof Error ? error.message : String(error)}`);
      });
    }
  };
  const [kills] = await Promise.all([
    killUntil(world, { ...plan, until }),
    ...Array.from({ length: plan.atOnce }, (_, index) => lane(index)),
  ]);
  plan.say('The orders are all at their end. Everybody is asked.');
  const differences = await settle(world);
  const orders = Object.values(byCourse).reduce((sum, count) => sum + count, 0);
  return { orders, ...kills, byCourse, differences: [...stuck, ...differences] };
}

function drawCourse(draw: number): string {
  const all = Object.entries(COURSES);
  let left = draw * all.reduce((sum, [, { weight }]) => sum + weight, 0);
  for (const [name, { weight }] of all) if ((left -= weight) < 0) return name;
  return all[0]?.[0] ?? '';
}

const PAUSE_MS = { least: 2_000, most: 9_000 } as const;
const LONGEST_OUTAGE_MS = 2_000;

async function killUntil(
  world: ChaosWorld,
  { seed, until, say }: SoakPlan & { readonly until: number }
): Promise<Pick<SoakReport, 'kills' | 'ended'>> {
  const random = randomFrom(`kills ${seed}`);
  const kills: Record<Kill, number> = { worker: 0, api: 0, postgres: 0, temporal: 0 };
  let ended = 0;
  while (Date.now() < until) {
    await pause(PAUSE_MS.least + random() * (PAUSE_MS.most - PAUSE_MS.least));
    const what = KILLS[Math.floor(random() * KILLS.length)] ?? 'worker';
    const outageMs = random() * LONGEST_OUTAGE_MS;
    await world.kill(what, () => pause(outageMs));
    kills[what] += 1;
    ended += (await world.revive()).length;
    const total = Object.values(kills).reduce((sum, count) => sum + count, 0);
    if (total % 10 === 0) say(`${total} kills`);
  }
  return { kills, ended };
}
