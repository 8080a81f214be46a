import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';

export type ServerName = 'postgres' | 'temporal';

/** A Postgres and a Temporal on files, of this run alone; `env` is what `testEnvironment` reads. */
export interface CrashServers {
  readonly env: Readonly<Record<string, string>>;
  crash(what: ServerName): Promise<void>;
  /** On the same data and the same port; returns when it is healthy. */
  start(what: ServerName): Promise<void>;
  close(): Promise<void>;
}

interface Answer {
  readonly ok: boolean;
  readonly error?: string;
  readonly env?: Record<string, string>;
}

const PROGRAM = path.resolve(__dirname, '..', '..', '..', 'scripts', 'crash-servers.mjs');

export async function startCrashServers(): Promise<CrashServers> {
  const child = spawn(process.execPath, [PROGRAM], { stdio: ['pipe', 'pipe', 'inherit'] });
  const waiting: ((answer: Answer) => void)[] = [];
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.(JSON.parse(line) as Answer));
  void ended.then(() => {
    for (const resolve of waiting.splice(0)) resolve({ ok: false, error: 'the servers of this run are gone' });
  });
  const next = async (): Promise<Answer> => {
    const answer = await new Promise<Answer>((resolve) => waiting.push(resolve));
    if (!answer.ok) throw new Error(answer.error);
    return answer;
  };
  const tell = async (act: 'crash' | 'start', what: ServerName): Promise<void> => {
    child.stdin.write(`${JSON.stringify({ act, what })}\n`);
    await next();
  };
  const { env = {} } = await next();
  return {
    env,
    crash: (what) => tell('crash', what),
    start: (what) => tell('start', what),
    close: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
