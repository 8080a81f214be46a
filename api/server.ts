import { readApiConfig } from './config';
import { createLogger } from '../gateways/log/create-logger';
import { startApi } from './start-api';

async function main(): Promise<void> {
  const config = readApiConfig(process.env);
  const log = createLogger(config.LOG_LEVEL, 'purser-api');
  process.on('unhandledRejection', (reason) => {
    log.fatal({ err: reason }, 'unhandled rejection: the process ends');
    process.exit(1);
  });
  const api = await startApi(config, log);
  log.info({ port: api.port, mode: config.PURSER_MODE }, 'listening');
  let isStopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (isStopping) return;
    isStopping = true;
    log.info({ signal }, 'stopping');
    void api.stop().then(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
