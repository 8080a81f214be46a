import type { HttpRequest } from './http-request';
import type { Reply } from './reply';

export type Handler = (request: HttpRequest) => Reply | Promise<Reply>;

/** Method and path with `:name` segments, e.g. `GET /v1/refunds/:id`. */
export type Routes = Readonly<Record<string, Handler>>;

export interface Match {
  readonly handler: Handler;
  readonly params: Record<string, string>;
}

/** The first route that fits wins, so literal paths stand before those with parameters. */
export function matchRoute(routes: Routes, method: string, path: string): Match | undefined {
  const wanted = method === 'HEAD' ? 'GET' : method;
  for (const [pattern, handler] of Object.entries(routes)) {
    const [routeMethod, routePath = ''] = pattern.split(' ');
    const params = routeMethod === wanted ? matchPath(routePath, path) : undefined;
    if (params !== undefined) return { handler, params };
  }
  return undefined;
}

function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const value = given[index] ?? '';
    if (segment.startsWith(':')) {
      const decoded = decode(value);
      if (decoded === undefined || decoded === '') return undefined;
      params[segment.slice(1)] = decoded;
    } else if (segment !== value) return undefined;
  }
  return params;
}

function decode(value: string): string | undefined {
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}
