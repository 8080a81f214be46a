import { mkdirSync } from 'node:fs';
import { SandboxClock } from './clock/sandbox-clock';
import { startControl } from './control/control-server';
import type { RunningServer } from './http/stand-in-server';
import { startMailbox } from './mailbox/mailbox-server';
import { startPayPal } from './paypal/paypal-server';
import { DurableStore } from './store/durable-store';
import { startStripe } from './stripe/stripe-server';
import { startWorkplace } from './workplace/workplace-server';

export interface SandboxConfig {
  /** Everything that happened is kept here and found again at the next start. */
  readonly dataDir: string;
  /** 0 or absent means any free port. */
  readonly ports?: Partial<Record<'stripe' | 'paypal' | 'workplace' | 'mailbox' | 'smtp' | 'control', number>>;
  readonly stripeSecretKey: string;
  readonly stripeWebhookUrl?: string | undefined;
  readonly stripeWebhookSecret: string;
  readonly paypalClientId: string;
  readonly paypalClientSecret: string;
  readonly paypalWebhookUrl?: string | undefined;
  readonly paypalWebhookId: string;
  readonly workplaceApiKey: string;
  readonly controlSecret: string;
  readonly clockCallbackUrl?: string | undefined;
  readonly clockCallbackTimeoutMs?: number;
}

export interface SandboxUrls {
  readonly stripe: string;
  readonly paypal: string;
  readonly workplace: string;
  readonly mailbox: string;
  readonly smtp: string;
  readonly control: string;
}

export interface Sandbox {
  readonly urls: SandboxUrls;
  stop(): Promise<void>;
}

/** Thirty moved days of a busy test take a while; longer than this and something hangs. */
const CALLBACK_TIMEOUT_MS = 300_000;

/** Starts all stand-ins on 127.0.0.1. When one cannot start, those already up are stopped again. */
export async function startSandbox(config: SandboxConfig): Promise<Sandbox> {
  refuseLiveKey(config.stripeSecretKey);
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  const { dataDir, ports = {} } = config;
  const stores = ['clock', 'stripe', 'paypal', 'workplace', 'mailbox'].map((name) => new DurableStore(dataDir, name));
  const [clockStore, stripeStore, paypalStore, workplaceStore, mailboxStore] = stores;
  if (!clockStore || !stripeStore || !paypalStore || !workplaceStore || !mailboxStore)
    throw new Error('A store is missing.');
  const clock = new SandboxClock(clockStore);
  const running: RunningServer[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(running.map((server) => server.stop()));
    await Promise.all(stores.map((store) => store.close()));
  };
  const started = async <Server extends RunningServer>(server: Promise<Server>): Promise<Server> => {
    running.push(await server);
    return server;
  };
  try {
    const { stripeSecretKey: secretKey, stripeWebhookUrl: url, stripeWebhookSecret: secret } = config;
    const stripe = await started(
      startStripe({ store: stripeStore, clock, secretKey, webhook: { url, secret } }, ports.stripe ?? 0)
    );
    const credentials = { clientId: config.paypalClientId, clientSecret: config.paypalClientSecret };
    const paypal = await started(
      startPayPal(
        {
          store: paypalStore,
          clock,
          credentials,
          webhook: { url: config.paypalWebhookUrl, id: config.paypalWebhookId },
        },
        ports.paypal ?? 0
      )
    );
    const apiKey = config.workplaceApiKey;
    const workplace = await started(startWorkplace({ store: workplaceStore, clock, apiKey }, ports.workplace ?? 0));
    const mailPorts = { web: ports.mailbox ?? 0, smtp: ports.smtp ?? 0 };
    const mailbox = await started(startMailbox({ store: mailboxStore, clock, dataDir }, mailPorts));
    const links = { stripe: stripe.url, paypal: paypal.url, workplace: workplace.url, mailbox: mailbox.url };
    const advance = {
      callbackUrl: config.clockCallbackUrl,
      secret: config.controlSecret,
      callbackTimeoutMs: config.clockCallbackTimeoutMs ?? CALLBACK_TIMEOUT_MS,
    };
    const control = await started(startControl({ clock, advance, links }, ports.control ?? 0));
    return { urls: { ...links, smtp: mailbox.smtpUrl, control: control.url }, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function refuseLiveKey(key: string): void {
  if (key.startsWith('sk_test_')) return;
  throw new Error('The sandbox takes a key that begins with sk_test_ only, so that a live key never ends up in it.');
}
