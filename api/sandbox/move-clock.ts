import { createHash, timingSafeEqual } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import {
  companiesDue,
  nextDueAfter,
  openOrderIds,
  ordersWithOpenRefunds,
  setClockOffset,
  unsettledDues,
  wakeByOutbox,
} from '../../db/sandbox/clock-dues';
import { addMs, instantMs } from '../../domain/time/calendar';
import type { Instant } from '../../domain/time/iso-date';
import { realNowMs } from '../../gateways/clock/real-now-ms';
import type { ApiDeps } from '../http/api-deps';
import { AppError } from '../http/app-error';
import { instantField } from '../http/fields';
import { defineRoute } from '../http/route';

/** Ten years and a bit. */
const MAX_OFFSET_MS = 4_000 * 86_400_000;
const MAX_STEPS = 2_000;
const SETTLE_MS = 20_000;
const EVERY_MS = 25;

/** The stand-ins' control server moves the clock here: everything due on the way happens, in its order, before the answer. */
export const moveClock = defineRoute({
  method: 'POST',
  path: '/internal/sandbox/clock',
  access: 'public',
  tag: 'Sandbox',
  summary: 'Move business time forward (called by the sandbox)',
  sandboxOnly: true,
  errors: ['not_found'],
  request: {
    headers: z.object({ 'x-sandbox-secret': z.string().optional() }),
    body: z.strictObject({ targetOffsetMs: z.int().min(0).max(MAX_OFFSET_MS) }),
  },
  responses: {
    200: {
      description: 'The clock as it stands, and what was due and could not be settled in time',
      body: z.strictObject({ offsetMs: z.int(), now: instantField, unsettled: z.array(z.string()) }),
    },
  },
  async handler({ headers, body }, deps) {
    if (!isSecret(deps, headers['x-sandbox-secret'])) throw new AppError('not_found');
    const unsettled = await moveTo(deps, body.targetOffsetMs);
    return { status: 200, body: { offsetMs: deps.clock.offsetMs(), now: deps.clock.now(), unsettled: [...unsettled] } };
  },
});

function isSecret({ settings: { sandbox } }: ApiDeps, given: string | undefined): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return sandbox !== null && timingSafeEqual(digest(sandbox.controlSecret), digest(given ?? ''));
}

/** From due to due, so that a reminder 30 days ahead comes before the one 7 days ahead, and both before the end. */
async function moveTo(deps: ApiDeps, targetOffsetMs: number): Promise<readonly string[]> {
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const now = deps.clock.now();
    const target = addMs(now, Math.max(0, targetOffsetMs - deps.clock.offsetMs()));
    const due = await nextDueAfter(deps.db, now, target);
    const offsetMs =
      due === null ? targetOffsetMs : Math.min(targetOffsetMs, instantMs(due) - realNowMs(deps.clock) + 1);
    const unsettled = await stepTo(deps, offsetMs);
    if (due === null || unsettled.length > 0) return unsettled;
  }
  throw new Error(`the clock was not there after ${MAX_STEPS} steps`);
}

async function stepTo(deps: ApiDeps, wishedMs: number): Promise<readonly string[]> {
  const offsetMs = await setClockOffset(deps.db, wishedMs);
  await until(() => Promise.resolve(deps.clock.offsetMs() >= offsetMs));
  // What falls due while the step is waited for has not been told to anybody: the next step brings it.
  const at = deps.clock.now();
  await tellStandIns(deps, offsetMs);
  const { db, workflows } = deps;
  await Promise.all((await openOrderIds(db)).map((orderId) => workflows.orderClockMoved(orderId, offsetMs)));
  // When a return is looked at next only its workflow knows: it is told, and not waited for.
  await Promise.all(
    (await ordersWithOpenRefunds(db)).map((orderId) => workflows.aftercareClockMoved(orderId, offsetMs))
  );
  await wakeSleepers(deps, offsetMs);
  let left: readonly string[] = [];
  await until(async () => {
    left = await unsettledDues(deps.db, at);
    return left.length === 0;
  });
  return left;
}

async function wakeSleepers(deps: ApiDeps, offsetMs: number): Promise<void> {
  const now: Instant = deps.clock.now();
  for (const companyId of await companiesDue(deps.db, now)) {
    if (!(await deps.workflows.subscriptionClockMoved(companyId, offsetMs)))
      await wakeByOutbox(deps.db, companyId, now);
  }
}

async function tellStandIns({ settings: { sandbox } }: ApiDeps, offsetMs: number): Promise<void> {
  if (sandbox === null) return;
  const response = await fetch(`${sandbox.url}/clock`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', 'x-sandbox-secret': sandbox.controlSecret },
    body: JSON.stringify({ offsetMs }),
    signal: AbortSignal.timeout(SETTLE_MS),
  });
  // 409: a stand-in is further ahead already, and time only goes forward.
  if (!response.ok && response.status !== 409)
    throw new Error(`the sandbox did not follow the clock: ${response.status}`);
}

/** Bounded by real time; what is not there by then is reported, not waited for. */
async function until(check: () => Promise<boolean>): Promise<void> {
  for (let waited = 0; waited < SETTLE_MS; waited += EVERY_MS) {
    if (await check()) return;
    await pause(EVERY_MS);
  }
}
