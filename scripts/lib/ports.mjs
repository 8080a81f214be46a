import net from 'node:net';

import { StartError } from './start-error.mjs';

/** Systems hand out ports from here on to outgoing connections: a server that is given one fails once in a while. */
const FIRST_EPHEMERAL_PORT = 32768;
const RANDOM_RANGE_START = 20000;

/** @returns {Promise<boolean>} */
export function isPortFree(port) {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => resolve(false));
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** The wanted port, or the next free one above it that is not in `taken`; the answer is added to `taken`. */
export async function nextFreePort(wanted, taken) {
  for (let port = wanted; port < Math.min(wanted + 500, FIRST_EPHEMERAL_PORT); port += 1) {
    if (taken.has(port) || !(await isPortFree(port))) continue;
    taken.add(port);
    return port;
  }
  throw new StartError(
    `No free port from ${wanted} on. End the programs that hold them, or set PURSER_BASE_PORT to a free block.`
  );
}

/** A free port at a random place, so that runs beside each other rarely reach for the same one. */
export async function randomFreePort(taken = new Set()) {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const port = RANDOM_RANGE_START + Math.floor(Math.random() * (FIRST_EPHEMERAL_PORT - RANDOM_RANGE_START));
    if (taken.has(port) || !(await isPortFree(port))) continue;
    taken.add(port);
    return port;
  }
  throw new StartError('No free port found between 20000 and 32767 in 200 tries.');
}
