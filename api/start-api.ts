import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { connect, type Database } from '../db/shared/connection';
import { createPostgresDocumentStore } from '../db/invoice/postgres-document-store';
import { listen, type Listener } from '../db/shared/listen';
import { CHANNELS } from '../db/shared/notify';
import { readClockOffset } from '../db/shared/sandbox-clock';
import { requireSchema } from '../db/migrate';
import type { Clock } from '../gateways/clock/clock';
import { createOffsetClock, type OffsetClock } from '../gateways/clock/offset-clock';
import { createRealClock } from '../gateways/clock/real-clock';
import { realNowMs } from '../gateways/clock/real-now-ms';
import { createPdfRenderer } from '../gateways/pdf/create-pdf-renderer';
import { provideCreditNotePdf, provideInvoicePdf, provideProformaPdf } from '../gateways/pdf/provide-pdf';
import { createPayPalProvider } from '../gateways/paypal/create-paypal-provider';
import { payPalConfigOf } from '../gateways/paypal/paypal-config';
import type { PaymentProvider } from '../gateways/shared/payment-provider';
import { createStripeProvider } from '../gateways/stripe/create-stripe-provider';
import { createWorkplace } from '../gateways/workplace/create-workplace';
import { createApp } from './app';
import type { ApiConfig } from './config';
import type { ApiDeps, ApiSettings } from './http/api-deps';
import { createOrderChanges, type OrderChanges } from './http/order-changes';
import { createWorkflowClient } from './http/workflow-client';
import { loadCatalogue } from '../gateways/catalogue/load-catalogue';

export interface RunningApi {
  readonly port: number;
  /** Readiness off, streams closed, what runs gets 10 s, then everything is closed. */
  stop(): Promise<void>;
}

const POOL_MAX = 10;
const DRAIN_MS = 10_000;

/** Builds everything the API needs and listens. @throws Error with a sentence for the person who starts it */
export async function startApi(config: ApiConfig, log: Logger): Promise<RunningApi> {
  const db = connect(config.DATABASE_URL, { max: POOL_MAX, applicationName: 'purser-api' });
  const stopping = new AbortController();
  const closers: (() => Promise<void>)[] = [() => db.destroy()];
  try {
    await requireSchema(db);
    const { clock, orderChanges, listener } = await hearDatabase(config, db, log);
    closers.unshift(() => listener.close());
    const temporal = createWorkflowClient({
      address: config.TEMPORAL_ADDRESS,
      namespace: config.TEMPORAL_NAMESPACE,
      taskQueue: config.TEMPORAL_TASK_QUEUE,
      realNowMs: () => realNowMs(clock),
    });
    closers.unshift(() => temporal.close());
    const renderer = createPdfRenderer();
    closers.unshift(() => renderer.close());
    const documents = createPostgresDocumentStore(db, () => clock.now());
    const deps: ApiDeps = {
      db,
      clock,
      orderChanges,
      workflows: temporal.workflows,
      workplace: createWorkplace({ baseUrl: config.WORKPLACE_URL, apiKey: config.WORKPLACE_API_KEY }),
      catalogue: loadCatalogue(config.CATALOGUE_FILE),
      invoicePdf: provideInvoicePdf({ documents, renderer }),
      proformaPdf: provideProformaPdf({ documents, renderer }),
      creditNotePdf: provideCreditNotePdf({ documents, renderer }),
      ...providersOf(config),
      documents,
      settings: settingsOf(config),
      log,
      stopping: stopping.signal,
    };
    const server = createServer(createApp(deps));
    await openPort(server, config);
    return { port: portOf(server), stop: () => stopAll(server, stopping, closers) };
  } catch (error) {
    await closeAll(closers);
    throw error;
  }
}

interface Heard {
  readonly clock: Clock;
  readonly orderChanges: OrderChanges;
  readonly listener: Listener;
}

