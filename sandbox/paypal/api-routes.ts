import { fingerprintOf } from '../http/fingerprint';
import { parseJson } from '../http/faults';
import { parseForm, type HttpRequest } from '../http/http-request';
import { jsonReply, type Reply } from '../http/reply';
import type { RequestLog } from '../http/request-log';
import type { Handler, Routes } from '../http/router';
import type { AccessTokens } from './access-tokens';
import type { ApiCall, Operation, PayPalWorld } from './api-call';
import { ApiError, plainErrorReply } from './api-error';
import { OPERATIONS } from './operations';
import type { RequestIds } from './request-ids';
import { showSubject } from './show-subject';

interface ApiDeps {
  readonly world: PayPalWorld;
  readonly change: <T>(work: () => T) => Promise<T>;
  readonly log: RequestLog;
  readonly requestIds: RequestIds;
  readonly tokens: AccessTokens;
}

interface Api {
  readonly routes: Routes;
  readonly around: (request: HttpRequest, run: () => Promise<Reply>) => Promise<Reply>;
}

const TOKEN = '/v1/oauth2/token';
const CERTIFICATES = '/v1/notifications/certs/';

export function apiRoutes(deps: ApiDeps): Api {
  const { world, log } = deps;
  const operations = Object.entries(OPERATIONS).map(([route, operation]): [string, Handler] => [
    route,
    (request) => runOperation(deps, route, operation, request),
  ]);
  return {
    routes: {
      [`POST ${TOKEN}`]: (request) => deps.tokens.issue(request),
      [`GET ${CERTIFICATES}:id`]: async (request) => {
        const pem = await world.signer.certificate(request.params['id'] ?? '');
        if (pem === undefined) return plainErrorReply(404, 'There is no such certificate.');
        return { status: 200, headers: { 'content-type': 'application/x-pem-file' }, body: pem };
      },
      ...Object.fromEntries(operations),
    },
    around: async (request, run) => {
      if (!/^\/v\d\//.test(request.path)) return run();
      const reply = refuseCaller(deps, request) ?? (await underRequestId(deps.requestIds, request, run));
      log.add({ request, input: inputOf(request), status: reply.status, at: world.state.clock.iso() });
      return reply;
    },
  };
}

function refuseCaller({ tokens }: ApiDeps, request: HttpRequest): Reply | undefined {
  if (request.path === TOKEN || request.path.startsWith(CERTIFICATES)) return undefined;
  if (!tokens.lets(request)) return plainErrorReply(401, 'Get a token at /v1/oauth2/token and send it as Bearer.');
  const type = request.header('content-type') ?? '';
  if (request.body === '' || type.startsWith('application/json')) return undefined;
  return plainErrorReply(415, 'Send application/json.');
}

/** Holds the id for the whole run, slowness on order included, so that a second request finds the first one running. */
function underRequestId(ids: RequestIds, request: HttpRequest, run: () => Promise<Reply>): Promise<Reply> {
  const requestId = request.header('paypal-request-id');
  return request.method === 'POST' && requestId !== undefined ? ids.alone(request.path, requestId, run) : run();
}

function runOperation(deps: ApiDeps, route: string, operation: Operation, request: HttpRequest): Promise<Reply> {
  const requestId = request.header('paypal-request-id') ?? null;
  const call: ApiCall = { params: request.params, query: request.query, body: bodyOf(request), requestId };
  return deps.change(() => {
    try {
      if (operation.kind === 'plain') return operation.run(deps.world, call);
      const key = requestId === null ? undefined : { api: operation.api, route, requestId };
      const fingerprint = fingerprintOf(request.method, request.path, call.body);
      const isWhole = (request.header('prefer') ?? '').includes('return=representation');
      const earlier = key === undefined ? undefined : deps.requestIds.find(key, fingerprint);
      const subject = earlier ?? operation.run(deps.world, call);
      if (key !== undefined && earlier === undefined) deps.requestIds.remember(key, fingerprint, subject);
      const status = earlier === undefined ? 201 : 200;
      return jsonReply(status, showSubject(deps.world.state, subject, isWhole));
    } catch (error) {
      if (error instanceof ApiError) return error.reply();
      throw error;
    }
  });
}

/** An empty body is an empty request, which a capture and a full refund may be. */
function bodyOf(request: HttpRequest): unknown {
  return request.body === '' ? {} : parseJson(request.body);
}

function inputOf(request: HttpRequest): Readonly<Record<string, unknown>> {
  if (request.method === 'GET') return request.query;
  if (request.path === TOKEN) return parseForm(request.body);
  const body = bodyOf(request);
  return typeof body === 'object' && body !== null ? { ...body } : {};
}
