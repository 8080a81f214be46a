import { StartError } from './start-error.mjs';

/**
 * The layers of the test suite in the order they run: what is quick and breaks most often first. Budgets are seconds on two
 * cores, downloads aside, each with room for a busy machine: all layers together may take ten minutes.
 * @type {Record<string, { budget: number, postgres?: boolean, temporal?: boolean, bundle?: boolean, build?: boolean, alone?: boolean, beside?: string, zone?: string }>}
 */
export const LAYERS = {
  // The crash matrix mostly waits for what it has killed, and has patience for a busy machine.
  static: { budget: 100, beside: 'chaos' },
  // A zone with half hours, west of UTC: code that reads the machine's zone gives wrong days here.
  unit: { budget: 30, zone: 'America/St_Johns' },
  tidy: { budget: 20 },
  replay: { budget: 20, bundle: true },
  db: { budget: 40, postgres: true, zone: 'America/St_Johns' },
  activities: { budget: 80, postgres: true },
  conformance: { budget: 80, postgres: true, temporal: true },
  api: { budget: 85, postgres: true, temporal: true, bundle: true },
  workflows: { budget: 80, postgres: true, temporal: true, bundle: true },
  e2e: { budget: 200, postgres: true, temporal: true, bundle: true, build: true, alone: true },
  // Its servers are its own, since they crash.
  chaos: { budget: 90, bundle: true, build: true, alone: true },
};

/**
 * @param {string | undefined} list names separated by commas; all layers when it is not given
 * @returns {string[]} in the order of running
 */
export function chooseLayers(list) {
  const all = Object.keys(LAYERS);
  if (list === undefined) return all;
  const wanted = list.split(',').map((name) => name.trim());
  const unknown = wanted.filter((name) => !all.includes(name));
  if (unknown.length > 0) throw new StartError(`There is no layer ${unknown.join(', ')}. Layers: ${all.join(', ')}.`);
  return all.filter((name) => wanted.includes(name));
}
