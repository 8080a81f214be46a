import { Faults } from '../http/faults';
import { RequestLog } from '../http/request-log';
import { serveStandIn, type RunningServer } from '../http/stand-in-server';
import type { SandboxClock } from '../clock/sandbox-clock';
import type { DurableStore } from '../store/durable-store';
import { eitherFaults, WebhookFaults } from '../webhooks/webhook-faults';
import { webhookRoutes } from '../webhooks/webhook-routes';
import { WebhookSender } from '../webhooks/webhook-sender';
import { AccessTokens, type ApiCredentials } from './access-tokens';
import { plainErrorReply } from './api-error';
import { apiRoutes } from './api-routes';
import { pageRoutes } from './pages/page-routes';
import { PaymentFaults } from './payment-faults';
import { PayPalState } from './paypal-state';
import { RequestIds } from './request-ids';
import { sandboxRoutes } from './sandbox-routes';
import { EventLog, eventObject } from './webhooks/event-log';
import { WebhookSigner } from './webhooks/webhook-signer';

export interface PayPalDeps {
  readonly store: DurableStore;
  readonly clock: SandboxClock;
  readonly credentials: ApiCredentials;
  /** Without an address nobody listens; the id is part of what is signed. */
  readonly webhook: { readonly url?: string | undefined; readonly id: string };
}

/** How long a step of the clock waits for the webhooks that are under way. */
const SETTLE_MS = 5000;

export async function startPayPal(deps: PayPalDeps, port: number): Promise<RunningServer> {
  const state = new PayPalState(deps.store, deps.clock);
  const events = new EventLog(deps.store, deps.clock);
  const signer = new WebhookSigner(state, deps.webhook.id);
  const payments = new PaymentFaults();
  const webhookFaults = new WebhookFaults();
  const compose = (row: Parameters<typeof eventObject>[0]): ReturnType<WebhookSigner['message']> =>
    signer.message(eventObject(row));
  const sender = new WebhookSender(events, webhookFaults, { url: deps.webhook.url, compose });
  const world = { state, events, signer, faults: payments };
  const change = async <T>(work: () => T): Promise<T> => {
    const result = await state.store.change(work);
    sender.sendFresh();
    return result;
  };
  const log = new RequestLog('paypal-request-id');
  const requestIds = new RequestIds(state);
  const api = apiRoutes({ world, change, log, requestIds, tokens: new AccessTokens(deps.credentials) });
  const server = await serveStandIn(
    {
      name: 'paypal',
      errorReply: plainErrorReply,
      faults: new Faults(eitherFaults(payments.both, webhookFaults)),
      around: api.around,
      routes: {
        ...api.routes,
        ...sandboxRoutes({ world, log, change, requestIds }),
        ...webhookRoutes(events, sender),
        ...pageRoutes({ world, change }),
      },
    },
    port
  );
  state.baseUrl = server.url;
  sender.start();
  deps.clock.onMove(() => sender.settled(SETTLE_MS));
  return {
    url: server.url,
    stop: async () => {
      sender.stop();
      await server.stop();
      // The key is written when it is made, so the store must not close before.
      await signer.ready;
    },
  };
}
