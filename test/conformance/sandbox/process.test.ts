import { mkdtemp, rm } from 'node:fs/promises';
import { appendFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Stripe from 'stripe';
import { callJson, freshKey, sessionParams } from './support/calls';
import { compileSandbox, environment, spawnSandbox, type SandboxProcess } from './support/sandbox-process';
import { CONTROL_SECRET, startReceiver, stripeClient, webhookOfType, WORKPLACE_KEY } from './support/sandbox-fixture';

let compiled: string;
let dataDir: string;
let running: SandboxProcess | undefined;

beforeAll(() => {
  compiled = compileSandbox();
});
afterAll(() => rm(compiled, { recursive: true, force: true }));
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'purser-sandbox-'));
});
afterEach(async () => {
  running?.child.kill('SIGKILL');
  await running?.ended;
  running = undefined;
  await rm(dataDir, { recursive: true, force: true });
});

async function start(webhookUrl?: string): Promise<SandboxProcess> {
  running = await spawnSandbox(compiled, environment(dataDir, webhookUrl));
  return running;
}

function url(name: string): string {
  return running?.urls[name] ?? '';
}

async function killed(): Promise<void> {
  running?.child.kill('SIGKILL');
  expect(await running?.ended).toMatchObject({ signal: 'SIGKILL' });
}

describe('the sandbox as a process', () => {
  test('answers its health on every server and stops cleanly on SIGTERM', async () => {
    const process = await start();
    for (const name of ['stripe', 'paypal', 'workplace', 'mailbox', 'control']) {
      expect((await callJson(`${url(name)}/health`)).body).toMatchObject({ status: 'ok', standIn: name });
    }
    expect(Object.values(process.urls).every((address) => /\/\/127\.0\.0\.1:\d+$/.test(address))).toBe(true);
    process.child.kill('SIGTERM');
    expect(await process.ended).toEqual({ code: 0, signal: null, stderr: '' });
  });

  test('keeps money, keys, companies and the clock over kill -9, and tells what it had not told', async () => {
    const receiver = await startReceiver();
    receiver.status = 503;
    await start(receiver.url);
    const key = freshKey();
    const session = await stripeClient(url('stripe')).checkout.sessions.create(sessionParams('o-kill'), key);
    await callJson(`${url('stripe')}/_sandbox/pay/${session.id}`, 'POST', { card: '4242424242424242' });
    await callJson(`${url('control')}/clock`, 'PUT', { offsetMs: 3_600_000 }, { 'x-sandbox-secret': CONTROL_SECRET });
    await callJson(`${url('workplace')}/_sandbox/companies`, 'POST', { companyId: 'WP-5', version: 4 });
    await killed();
    appendFileSync(join(dataDir, 'stripe.jsonl'), '[["sessions","torn'); // What a cut in the middle of a write leaves.
    receiver.status = 200;
    receiver.received.length = 0;

    await start(receiver.url);
    const stripe = stripeClient(url('stripe'));
    expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({
      status: 'complete',
      payment_status: 'paid',
    });
    const repeated = await stripe.checkout.sessions.create(sessionParams('o-kill'), key);
    expect(repeated.id).toBe(session.id);
    expect((await callJson(`${url('control')}/clock`)).body['offsetMs']).toBe(3_600_000);
    const auth = { authorization: `Bearer ${WORKPLACE_KEY}` };
    expect((await callJson(`${url('workplace')}/v1/companies/WP-5`, 'GET', undefined, auth)).body['version']).toBe(4);
    const { event } = await webhookOfType(receiver, 'checkout.session.completed');
    expect(event).toMatchObject({ data: { object: { id: session.id } } });
    await receiver.stop();
  });

  test('answers nothing that a kill could take back', async () => {
    const known: string[] = [];
    await start();
    const stripe = stripeClient(url('stripe'));
    const creating = Array.from({ length: 40 }, async (_, index) => {
      const customer: Stripe.Customer = await stripe.customers.create({ name: `c${index}` }, freshKey());
      known.push(customer.id);
    });
    await Promise.race(creating);
    await killed();
    await Promise.allSettled(creating);
    await start();
    const again = stripeClient(url('stripe'));
    expect(known.length).toBeGreaterThan(0);
    for (const id of known) expect((await again.customers.retrieve(id)).id).toBe(id);
  });

  test('says which port is taken, and which variable is missing', async () => {
    await start();
    const taken = new URL(url('stripe')).port;
    const other = spawnSandbox(compiled, { ...environment(`${dataDir}-2`), SANDBOX_STRIPE_PORT: taken });
    await expect(other).rejects.toThrow(`Port ${taken} is taken`);
    const incomplete = { ...environment(dataDir), SANDBOX_CONTROL_SECRET: '' };
    await expect(spawnSandbox(compiled, incomplete)).rejects.toThrow('SANDBOX_CONTROL_SECRET');
    const live = { ...environment(dataDir), SANDBOX_STRIPE_SECRET_KEY: 'sk_live_1' };
    await expect(spawnSandbox(compiled, live)).rejects.toThrow('SANDBOX_STRIPE_SECRET_KEY');
    await rm(`${dataDir}-2`, { recursive: true, force: true });
  });
});
