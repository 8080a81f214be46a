import { createServer, type Server } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox, type Sandbox } from '../../../sandbox/start-sandbox';
import { callJson } from './support/calls';
import { CONTROL_SECRET, testConfig } from './support/sandbox-fixture';

const HOUR = 3_600_000;

/** A product that follows in two steps, as the real one does for each thing that comes due. */
let product: Server;
let productStatus = 200;
/** How far before the target the product says that it stopped. */
let shortByMs = 0;
let sandbox: Sandbox;
let dataDir: string;
const calls: { body: unknown; secret: unknown }[] = [];

beforeAll(async () => {
  product = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const body: unknown = JSON.parse(text);
      calls.push({ body, secret: request.headers['x-sandbox-secret'] });
      const target = Number(typeof body === 'object' && body !== null ? Reflect.get(body, 'targetOffsetMs') : 0);
      void step(target - 1000)
        .then(() => (productStatus === 200 && shortByMs === 0 ? step(target) : undefined))
        .then(() => {
          const answer = { detail: 'step 2 hangs', offsetMs: target - shortByMs, unsettled: ['order ORD-2026-000007'] };
          response.writeHead(productStatus).end(JSON.stringify(answer));
        });
    });
  });
  await new Promise<void>((resolve) => product.listen(0, '127.0.0.1', resolve));
  const address = product.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  dataDir = await mkdtemp(join(tmpdir(), 'purser-sandbox-'));
  const config = { ...testConfig(dataDir), clockCallbackUrl: `http://127.0.0.1:${port}/sandbox/clock` };
  sandbox = await startSandbox(config);
});
afterAll(async () => {
  await sandbox.stop();
  await new Promise((resolve) => product.close(resolve));
  await rm(dataDir, { recursive: true, force: true });
});

function step(offsetMs: number, secret = CONTROL_SECRET): ReturnType<typeof callJson> {
  return callJson(`${sandbox.urls.control}/clock`, 'PUT', { offsetMs }, { 'x-sandbox-secret': secret });
}

function advance(body: unknown): ReturnType<typeof callJson> {
  return callJson(`${sandbox.urls.control}/clock/advance`, 'POST', body);
}

describe('the clock', () => {
  test('tells the product the target, follows its steps and answers with the new time', async () => {
    const moved = await advance({ by: 'PT25H' });
    expect([moved.status, moved.body['offsetMs']]).toEqual([200, 25 * HOUR]);
    expect(calls.at(-1)).toEqual({ body: { targetOffsetMs: 25 * HOUR }, secret: CONTROL_SECRET });
    const ahead = Date.parse(String(moved.body['now'])) - Date.now();
    expect(Math.abs(ahead - 25 * HOUR)).toBeLessThan(5000);
  });

  test('takes milliseconds, durations and an instant, and nothing else', async () => {
    const base = Number((await callJson(`${sandbox.urls.control}/clock`)).body['offsetMs']);
    expect((await advance({ byMs: HOUR })).body['offsetMs']).toBe(base + HOUR);
    expect((await advance({ by: 'P1DT1H' })).body['offsetMs']).toBe(base + 26 * HOUR);
    const to = new Date(Date.now() + base + 30 * HOUR).toISOString();
    const reached = Number((await advance({ to })).body['offsetMs']);
    expect(Math.abs(reached - base - 30 * HOUR)).toBeLessThan(5000);
    for (const wrong of [{ by: 'P1M' }, { by: 'P0D' }, { byMs: -1 }, { byMs: 1.5 }, {}, { by: 'P1D', byMs: 1 }, null]) {
      expect((await advance(wrong)).status).toBe(422);
    }
  });

  test('never goes back and wants the secret for a step', async () => {
    const { offsetMs } = (await callJson(`${sandbox.urls.control}/clock`)).body;
    expect((await step(Number(offsetMs) - 1)).status).toBe(409);
    expect((await step(Number(offsetMs) + 1, 'wrong')).status).toBe(401);
    expect((await advance({ to: '2020-01-01T00:00:00Z' })).status).toBe(409);
  });

  test('moves one call at a time', async () => {
    const answers = await Promise.all([advance({ by: 'PT1H' }), advance({ by: 'PT1H' })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  test('says so when the product does not follow, and stays where the product stopped', async () => {
    const before = Number((await callJson(`${sandbox.urls.control}/clock`)).body['offsetMs']);
    productStatus = 503;
    const failed = await advance({ by: 'PT1H' });
    productStatus = 200;
    expect(failed.status).toBe(502);
    expect(failed.body['detail']).toContain('503');
    const after = Number((await callJson(`${sandbox.urls.control}/clock`)).body['offsetMs']);
    expect(after).toBe(before + HOUR - 1000);
  });

  test('says what the product waits for when it did not get there, and waits with it', async () => {
    const before = Number((await callJson(`${sandbox.urls.control}/clock`)).body['offsetMs']);
    shortByMs = 1_000;
    const failed = await advance({ by: 'PT1H' });
    shortByMs = 0;
    expect(failed.status).toBe(502);
    expect(failed.body['detail']).toContain('ORD-2026-000007');
    const after = Number((await callJson(`${sandbox.urls.control}/clock`)).body['offsetMs']);
    expect(after).toBe(before + HOUR - 1_000);
  });

  test('shows a page with links and buttons that move it', async () => {
    const page = String((await callJson(sandbox.urls.control)).body['text']);
    for (const url of [sandbox.urls.mailbox, sandbox.urls.stripe, sandbox.urls.workplace]) expect(page).toContain(url);
    const pressed = await fetch(`${sandbox.urls.control}/clock/advance-by-hand`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ by: 'PT1H' }),
    });
    expect([pressed.status, pressed.headers.get('location')]).toEqual([303, '/']);
  });

  test('is out of reach for other sites and other host names', async () => {
    const foreign = await callJson(
      `${sandbox.urls.control}/clock/advance`,
      'POST',
      { by: 'PT1H' },
      { origin: 'https://evil.example' }
    );
    expect(foreign.status).toBe(403);
  });
});
