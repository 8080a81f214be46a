import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from '../../../db/shared/connection';
import type { Policies } from '../../../domain/policies/policies';
import type { OrderBody } from '../e2e/partner-client';
import { inState, payByBank, place } from './buyer-acts';
import type { ChaosWorld, Kill } from './chaos-world';
import { insistOn, patiently, patientlyUntil } from './insist';
import type { Path } from './paths';
import { phaseOf, stepOf, type Moment, type Point } from './points';
import { awaitHeld, settle, startWalk, verdictOf, type CellResult, type Walk } from './verdict';

const DEADLINE_MS = 45_000;
const REMINDER_MS = 12_000;

/** Deadlines and reminders of minutes and weeks come in seconds; the engine's own timers wait for them in real time. */
export const TIMER_POLICIES: Partial<Policies> = {
  onlineDeadlineMs: DEADLINE_MS,
  offlineDeadlineMs: DEADLINE_MS,
  buyerReminderBeforeDeadlineMs: REMINDER_MS,
  accountManagerReminderDays: [],
};

interface Timer extends Path {
  /** After placing. */
  readonly dueMs: number;
  /** The step that a fired timer leads to. */
  readonly leadsTo: string;
  /** In place of the timer's own moments: those of a step or message that only an order whose timer fired comes by. */
  readonly held?: Pick<Point, 'kind' | 'name'>;
}

const nobody = { messages: [], activities: [] };
const expires =
  (method: 'card' | 'paypal' | 'offline'): Path['walk'] =>
  async (world, companyId) => {
    const order = await place(world, companyId, { method });
    await inState(world, order, 'expired');
  };

/** Each timer that an order waits by, with the way of an order whose timer fires. */
export const TIMERS = {
  'card deadline': {
    ...nobody,
    what: 'an unpaid page',
    dueMs: DEADLINE_MS,
    leadsTo: 'closeOrder',
    walk: expires('card'),
  },
  'offline deadline': {
    ...nobody,
    what: 'no transfer came',
    dueMs: DEADLINE_MS,
    leadsTo: 'closeOrder',
    walk: expires('offline'),
  },
  reminder: {
    ...nobody,
    what: 'the buyer is reminded',
    dueMs: DEADLINE_MS - REMINDER_MS,
    leadsTo: 'remind',
    walk: expires('offline'),
  },
  'part-paid deadline': {
    ...nobody,
    what: 'part of the money is in',
    dueMs: DEADLINE_MS,
    leadsTo: 'parkOrder',
    walk: returnedPart,
  },
  'message returnAndCancel': {
    ...nobody,
    what: 'after the part-paid deadline',
    dueMs: DEADLINE_MS,
    leadsTo: 'parkOrder',
    held: { kind: 'message', name: 'returnAndCancel' },
    walk: returnedPart,
  },
  'activity returnAndCancel': {
    ...nobody,
    what: 'after the part-paid deadline',
    dueMs: DEADLINE_MS,
    leadsTo: 'parkOrder',
    held: { kind: 'activity', name: 'returnAndCancel' },
    walk: returnedPart,
  },
  'activity remind': {
    ...nobody,
    what: 'after the reminder was due',
    dueMs: DEADLINE_MS - REMINDER_MS,
    leadsTo: 'remind',
    held: { kind: 'activity', name: 'remind' },
    walk: expires('offline'),
  },
} as const satisfies Record<string, Timer>;

export type TimerName = keyof typeof TIMERS;
export const TIMER_NAMES = Object.keys(TIMERS).filter((name): name is TimerName => Object.hasOwn(TIMERS, name));

/** Placed so long before the kill: fired and held, about to fire while everything is down, firing after the restart. */
const PLACED_BEFORE_MS: Readonly<Record<Moment, number>> = { after: 10_000, during: -12_000, before: -35_000 };
const MOMENTS: readonly Moment[] = ['after', 'during', 'before'];
const MARGIN_MS = 1_000;
const ARRIVAL_MS = DEADLINE_MS + 10_000;

export const timerId = (name: TimerName, moment: Moment, kill: Kill): string => `timer/${name}/${moment}/${kill}`;
export const timerIds = (kill: Kill): readonly string[] =>
  TIMER_NAMES.flatMap((name) => MOMENTS.map((moment) => timerId(name, moment, kill)));

type Timed = Walk & { readonly id: string; readonly when: Moment; readonly timer: Timer };

