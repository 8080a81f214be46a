import { readSandboxConfig } from './read-sandbox-config';
import { startSandbox } from './start-sandbox';

/** The sandbox as a process: prints its addresses and `ready`, stops on SIGTERM and Ctrl-C. */
async function main(): Promise<void> {
  const sandbox = await startSandbox(readSandboxConfig(process.env));
  for (const [name, url] of Object.entries(sandbox.urls)) process.stdout.write(`${name} ${String(url)}\n`);
  process.stdout.write('ready\n');
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    sandbox.stop().then(
      () => process.exit(0),
      (error: unknown) => fail(error)
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

function fail(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

process.on('unhandledRejection', fail);
main().catch(fail);
