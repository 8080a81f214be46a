import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { Client, Connection } from '@temporalio/client';
import { connect, type Database } from '../../../db/shared/connection';
import type { Policies } from '../../../domain/policies/policies';
import { startSandbox, type Sandbox } from '../../../sandbox/start-sandbox';
import { testBundlePath } from '../servers/test-bundle';
import { createTestDatabase } from '../servers/test-database';
import { testTemporalAddress, uniqueTaskQueue } from '../servers/test-temporal';
import { createCountedNamespace } from '../workflows/counted-namespace';
import { startChild, type Child } from './child-process';
import { freePort } from './free-port';

const run = promisify(execFile);
const ROOT = path.resolve(__dirname, '..', '..', '..');

export interface Login {
  readonly email: string;
  readonly password: string;
  readonly role: string;
  readonly name: string;
}

/** The whole product on free ports: real Postgres, real Temporal, the stand-ins, worker and API as processes of their own. */
export interface System {
  readonly api: string;
  readonly sandbox: Sandbox;
  readonly db: Database;
  readonly temporal: Client;
  readonly logins: readonly Login[];
  readonly env: Readonly<Record<string, string>>;
  startWorker(): Promise<void>;
  /** SIGKILL. */
  killWorker(): Promise<void>;
  startApi(): Promise<void>;
  killApi(): Promise<void>;
  /** Those of the two that ended without having been told to. */
  ended(): readonly ('worker' | 'api')[];
  workerOutput(): string;
  apiOutput(): string;
  close(): Promise<void>;
}

const SECRET = 'a secret of the tests, long enough';

export interface SystemOptions {
  /** False: the test starts it. */
  readonly worker?: boolean;
  /** In place of the sample catalogue's. */
  readonly policies?: Partial<Policies>;
  /** A program that worker and API load before their own. */
  readonly preload?: string;
  /** Settings of worker and API beside their usual ones. */
  readonly settings?: Readonly<Record<string, string>>;
}

export async function startSystem(options: SystemOptions = {}): Promise<System> {
  const database = await createTestDatabase();
  const dataDir = await mkdtemp(path.join(tmpdir(), 'purser-e2e-'));
  const apiPort = await freePort();
  const api = `http://127.0.0.1:${apiPort}`;
  const sandbox = await startSandbox({
    dataDir,
    stripeSecretKey: 'sk_test_e2e',
    stripeWebhookUrl: `${api}/webhooks/stripe`,
    stripeWebhookSecret: 'whsec_e2e',
    paypalClientId: 'client-e2e',
    paypalClientSecret: 'paypal-secret-e2e',
    paypalWebhookUrl: `${api}/webhooks/paypal`,
    paypalWebhookId: 'WHE2E',
    workplaceApiKey: 'workplace-key',
    controlSecret: SECRET,
    clockCallbackUrl: `${api}/internal/sandbox/clock`,
  });
  const env: Record<string, string> = {
    ...(await environment({ databaseUrl: database.url, apiPort, sandbox })),
    ...(options.policies === undefined ? {} : { CATALOGUE_FILE: await catalogueWith(options.policies, dataDir) }),
    ...options.settings,
  };
  const nodeArgs = options.preload === undefined ? [] : ['--require', options.preload];
  const logins = await seedSamples(env);
  const db = connect(database.url, { max: 4, applicationName: 'e2e' });
  const connection = await Connection.connect({ address: testTemporalAddress() });
  const temporal = new Client({ connection, namespace: env['TEMPORAL_NAMESPACE'] ?? 'default' });
  let worker: Child | null = null;
  let server: Child | null = null;

  const system: System = {
    api,
    sandbox,
    db,
    temporal,
    logins,
    env,
    startWorker: async () => {
      worker = await startChild({ program: 'worker/main.js', nodeArgs, env }, (output) => /^ready$/m.test(output));
    },
    killWorker: async () => {
      await worker?.kill();
    },
    startApi: async () => {
      server = await startChild({ program: 'api/server.js', nodeArgs, env }, () =>
        fetch(`${api}/health/live`).then(
          ({ ok }) => ok,
          () => false
        )
      );
    },
    killApi: async () => {
      await server?.kill();
    },
    ended: () => [
      ...(worker?.isRunning() === false ? (['worker'] as const) : []),
      ...(server?.isRunning() === false ? (['api'] as const) : []),
    ],
    workerOutput: () => worker?.output() ?? '',
    apiOutput: () => server?.output() ?? '',
    close: async () => {
      await server?.stop();
      await worker?.stop();
      await sandbox.stop();
      await connection.close();
      await db.destroy();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  await system.startApi();
  if (options.worker !== false) await system.startWorker();
  return system;
}

async function catalogueWith(policies: Partial<Policies>, directory: string): Promise<string> {
  const sample = await readFile(path.join(ROOT, 'catalogue', 'sample-2026.json'), 'utf8');
  const file = path.join(directory, 'catalogue.json');
  await writeFile(file, JSON.stringify({ ...(JSON.parse(sample) as object), policies }));
  return file;
}

async function seedSamples(env: Readonly<Record<string, string>>): Promise<Login[]> {
  const program = path.join(ROOT, 'dist/db/seed-main.js');
  await run(process.execPath, [program], { env: { ...process.env, ...env } });
  const { stdout } = await run(process.execPath, [program, '--print']);
  return (JSON.parse(stdout) as { logins: Login[] }).logins;
}

async function environment(parts: {
  readonly databaseUrl: string;
  readonly apiPort: number;
  readonly sandbox: Sandbox;
}): Promise<Record<string, string>> {
  const { databaseUrl, apiPort, sandbox } = parts;
  return {
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: testTemporalAddress(),
    TEMPORAL_NAMESPACE: await createCountedNamespace(),
    TEMPORAL_TASK_QUEUE: uniqueTaskQueue('e2e'),
    PURSER_MODE: 'sandbox',
    PURSER_WORKFLOW_BUNDLE: testBundlePath(),
    API_HOST: '127.0.0.1',
    API_PORT: String(apiPort),
    PUBLIC_URL: `http://127.0.0.1:${apiPort}`,
    PORTAL_DIR: path.join(ROOT, 'dist', 'portal'),
    SANDBOX_URL: sandbox.urls.control,
    SANDBOX_CONTROL_SECRET: SECRET,
    STRIPE_SECRET_KEY: 'sk_test_e2e',
    STRIPE_API_BASE: sandbox.urls.stripe,
    STRIPE_WEBHOOK_SECRET: 'whsec_e2e',
    PAYPAL_CLIENT_ID: 'client-e2e',
    PAYPAL_CLIENT_SECRET: 'paypal-secret-e2e',
    PAYPAL_API_BASE: sandbox.urls.paypal,
    PAYPAL_WEBHOOK_ID: 'WHE2E',
    WORKPLACE_URL: sandbox.urls.workplace,
    WORKPLACE_API_KEY: 'workplace-key',
    SMTP_URL: sandbox.urls.smtp,
    MAIL_FROM: 'Purser <billing@purser.example>',
    LINK_SECRET: SECRET,
    LOG_LEVEL: 'warn',
    RATE_LIMIT_PER_ADDRESS: '1000000',
    RATE_LIMIT_SIGN_IN: '1000000',
    RATE_LIMIT_PUBLIC_PAGES: '1000000',
  };
}
