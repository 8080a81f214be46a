import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createActivities, type ActivityDeps } from '../../../activities/create-activities';
import * as aftercare from '../../../workflows/contracts/aftercare-contract';
import * as order from '../../../workflows/contracts/order-contract';
import * as subscription from '../../../workflows/contracts/subscription-contract';
import { FULFILMENT_STEPS } from '../../../workflows/order/fulfil';
import { CUTS } from '../../support/chaos/cuts';
import { planMatrix } from '../../support/chaos/matrix-plan';
import { OFF_THE_MATRIX, TIMERS_OFF_THE_MATRIX } from '../../support/chaos/off-the-matrix';
import { PATHS, PATH_NAMES, type Path } from '../../support/chaos/paths';
import { CELLS, POINTS, phaseOf, soleHolderOf, stepOf } from '../../support/chaos/points';
import { TIMERS } from '../../support/chaos/timers';

const ROOT = path.resolve(__dirname, '..', '..', '..');

/** Everything that workflows can have done; the factories look at nothing before they are called. */
const activities = Object.keys(createActivities({} as ActivityDeps));

/** Signals and updates of the contracts; a query changes nothing that a crash could lose. */
const messages = [aftercare, order, subscription]
  .flatMap((contract) => Object.values(contract) as unknown[])
  .filter(isMessage)
  .map(({ name }) => name);

function isMessage(value: unknown): value is { name: string; type: string } {
  if (typeof value !== 'object' || value === null || !('type' in value)) return false;
  return value.type === 'signal' || value.type === 'update';
}

const timed: string[] = Object.values(TIMERS).map((timer) =>
  'held' in timer ? `${timer.held.kind}:${timer.held.name}` : `activity:${timer.leadsTo}`
);
const onMatrix = new Set([...POINTS.map(stepOf), ...timed]);
const known = [...activities.map((name) => `activity:${name}`), ...messages.map((name) => `message:${name}`)];

describe('the points of the crash matrix', () => {
  it('cover every activity, signal and update, or say why not', () => {
    expect(activities.length).toBeGreaterThan(30);
    expect(messages.length).toBeGreaterThan(15);
    expect(known.filter((step) => !onMatrix.has(step) && OFF_THE_MATRIX[step] === undefined)).toEqual([]);
  });

  it('name nothing that is not there, and excuse nothing that they cover', () => {
    expect([...onMatrix, ...Object.keys(OFF_THE_MATRIX)].filter((step) => !known.includes(step))).toEqual([]);
    expect(Object.keys(OFF_THE_MATRIX).filter((step) => onMatrix.has(step))).toEqual([]);
  });

  it('have every step of the fulfilment on every path of money', () => {
    for (const name of ['card', 'paypal', 'offline'] as const) {
      const own: Path = PATHS[name];
      expect(own.activities).toEqual(expect.arrayContaining(FULFILMENT_STEPS.map((step) => step.name)));
    }
  });

  it('have a timer for every file of the workflows that starts one, or say why not', () => {
    const files = (readdirSync(path.join(ROOT, 'workflows'), { recursive: true }) as string[])
      .filter((file) => file.endsWith('.ts'))
      .map((file) => `workflows/${file}`);
    const starts = /\bwaitUntil\(|\bsleep\(\s*\w|condition\([^)]*,\s*\w+,/;
    const starting = files.filter((file) => starts.test(readFileSync(path.join(ROOT, file), 'utf8')));
    const waiting = ['workflows/order/await-money.ts', 'workflows/shared/wait-until.ts'];
    expect(starting.sort()).toEqual([...waiting, ...Object.keys(TIMERS_OFF_THE_MATRIX)].sort());
  });
});

describe('the plan of the crash matrix', () => {
  const plan = planMatrix('seed');

  it('has every cell once, and is the same for the same seed', () => {
    const ids = plan.flatMap(({ cellIds }) => cellIds);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBe(CELLS.length + CUTS.length * 2 + Object.keys(TIMERS).length * 3 * 4);
    expect(planMatrix('seed')).toEqual(plan);
    expect(planMatrix('other')).not.toEqual(plan);
  });

  it('never lets two orders of a batch wait for one another', () => {
    for (const piece of plan) {
      const holders = piece.kind === 'kill' ? piece.batch.cells.map(soleHolderOf).filter((one) => one !== null) : [];
      expect(new Set(holders).size).toBe(holders.length);
    }
  });

  it('cuts the connections of steps that call somebody, and of those alone', () => {
    const calling = new Set(POINTS.filter((point) => phaseOf(point) === 'called').map(({ name }) => name));
    const cut = new Set(CUTS.map(({ name }) => name));
    // The watch makes the calls of settlePayment.
    expect([...calling].filter((name) => !cut.has(name))).toEqual(['watchCheckout']);
    expect([...cut].filter((name) => !calling.has(name))).toEqual([]);
    for (const { path: own, name } of CUTS) {
      const { activities: steps }: Path = PATHS[own];
      expect(steps).toContain(name);
    }
    expect(PATH_NAMES.length).toBeGreaterThanOrEqual(9);
  });
});
