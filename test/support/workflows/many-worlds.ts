import type { Activities } from '../../../activities/create-activities';
import { scriptWorld, type ScriptedWorld } from './scripted-activities';

/** Many scripts behind one worker, each for one order: starting a worker takes longer than most orders. */
export interface ManyWorlds {
  readonly activities: Activities;
  set(orderId: string, world: ScriptedWorld): void;
}

export function manyWorlds(): ManyWorlds {
  const worlds = new Map<string, ScriptedWorld>();
  const worldOf = (input: unknown): ScriptedWorld => {
    const { orderId } = input as { readonly orderId: string };
    const world = worlds.get(orderId);
    if (world === undefined) throw new Error(`no script for order ${orderId}`);
    return world;
  };
  const names = Object.keys(scriptWorld().activities) as (keyof Activities)[];
  const activities = Object.fromEntries(
    names.map((name) => [
      name,
      (input: unknown) => (worldOf(input).activities[name] as (input: unknown) => Promise<unknown>)(input),
    ])
  ) as unknown as Activities;
  return { activities, set: (orderId, world) => void worlds.set(orderId, world) };
}
