import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Stripe from 'stripe';
import { startSandbox, type Sandbox, type SandboxConfig } from '../../../../sandbox/start-sandbox';
import { listenForWebhooks, type WebhookListener } from './listen-for-webhooks';

// Every answer waits for a disk that all layers share; five seconds were not enough on a loaded machine.
jest.setTimeout(30_000);

export const WEBHOOK_SECRET = 'whsec_conformance';
export const SECRET_KEY = 'sk_test_conformance';
export const PAYPAL_CLIENT_ID = 'client-conformance';
export const PAYPAL_CLIENT_SECRET = 'paypal-secret-conformance';
export const PAYPAL_WEBHOOK_ID = 'WHCONFORMANCE';
export const CONTROL_SECRET = 'control-secret';
export const WORKPLACE_KEY = 'workplace-key';

export interface ReceivedWebhook {
  readonly event: Stripe.Event;
  readonly payload: string;
  readonly signature: string;
}

/** A product's endpoint that verifies with the real SDK and remembers what came. */
export interface Receiver extends WebhookListener {
  readonly received: ReceivedWebhook[];
  readonly invalid: string[];
}

export interface Fixture {
  readonly sandbox: Sandbox;
  readonly stripe: Stripe;
  readonly receiver: Receiver;
  readonly dataDir: string;
  /** Stops the stand-ins and starts them again on the same data. */
  restart(): Promise<Fixture>;
  stop(): Promise<void>;
}

export function testConfig(
  dataDir: string,
  urls: { readonly stripeWebhookUrl?: string; readonly paypalWebhookUrl?: string } = {}
): SandboxConfig {
  return {
    dataDir,
    stripeSecretKey: SECRET_KEY,
    ...urls,
    stripeWebhookSecret: WEBHOOK_SECRET,
    paypalClientId: PAYPAL_CLIENT_ID,
    paypalClientSecret: PAYPAL_CLIENT_SECRET,
    paypalWebhookId: PAYPAL_WEBHOOK_ID,
    workplaceApiKey: WORKPLACE_KEY,
    controlSecret: CONTROL_SECRET,
  };
}

export async function startFixture(): Promise<Fixture> {
  const dataDir = await mkdtemp(join(tmpdir(), 'purser-sandbox-'));
  return fixtureOn(dataDir, await startReceiver());
}

async function fixtureOn(dataDir: string, receiver: Receiver): Promise<Fixture> {
  const sandbox = await startSandbox(testConfig(dataDir, { stripeWebhookUrl: receiver.url }));
  return {
    sandbox,
    receiver,
    dataDir,
    stripe: stripeClient(sandbox.urls.stripe),
    restart: async () => {
      await sandbox.stop();
      return fixtureOn(dataDir, receiver);
    },
    stop: async () => {
      await sandbox.stop();
      await receiver.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export function stripeClient(url: string): Stripe {
  const { hostname, port } = new URL(url);
  return new Stripe(SECRET_KEY, {
    host: hostname,
    port,
    protocol: 'http',
    apiVersion: '2026-10-28.endive',
    timeout: 5000,
    maxNetworkRetries: 0,
    telemetry: false,
  });
}

export function startReceiver(): Promise<Receiver> {
  const verifier = new Stripe(SECRET_KEY);
  const received: ReceivedWebhook[] = [];
  const invalid: string[] = [];
  return listenForWebhooks({ received, invalid }, (body, headers) => {
    const signature = String(headers['stripe-signature']);
    const payload = body.toString('utf8');
    try {
      const event = verifier.webhooks.constructEvent(payload, signature, WEBHOOK_SECRET, 300);
      received.push({ event, payload, signature });
    } catch (error) {
      invalid.push(String(error));
    }
  });
}

/** Polls until `look` gives something; a test waits for a condition, never for a time. */
export async function eventually<T>(
  what: string,
  look: () => T | undefined | Promise<T | undefined>,
  boundMs = 8000
): Promise<T> {
  const deadline = Date.now() + boundMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`Did not happen within ${boundMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export function webhookOfType(receiver: Receiver, type: string): Promise<ReceivedWebhook> {
  return eventually(`webhook ${type}`, () => receiver.received.find(({ event }) => event.type === type));
}
