import { createLogger } from '../gateways/log/create-logger';
import { readWorkerConfig } from './config';
import { installRuntime } from './create-worker';
import { startWorker } from './start-worker';

async function main(): Promise<void> {
  const config = readWorkerConfig(process.env);
  const log = createLogger(config.LOG_LEVEL, 'worker');
  process.on('unhandledRejection', (error) => {
    log.fatal({ err: error }, 'a promise was rejected and nobody listened');
    process.exit(1);
  });
  installRuntime(log);
  const running = await startWorker(config, log);
  process.stdout.write('ready\n');
  // Temporal's runtime takes SIGTERM and SIGINT itself and lets the worker end in peace.
  await running.ended;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
