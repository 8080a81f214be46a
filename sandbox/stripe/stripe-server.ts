import { Faults } from '../http/faults';
import { fingerprintOf } from '../http/fingerprint';
import { parseForm, type HttpRequest } from '../http/http-request';
import { jsonReply, type Reply } from '../http/reply';
import { RequestLog } from '../http/request-log';
import type { Handler, Routes } from '../http/router';
import { sameSecret } from '../http/same-secret';
import { serveStandIn, type RunningServer } from '../http/stand-in-server';
import type { DurableStore } from '../store/durable-store';
import { eitherFaults, WebhookFaults } from '../webhooks/webhook-faults';
import { webhookRoutes } from '../webhooks/webhook-routes';
import { WebhookSender } from '../webhooks/webhook-sender';
import type { SandboxClock } from '../clock/sandbox-clock';
import type { ApiCall, Operation, StripeWorld } from './api-call';
import { ApiError, plainErrorReply } from './api-error';
import { DeclineRules } from './decline-rules';
import { expandObject } from './expand-object';
import { IdempotencyKeys } from './idempotency';
import { newId } from './new-id';
import { pageRoutes } from './pages/page-routes';
import { closeOverdueSessions } from './resources/sessions';
import { OPERATIONS } from './operations';
import { sandboxRoutes } from './sandbox-routes';
import { StripeState } from './stripe-state';
import { STRIPE_API_VERSION } from './stripe-version';
import type { EventRow } from './records';
import { EventLog } from './webhooks/event-log';
import { signedEvent } from './webhooks/sign-payload';

export interface StripeDeps {
  readonly store: DurableStore;
  readonly clock: SandboxClock;
  /** `sk_test_…`, the only key that is let in. */
  readonly secretKey: string;
  /** Without an address nobody listens. */
  readonly webhook: { readonly url?: string | undefined; readonly secret: string };
}

/** Real time between looks for sessions whose time is over. */
const SWEEP_MS = 1000;
/** How long a step of the clock waits for the webhooks that it set off. */
const SETTLE_MS = 5000;

export async function startStripe(deps: StripeDeps, port: number): Promise<RunningServer> {
  const standIn = new StripeStandIn(deps);
  const server = await serveStandIn(standIn, port);
  standIn.state.baseUrl = server.url;
  standIn.sender.start();
  const sweep = setInterval(() => void standIn.sweep(), SWEEP_MS);
  sweep.unref();
  deps.clock.onMove(async () => {
    await standIn.sweep();
    await standIn.sender.settled(SETTLE_MS);
  });
  return {
    url: server.url,
    stop: async () => {
      clearInterval(sweep);
      standIn.sender.stop();
      await server.stop();
    },
  };
}

class StripeStandIn {
  readonly name = 'stripe';
  readonly state: StripeState;
  readonly sender: WebhookSender<EventRow>;
  readonly faults: Faults;
  readonly routes: Routes;
  readonly errorReply = plainErrorReply;
  private readonly world: StripeWorld;
  private readonly keys: IdempotencyKeys;
  private readonly log = new RequestLog('idempotency-key');

  constructor(private readonly deps: StripeDeps) {
    this.state = new StripeState(deps.store, deps.clock);
    const events = new EventLog(deps.store, deps.clock);
    const webhookFaults = new WebhookFaults();
    const declines = new DeclineRules();
    this.world = { state: this.state, events, declines };
    this.faults = new Faults(eitherFaults(declines, webhookFaults));
    const { url, secret } = deps.webhook;
    const compose = signedEvent(secret);
    this.sender = new WebhookSender(events, webhookFaults, { url, compose });
    this.keys = new IdempotencyKeys(this.state);
    const change = <T>(work: () => T): Promise<T> => this.change(work);
    const api = Object.entries(OPERATIONS).map(([route, operation]): [string, Handler] => [
      route,
      (request) => this.runOperation(operation, request),
    ]);
    this.routes = {
      ...Object.fromEntries(api),
      ...sandboxRoutes({ world: this.world, log: this.log, change }),
      ...webhookRoutes(events, this.sender),
      ...pageRoutes({ world: this.world, change }),
    };
  }

  async sweep(): Promise<void> {
    const now = this.state.clock.nowSeconds();
    const overdue = [...this.state.openSessions].some((id) => (this.state.sessions.get(id)?.expiresAt ?? 0) <= now);
    if (overdue) await this.change(() => closeOverdueSessions(this.world));
  }

  /** Authentication, version and idempotency key of an API call; pages pass untouched. */
  readonly around = async (request: HttpRequest, run: () => Promise<Reply>): Promise<Reply> => {
    if (!request.path.startsWith('/v1/')) return run();
    const id = newId('req');
    const refusal = this.refuseCaller(request);
    const reply = refusal ?? (await this.underKey(request, run));
    this.log.add({ request, input: inputOf(request), status: reply.status, at: this.state.clock.iso() });
    return { ...reply, headers: { ...reply.headers, 'request-id': id, 'stripe-version': STRIPE_API_VERSION } };
  };

  private refuseCaller(request: HttpRequest): Reply | undefined {
    const given = /^Bearer (.+)$/.exec(request.header('authorization') ?? '')?.[1];
    if (!sameSecret(given, this.deps.secretKey))
      return plainErrorReply(401, 'Invalid API Key provided. Use the sandbox key.');
    const version = request.header('stripe-version') ?? STRIPE_API_VERSION;
    if (version === STRIPE_API_VERSION) return undefined;
    return plainErrorReply(400, `The sandbox models API version ${STRIPE_API_VERSION} only, not ${version}.`);
  }

  private async underKey(request: HttpRequest, run: () => Promise<Reply>): Promise<Reply> {
    const key = request.header('idempotency-key');
    if (request.method !== 'POST' || key === undefined) return run();
    const fingerprint = fingerprintOf(request.method, request.path, parseForm(request.body));
    const instead = this.keys.begin(key, fingerprint);
    if (instead !== undefined) return instead;
    try {
      const reply = await run();
      if (reply.status >= 500) await this.change(() => this.keys.remember(key, fingerprint, reply));
      return reply;
    } finally {
      this.keys.end(key);
    }
  }

  private runOperation(operation: Operation, request: HttpRequest): Promise<Reply> {
    const key = request.method === 'POST' ? (request.header('idempotency-key') ?? null) : null;
    const call: ApiCall = { params: request.params, input: inputOf(request) };
    return this.change(() =>
      this.world.events.during(key, () => {
        const { reply, stored } = this.execute(operation, call);
        if (key !== null && stored)
          this.keys.remember(key, fingerprintOf(request.method, request.path, call.input), reply);
        return reply;
      })
    );
  }

  private execute(operation: Operation, call: ApiCall): { reply: Reply; stored: boolean } {
    try {
      const object = operation(this.world, call);
      const paths: unknown = call.input['expand'];
      const expanded = Array.isArray(paths) ? expandObject(this.state, object, paths.map(String)) : object;
      return { reply: jsonReply(200, expanded), stored: true };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return { reply: error.reply(), stored: error.stored };
    }
  }

  private async change<T>(work: () => T): Promise<T> {
    const result = await this.state.store.change(work);
    this.sender.sendFresh();
    return result;
  }
}

function inputOf(request: HttpRequest): Readonly<Record<string, unknown>> {
  return request.method === 'POST' ? parseForm(request.body) : request.query;
}
