import net from 'node:net';
import path from 'node:path';

import { StartError } from './start-error.mjs';
import { findTemporal } from './temporal-binary.mjs';
import { setRetention, startTemporal } from './temporal-server.mjs';

const RETENTION_DAYS = 90;
const CONNECT_TIMEOUT_MS = 5000;

/**
 * A Temporal server for this installation: the one that TEMPORAL_ADDRESS names, else a development server of our own.
 * @param {object} options
 * @param {Record<string, number>} options.ports
 * @param {string} options.directory
 * @param {(running: object) => void} options.onStarted
 * @param {(sentence: string) => void} options.say
 * @returns {Promise<{ address: string, webUi: string | undefined }>}
 */
export async function provideTemporal({ ports, directory, onStarted, say }) {
  const given = process.env.TEMPORAL_ADDRESS;
  if (given) {
    await checkReachable(given);
    say(`Using the Temporal server at ${given} (TEMPORAL_ADDRESS). It must know Purser's search attributes.`);
    return { address: given, webUi: undefined };
  }
  const binary = await findTemporal(say);
  say('Starting Temporal …');
  await startTemporal({
    binary,
    ports: { grpc: ports.temporal, ui: ports.temporalUi, http: ports.temporalHttp, metrics: ports.temporalMetrics },
    dbFile: path.join(directory, 'temporal.db'),
    logFile: path.join(directory, 'logs', 'temporal.log'),
    onStarted,
  });
  await setRetention(ports.temporalHttp, RETENTION_DAYS);
  return { address: `127.0.0.1:${ports.temporal}`, webUi: `http://127.0.0.1:${ports.temporalUi}` };
}

function checkReachable(address) {
  const { hostname, port } = new URL(`tcp://${address}`);
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host: hostname, port: Number(port || 7233), timeout: CONNECT_TIMEOUT_MS });
    const fail = (reason) => {
      socket.destroy();
      reject(
        new StartError(`TEMPORAL_ADDRESS is ${address}, but nothing answers there (${reason}). Correct or unset it.`)
      );
    };
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
    socket.once('timeout', () => fail('no answer within 5 s'));
    socket.once('error', (error) => fail(error.code ?? error.message));
  });
}
