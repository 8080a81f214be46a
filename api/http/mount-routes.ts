import type { Express, Request, RequestHandler, Response } from 'express';
import type { IdempotentRequest } from '../../db/shared/idempotency-keys';
import type { ApiDeps } from './api-deps';
import { authorise } from './access';
import { AppError } from './app-error';
import { authenticate } from './authenticate';
import type { Caller } from './caller';
import { readIdempotencyKey, withIdempotency } from './idempotency';
import { createLimiters } from './rate-limit';
import { readBody } from './read-body';
import { readInput } from './read-input';
import { contextOf, nameRoute } from './request-context';
import type { AnyInput, AnyReply, RequestMeta, Route } from './route';
import { sendReply } from './send-reply';

/** Mounts the table. Each path also answers 405 to the methods it does not know. */
export function mountRoutes(app: Express, routes: readonly Route[], deps: ApiDeps): void {
  const limiters = createLimiters(deps.settings.rateLimits);
  app.use(limiters.perAddress);
  const mounted = routes.filter((route) => deps.settings.mode === 'sandbox' || route.sandboxOnly !== true);
  for (const route of mounted) {
    const handlers: RequestHandler[] = [
      (_req, res, next) => {
        nameRoute(res, `${route.method} ${route.path}`);
        next();
      },
    ];
    if (route.rateLimit !== undefined) handlers.push(limiters[route.rateLimit]);
    handlers.push((req, res) => serve(route, { req, res }, deps));
    mountOne(app, route, handlers);
  }
  for (const [path, methods] of methodsByPath(mounted)) app.all(path, methodNotAllowed(methods));
}

function mountOne(app: Express, route: Route, handlers: RequestHandler[]): void {
  switch (route.method) {
    case 'GET':
      app.get(route.path, ...handlers);
      break;
    case 'POST':
      app.post(route.path, ...handlers);
      break;
    case 'PUT':
      app.put(route.path, ...handlers);
      break;
    case 'PATCH':
      app.patch(route.path, ...handlers);
      break;
    case 'DELETE':
      app.delete(route.path, ...handlers);
      break;
  }
}

/** Who → may they → is it readable → is it right → do it → answer. Nothing of a body is read for a stranger. */
async function serve(route: Route, { req, res }: { req: Request; res: Response }, deps: ApiDeps): Promise<void> {
  if (deps.stopping.aborted) res.set('Connection', 'close');
  const at = deps.clock.now();
  const caller = route.access === 'public' ? null : await authenticate(req, deps, at);
  const scope = authorise(route.access, caller);
  const key = route.idempotent === true ? readIdempotencyKey(req.get('idempotency-key')) : null;
  const checked = readInput(route, req, await readBody(route, req, res));
  const meta = metaOf({ req, res }, caller, at);
  const run = (underKey: IdempotentRequest | null): Promise<AnyReply> =>
    callHandler(route, { ...checked, caller, scope, meta: { ...meta, underKey } }, deps);
  const reply =
    key === null || caller === null
      ? await run(null)
      : await withIdempotency(
          deps,
          { route, callerId: caller.actor.userId, key, params: checked.params, body: checked.body },
          run
        );
  await sendReply(route, reply, res);
}

async function callHandler(route: Route, input: AnyInput, deps: ApiDeps): Promise<AnyReply> {
  const reply = await route.handler(input, deps);
  if (deps.settings.checkAnswers) checkAnswer(route, reply);
  return reply;
}

/** The document promises what the schemas say. */
function checkAnswer(route: Route, reply: AnyReply): void {
  const spec = route.responses[Number(reply.status)];
  if (spec === undefined) throw new Error(`${route.method} ${route.path} does not declare ${String(reply.status)}`);
  const result = spec.body?.safeParse(JSON.parse(JSON.stringify(reply.body ?? null)));
  if (result?.success === false) {
    throw new Error(`${route.method} ${route.path} answers outside its schema: ${result.error.message}`);
  }
}

function metaOf(
  { req, res }: { req: Request; res: Response },
  caller: Caller | null,
  at: string
): Omit<RequestMeta, 'underKey'> {
  const { requestId, log } = contextOf(res);
  const ip = req.ip ?? '';
  const actorId = caller?.actor.userId ?? null;
  return {
    requestId,
    ip,
    userAgent: (req.get('user-agent') ?? '').slice(0, 300),
    at,
    source: { actorKind: caller === null ? 'visitor' : 'user', actorId, ip, requestId },
    log,
  };
}

function methodsByPath(routes: readonly Route[]): Map<string, string[]> {
  const methods = new Map<string, string[]>();
  for (const { path, method } of routes) {
    const known = methods.get(path) ?? [];
    methods.set(path, [...known, ...(method === 'GET' ? ['GET', 'HEAD'] : [method])]);
  }
  return methods;
}

function methodNotAllowed(methods: readonly string[]): RequestHandler {
  return () => {
    throw new AppError('method_not_allowed', { headers: { Allow: methods.join(', ') } });
  };
}
