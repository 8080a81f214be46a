import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';

export interface Child {
  /** SIGKILL, as a crash would. */
  kill(): Promise<void>;
  /** SIGTERM; SIGKILL when it does not end in time. */
  stop(): Promise<void>;
  readonly output: () => string;
  readonly isRunning: () => boolean;
}

const ROOT = path.resolve(__dirname, '..', '..', '..');
const STOP_MS = 20_000;
/** A busy machine takes its time; a program that cannot start ends at once and says why. */
const READY_MS = 90_000;
const KEPT_OUTPUT = 200_000;

export interface ChildProgram {
  /** In `dist`. */
  readonly program: string;
  readonly nodeArgs?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Starts a program of the build and waits until `ready` says yes. @throws Error with its output when it ends before */
export async function startChild(
  { program, nodeArgs = [], env }: ChildProgram,
  ready: (output: string) => boolean | Promise<boolean>
): Promise<Child> {
  const file = path.join(ROOT, 'dist', program);
  const child = spawn(process.execPath, ['--enable-source-maps', ...nodeArgs, file], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-KEPT_OUTPUT);
    });
  }
  // Whoever ends in the middle of its work leaves nobody behind.
  const killWithUs = (): void => void child.kill('SIGKILL');
  process.once('exit', killWithUs);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  void ended.then(() => process.removeListener('exit', killWithUs));
  const handle: Child = {
    kill: () => end(child, ended, 'SIGKILL'),
    stop: () => end(child, ended, 'SIGTERM'),
    output: () => output,
    isRunning: () => child.exitCode === null && child.signalCode === null,
  };
  const until = Date.now() + READY_MS;
  for (;;) {
    if (!handle.isRunning()) throw new Error(`${program} ended at its start:\n${output}`);
    if (await ready(output)) return handle;
    if (Date.now() > until) {
      await handle.kill();
      throw new Error(`${program} did not get ready:\n${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function end(child: ChildProcess, ended: Promise<void>, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  const force = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await ended;
  clearTimeout(force);
}