/** The one LISTEN connection of the process: it moves the clock of sandbox mode and wakes live views. */
async function hearDatabase(config: ApiConfig, db: Database, log: Logger): Promise<Heard> {
  const moving = config.PURSER_MODE === 'sandbox' ? createOffsetClock(await readClockOffset(db)) : null;
  const orderChanges = createOrderChanges();
  const warn = (error: unknown): void =>
    log.warn({ err: error }, 'the LISTEN connection is away; it comes back by itself');
  const followClock = (): void => {
    if (moving !== null) readClockOffset(db).then((offset) => moveForward(moving, offset), warn);
  };
  const listener = await listen(config.DATABASE_URL, {
    channels: [CHANNELS.order, CHANNELS.clock],
    applicationName: 'purser-api-listen',
    onReconnected: () => {
      followClock();
      orderChanges.allChanged();
    },
    onProblem: warn,
  });
  listener.on(CHANNELS.clock, followClock);
  listener.on(CHANNELS.order, (orderId) => orderChanges.changed(orderId));
  return { clock: moving ?? createRealClock(), orderChanges, listener };
}

/** Two notices may be read in the wrong order; the later one wins. */
function moveForward(clock: OffsetClock, offsetMs: number): void {
  if (offsetMs > clock.offsetMs()) clock.setOffset(offsetMs);
}

/** Card is always there: the worker does not start without Stripe, and an API without its secrets only hears no webhooks. */
function providersOf(config: ApiConfig): Pick<ApiDeps, 'providers' | 'webhookVerifiers'> {
  const payPalConfig = payPalConfigOf(config);
  const paypal = payPalConfig === null ? null : createPayPalProvider(payPalConfig);
  const stripe = createStripeVerifier(config);
  return {
    providers: paypal === null ? ['stripe'] : ['stripe', 'paypal'],
    webhookVerifiers: { ...(stripe !== null && { stripe }), ...(paypal !== null && { paypal }) },
  };
}

function createStripeVerifier(config: ApiConfig): PaymentProvider | null {
  const { STRIPE_SECRET_KEY: secretKey, STRIPE_WEBHOOK_SECRET: webhookSecret } = config;
  if (secretKey === undefined || webhookSecret === undefined) return null;
  return createStripeProvider({ secretKey, apiBase: config.STRIPE_API_BASE ?? null, webhookSecrets: [webhookSecret] });
}

function settingsOf(config: ApiConfig): ApiSettings {
  const { SANDBOX_URL: url, SANDBOX_CONTROL_SECRET: controlSecret } = config;
  const isSandbox = config.PURSER_MODE === 'sandbox' && url !== undefined && controlSecret !== undefined;
  return {
    mode: config.PURSER_MODE,
    publicUrl: config.PUBLIC_URL,
    linkSecret: config.LINK_SECRET,
    sandbox: isSandbox ? { url, controlSecret } : null,
    portalDir: config.PORTAL_DIR ?? null,
    trustedProxies: config.API_TRUSTED_PROXIES,
    rateLimits: {
      perAddress: config.RATE_LIMIT_PER_ADDRESS,
      signIn: config.RATE_LIMIT_SIGN_IN,
      publicPages: config.RATE_LIMIT_PUBLIC_PAGES,
    },
    checkAnswers: false,
  };
}

function openPort(server: Server, config: ApiConfig): Promise<void> {
  server.headersTimeout = 15_000;
  server.requestTimeout = 30_000;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: config.API_PORT, host: config.API_HOST }, resolve);
  });
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function stopAll(server: Server, stopping: AbortController, closers: (() => Promise<void>)[]): Promise<void> {
  stopping.abort();
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const drain = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await closed;
  clearTimeout(drain);
  await closeAll(closers);
}

/** Every one is tried, whatever the others do. */
async function closeAll(closers: readonly (() => Promise<void>)[]): Promise<void> {
  await Promise.allSettled(closers.map((close) => close()));
}
