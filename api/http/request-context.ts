import type { RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { uuidv7 } from 'uuidv7';

export interface RequestContext {
  readonly requestId: string;
  readonly log: Logger;
}

/** Ours by default; a caller's own id is kept when it is harmless in logs and headers. */
const REQUEST_ID_FORM = /^[A-Za-z0-9_-]{8,64}$/;
const contexts = new WeakMap<Response, RequestContext>();

/** Gives each request an id and a logger, and logs one line when it is answered. */
export function requestContext(log: Logger): RequestHandler {
  return (req, res, next) => {
    const given = req.get('x-request-id');
    const requestId = given !== undefined && REQUEST_ID_FORM.test(given) ? given : uuidv7();
    const context = { requestId, log: log.child({ requestId }) };
    contexts.set(res, context);
    res.set('X-Request-Id', requestId);
    const startedAt = performance.now();
    res.once('close', () => {
      // Addresses may carry link tokens, so the route's form is logged and never the address itself.
      const line = {
        method: req.method,
        route: routeOf(res) ?? 'none',
        status: res.statusCode,
        ms: Math.round(performance.now() - startedAt),
        complete: res.writableFinished,
      };
      context.log.info(line, 'request');
    });
    next();
  };
}

export function contextOf(res: Response): RequestContext {
  const context = contexts.get(res);
  if (context === undefined) throw new Error('requestContext must be the first middleware');
  return context;
}

const routes = new WeakMap<Response, string>();

export function nameRoute(res: Response, route: string): void {
  routes.set(res, route);
}

function routeOf(res: Response): string | undefined {
  return routes.get(res);
}
