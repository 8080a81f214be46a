import { awaitHealthy, startProcess } from './processes.mjs';
import { answersOk } from './wait-for.mjs';
import { StartError } from './start-error.mjs';

const START_TIMEOUT_MS = 60_000;
const STOP_BY = { signal: 'SIGTERM', graceMs: 10_000 };

/** The product's own attributes; the workflows name them in `workflows/contracts`. */
const SEARCH_ATTRIBUTES = {
  State: 'Keyword',
  WaitingFor: 'Keyword',
  WhoActs: 'Keyword',
  PartnerId: 'Keyword',
  CompanyId: 'Keyword',
  Channel: 'Keyword',
  Currency: 'Keyword',
  AmountMinor: 'Int',
  DueAt: 'Datetime',
};

/** Without the poll rates the dev server moves in steps of 50 ms. */
const DYNAMIC_CONFIG = {
  'history.transferProcessorMaxPollRPS': '2000',
  'history.timerProcessorMaxPollRPS': '2000',
  'history.visibilityProcessorMaxPollRPS': '2000',
};

const TEST_DYNAMIC_CONFIG = {
  'frontend.WorkflowTimeSkippingEnabled': 'true',
  'history.timerProcessorMaxTimeShift': '"1ms"',
};

/**
 * Starts Temporal's development server on 127.0.0.1.
 * @param {object} options
 * @param {string} options.binary path of the `temporal` program
 * @param {{ grpc: number, ui?: number, http: number, metrics: number }} options.ports no `ui`: no Web UI
 * @param {string} [options.dbFile] without it everything is in memory
 * @param {boolean} [options.forTests] time skipping on, and the file is never waited for
 * @param {(running: object) => void} [options.onStarted] called before its health is awaited
 */
export async function startTemporal({ binary, ports, dbFile, forTests = false, logFile, onStarted = () => {} }) {
  const running = await startProcess({
    name: 'Temporal',
    command: binary,
    args: serverArguments({ ports, dbFile, forTests }),
    env: withoutTemporalSettings(),
    logFile,
    stopBy: STOP_BY,
  });
  onStarted(running);
  const namespace = `http://127.0.0.1:${ports.http}/api/v1/namespaces/default`;
  await awaitHealthy(running, () => answersOk(namespace), START_TIMEOUT_MS);
  return running;
}

/** How long closed workflows stay readable; the development server starts with one day. */
export async function setRetention(httpPort, days) {
  const response = await fetch(`http://127.0.0.1:${httpPort}/api/v1/namespaces/default/update`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ config: { workflowExecutionRetentionTtl: `${days * 86_400}s` } }),
    signal: AbortSignal.timeout(5000),
  });
  const body = await response.text();
  if (!response.ok) {
    throw new StartError(`Temporal refused a retention of ${days} days (HTTP ${response.status}): ${body}`);
  }
}

function serverArguments({ ports, dbFile, forTests }) {
  const dynamicConfig = { ...DYNAMIC_CONFIG, ...(forTests ? TEST_DYNAMIC_CONFIG : {}) };
  return [
    ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(ports.grpc), '--log-level', 'error'],
    ...['--http-port', String(ports.http), '--metrics-port', String(ports.metrics)],
    ...(ports.ui ? ['--ui-ip', '127.0.0.1', '--ui-port', String(ports.ui)] : ['--headless']),
    ...(dbFile ? fileArguments(dbFile, forTests) : []),
    ...Object.entries(SEARCH_ATTRIBUTES).flatMap(([name, type]) => ['--search-attribute', `${name}=${type}`]),
    ...Object.entries(dynamicConfig).flatMap(([key, value]) => ['--dynamic-config-value', `${key}=${value}`]),
  ];
}

function fileArguments(dbFile, forTests) {
  const synchronous = forTests ? 'OFF' : 'NORMAL';
  return [
    ...['--db-filename', dbFile],
    ...['--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', `synchronous=${synchronous}`],
  ];
}

/** TEMPORAL_* variables would change what the program listens to or where it reads its configuration. */
function withoutTemporalSettings() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TEMPORAL_')));
}
