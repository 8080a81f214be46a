import type { ChaosWorld } from './chaos-world';
import { CUT_TIMES, cutFault, cutId, type Cut, type CutMoment } from './cuts';
import { fault, PATHS } from './paths';
import { awaitHeld, settle, startWalk, verdictOf, type CellResult } from './verdict';

const ARRIVAL_MS = 120_000;

export interface CutCell {
  readonly cut: Cut;
  readonly moment: CutMoment;
}

/** One order at a time, so that nobody else meets the cut; it waits before the step until the cut is ordered. */
export async function runCut(world: ChaosWorld, { cut, moment }: CutCell, companyId: string): Promise<CellResult> {
  const { gate, system } = world;
  const url = system.sandbox.urls[cut.standIn];
  gate.hold(companyId, `activity:${cut.name}`, 'enter');
  const walk = startWalk(world, PATHS[cut.path], companyId);
  const absent = await awaitHeld(gate, [walk], ARRIVAL_MS);
  await fault(url, cutFault(cut, moment));
  gate.open();
  await walk.ended;
  const isMet = await wasMet(url);
  await fetch(`${url}/_sandbox/faults`, { method: 'DELETE' });
  const differences = await settle(world, [companyId]);
  const unreached = absent.length === 0 && isMet ? null : 'the connection was never cut';
  return verdictOf(world, walk, { id: cutId(cut, moment), unreached, differences });
}

/** One is enough: a step that looks before it acts again may not send the same a second time. */
async function wasMet(url: string): Promise<boolean> {
  const { faults } = (await (await fetch(`${url}/_sandbox/faults`)).json()) as { faults: { left: number }[] };
  return faults.every(({ left }) => left < CUT_TIMES);
}
