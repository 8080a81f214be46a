import { spawn } from 'node:child_process';
import path from 'node:path';
import { startSystem, type System } from '../support/e2e/start-system';

jest.setTimeout(90_000);

let system: System;
beforeAll(async () => {
  system = await startSystem();
}, 60_000);
afterAll(() => system.close(), 60_000);

const ROOT = path.resolve(__dirname, '..', '..');

interface Played {
  readonly code: number | null;
  readonly said: string;
}

/** What `npm start -- --demo` runs once everything is up. */
function playDemo(over: Readonly<Record<string, string>> = {}): Promise<Played> {
  const mailbox = new URL(system.sandbox.urls.mailbox);
  const env = { ...process.env, ...system.env, SANDBOX_MAILBOX_PORT: mailbox.port, ...over };
  const child = spawn(process.execPath, ['scripts/demo.mjs'], { cwd: ROOT, env, timeout: 60_000 });
  const heard: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => heard.push(part.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, said: heard.join('') }));
  });
}

const methodsOf = async (): Promise<string[]> => {
  const rows = await system.db<{ method: string; state: string }>('orders').orderBy('placed_at');
  return rows.map(({ method, state }) => `${method} ${state}`);
};

describe('the demo', () => {
  it('plays an order by each way to pay', async () => {
    const { code, said } = await playDemo();
    expect(said).toContain('All 3 orders are completed.');
    expect(said).toContain('Anna (account manager) tries to approve it: 403 not_allowed');
    expect(code).toBe(0);
    expect(await methodsOf()).toEqual(['card completed', 'paypal completed', 'offline completed']);
  });

  it('ends with an error that names the order when something is wrong', async () => {
    const { code, said } = await playDemo({ WORKPLACE_API_KEY: 'a wrong one' });
    expect(code).toBe(1);
    expect(said).toMatch(/The demo stopped at an order by card: GET \S+WP-1001 answered 401/);
    expect(said).not.toContain('All 3 orders');
  });
});