/** One kill meets timers that have just fired, that fire meanwhile, and that fire when everything is back. */
export async function runTimers(world: ChaosWorld, kill: Kill): Promise<readonly CellResult[]> {
  const { gate } = world;
  const latestMs = Math.max(...TIMER_NAMES.map((name) => TIMERS[name].dueMs)) + PLACED_BEFORE_MS.after;
  const sent = await Promise.all(
    TIMER_NAMES.flatMap((name) => MOMENTS.map((moment) => sendTimed(world, { name, moment, kill, latestMs })))
  );
  const fired = sent.filter(({ when }) => when === 'after');
  const late = await awaitHeld(gate, fired, ARRIVAL_MS);
  const dueMs = await duesOf(world, sent);
  const killedMs = Date.now();
  await world.kill(kill, async () => {
    gate.open();
    await pause(Math.max(0, dueMs.during.last + MARGIN_MS - Date.now()));
  });
  const isTimely = { after: true, during: killedMs < dueMs.during.first, before: Date.now() < dueMs.before.first };
  await world.revive();
  await Promise.all(sent.map(({ ended }) => ended));
  const differences = await settle(
    world,
    sent.map(({ companyId }) => companyId)
  );
  const verdicts = sent.map((walk) => {
    const isMissed = late.includes(walk) || !isTimely[walk.when];
    const unreached = isMissed ? 'the timer was not due at the time of the kill that was meant' : null;
    return verdictOf(world, walk, { id: walk.id, unreached, differences });
  });
  return Promise.all(verdicts);
}

async function sendTimed(
  world: ChaosWorld,
  { name, moment, kill, latestMs }: { name: TimerName; moment: Moment; kill: Kill; latestMs: number }
): Promise<Timed> {
  const timer: Timer = TIMERS[name];
  // A step is met when its timer has fired, whichever moment of it is meant.
  const when = timer.held === undefined ? moment : 'after';
  await pause(latestMs - timer.dueMs - PLACED_BEFORE_MS[when]);
  const companyId = `WP-T-${kill}-${name.replaceAll(' ', '-')}-${moment}`;
  if (when === 'after') hold(world, companyId, { timer, moment });
  return { id: timerId(name, moment, kill), when, timer, ...startWalk(world, timer, companyId) };
}

function hold({ gate }: ChaosWorld, companyId: string, { timer, moment }: { timer: Timer; moment: Moment }): void {
  const { held, leadsTo } = timer;
  if (held === undefined) return gate.hold(companyId, `activity:${leadsTo}`, 'enter');
  const point: Point = { path: 'offline', ...held, moment };
  gate.hold(companyId, stepOf(point), phaseOf(point));
}

interface Dues {
  readonly first: number;
  readonly last: number;
}

/** When the timers fire, by the deadlines on record; the orders are all placed by now. */
async function duesOf({ system }: ChaosWorld, sent: readonly Timed[]): Promise<Record<'during' | 'before', Dues>> {
  const dues = async (wanted: Moment): Promise<Dues> => {
    const walks = sent.filter(({ when }) => when === wanted);
    const all = await Promise.all(walks.map((walk) => patiently('a deadline', () => dueOf(system.db, walk))));
    return { first: Math.min(...all), last: Math.max(...all) };
  };
  return { during: await dues('during'), before: await dues('before') };
}

async function dueOf(db: Database, { companyId, timer }: Timed): Promise<number | null> {
  const row = await db('orders')
    .where({ company_id: companyId })
    .first<{ deadline_at: string } | undefined>('deadline_at');
  return row === undefined ? null : Date.parse(row.deadline_at) - (DEADLINE_MS - timer.dueMs);
}

/** A part-paid order never expires: it parks, and its account manager has the money sent back. */
async function returnedPart(world: ChaosWorld, companyId: string): Promise<void> {
  const order = await place(world, companyId, { method: 'offline' });
  await payByBank(world, order, 5_000);
  await patientlyUntil(world.anna, order.orderId, ({ state }) => state === 'needs_attention');
  await insistOn(world.anna, `/v1/orders/${order.orderId}/return-and-cancel`, { reason: 'the crash matrix' });
  await inState(world, order, 'cancelled');
  await transferBack(world, order);
}

/** Finance sends the money back by hand and records it. */
async function transferBack(world: ChaosWorld, { orderId }: OrderBody): Promise<void> {
  const returnId = await patiently('the wanted return', async () => {
    const row: { return_id: string } | undefined = await world.system
      .db('receipt_returns')
      .where({ order_id: orderId })
      .first('return_id');
    return row?.return_id ?? null;
  });
  const transferredOn = new Date().toISOString().slice(0, 10);
  const bankReference = `RETURN ${randomUUID()}`;
  await insistOn(world.fred, `/v1/receipt-returns/${returnId}/transfer`, { bankReference, transferredOn });
}
