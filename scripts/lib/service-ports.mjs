import fs from 'node:fs';
import path from 'node:path';

import { isPortFree, nextFreePort } from './ports.mjs';
import { StartError } from './start-error.mjs';

/** Distance of each service from the first port of the block. README and .env.example name the block. */
const OFFSETS = {
  api: 0,
  temporal: 1,
  temporalUi: 2,
  temporalHttp: 3,
  temporalMetrics: 4,
  postgres: 5,
  stripe: 6,
  workplace: 7,
  mailbox: 8,
  smtp: 9,
  sandboxControl: 10,
  paypal: 11,
};

const DEFAULT_BASE = 24600;

/**
 * A port for each service: the one of the last start where it is still free, since links in mails name it; else the
 * default; else the next free one.
 * @returns {Promise<{ ports: Record<keyof typeof OFFSETS, number>, moved: string[] }>} `moved`: a sentence for each that is not the default
 */
export async function choosePorts(directory) {
  const file = path.join(directory, 'ports.json');
  const last = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {};
  const base = basePort();
  // A service that has to move goes behind the block, so that it does not push the others.
  const beyond = base + Object.keys(OFFSETS).length;
  const taken = new Set();
  const ports = {};
  const moved = [];
  for (const [service, offset] of Object.entries(OFFSETS)) {
    const standard = base + offset;
    ports[service] = await portFor({ last: last[service], standard, beyond, taken });
    if (ports[service] === standard) continue;
    const why =
      last[service] === ports[service]
        ? 'as at the last start; remove .purser/ports.json for the usual one'
        : `${standard} is taken`;
    moved.push(`${service} is on port ${ports[service]} (${why})`);
  }
  fs.writeFileSync(file, `${JSON.stringify(ports, null, 2)}\n`);
  return { ports, moved };
}

async function portFor({ last, standard, beyond, taken }) {
  const wanted = process.env.PURSER_BASE_PORT ? [standard] : [last, standard];
  for (const port of wanted) {
    if (!Number.isInteger(port) || taken.has(port) || !(await isPortFree(port))) continue;
    taken.add(port);
    return port;
  }
  return nextFreePort(beyond, taken);
}

function basePort() {
  const text = process.env.PURSER_BASE_PORT;
  if (text === undefined || text === '') return DEFAULT_BASE;
  const base = Number(text);
  if (Number.isInteger(base) && base >= 1024 && base <= 32_000) return base;
  throw new StartError(`PURSER_BASE_PORT is "${text}"; it must be a whole number from 1024 to 32000.`);
}
