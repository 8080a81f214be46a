import { uuidv7 } from 'uuidv7';
import { can } from '../../domain/access/can';
import type { Route } from '../../api/http/route';
import { openApiDocument } from '../../api/openapi';
import { ROUTES } from '../../api/routes';
import { connect, type Database } from '../../db/shared/connection';
import type { TestUser } from '../support/api/api-rows';
import { startTestApi, type TestApi } from '../support/api/start-test-api';
import { insertTwoPartners, type TwoPartners } from '../support/api/two-partners';

/** What every route refuses alike, held against the statuses that the published document names for it. */
let api: TestApi;
let limited: TestApi;
let broken: TestApi;
let nowhere: Database;
let people: TwoPartners;

beforeAll(async () => {
  api = await startTestApi();
  people = await insertTwoPartners(api);
  limited = await startTestApi({ settings: { rateLimits: { perAddress: 0, signIn: 0, publicPages: 0 } } });
  nowhere = connect('postgres://nobody@127.0.0.1:1/none', { max: 1, applicationName: 'test' });
  broken = await startTestApi({ deps: { db: nowhere } });
});
afterAll(async () => {
  await Promise.all([api.stop(), limited.stop(), broken.stop()]);
  await nowhere.destroy();
});

const { paths } = openApiDocument(ROUTES, 'test') as {
  paths: Record<string, Record<string, { responses: Record<string, unknown> }>>;
};
const documents = (route: Route, status: number): boolean => {
  const operation = paths[route.path.replace(/:(\w+)/g, '{$1}')]?.[route.method.toLowerCase()];
  return operation?.responses[String(status)] !== undefined;
};
const nameOf = (route: Route): string => `${route.method} ${route.path}`;
const those = (status: number, which: (route: Route) => boolean = () => true) =>
  ROUTES.filter((route) => documents(route, status) && which(route)).map((route) => [nameOf(route), route] as const);

const isGuarded = ({ access }: Route): boolean => access !== 'public';
const needsRight = ({ access }: Route): boolean => access !== 'public' && access !== 'session';
const takesBody = ({ request }: Route): boolean => request?.body !== undefined;
const isJson = (route: Route): boolean => takesBody(route) && (route.bodyKind ?? 'json') === 'json';
const takesQuery = ({ request }: Route): boolean => request?.query !== undefined;

const everybody = (): TestUser[] => {
  const { aurora, birch, manager, distributor, ops, finance, admin } = people;
  return [aurora.ada, aurora.viewer, birch.bai, manager, distributor, ops, finance, admin];
};

const ROLES = ['partner', 'colleague', 'partner', 'account_manager', 'distributor', 'ops', 'finance', 'admin'] as const;

/** Somebody who may, or may not, use the route. */
function personFor(route: Route, mayUse: boolean): TestUser | undefined {
  const { access } = route;
  if (access === 'public' || access === 'session') return mayUse ? everybody()[0] : undefined;
  const capabilities = typeof access === 'string' ? [access] : access;
  return everybody().find((user, at) => {
    const role = ROLES[at] ?? 'partner';
    const partnerId = role === 'partner' || role === 'colleague' ? 'some-partner' : null;
    const actor = { userId: user.userId, role, partnerId, rights: role === 'colleague' ? (['view'] as const) : [] };
    return capabilities.some((capability) => can(actor, capability) !== 'none') === mayUse;
  });
}

interface Wish {
  readonly token?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly query?: string;
  readonly id?: string;
}

function ask(where: TestApi, route: Route, { token, headers, body, query = '', id = uuidv7() }: Wish = {}) {
  const path = route.path.replace(/:\w+/g, id);
  const keyed = route.idempotent === true ? { 'idempotency-key': uuidv7(), ...headers } : { ...headers };
  return where.send(route.method, `${path}${query}`, {
    headers: keyed,
    ...(token === undefined ? {} : { token }),
    ...(body === undefined ? {} : { body }),
  });
}

const allowed = (route: Route): Wish => {
  const token = route.access === 'public' ? undefined : personFor(route, true)?.token;
  return token === undefined ? {} : { token };
};
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
/** One byte more than the route takes. */
const tooLarge = ({ maxBodyBytes = 256 * 1024 }: Route): Buffer => Buffer.alloc(maxBodyBytes + 1, 0x20);

describe('every guarded route', () => {
  it.each(those(401, isGuarded))('401 without a sign-in: %s', async (_name, route) => {
    expect((await ask(api, route)).status).toBe(401);
  });

  it.each(those(403, needsRight))('403 without the right: %s', async (_name, route) => {
    const stranger = personFor(route, false);
    expect(stranger).toBeDefined();
    expect((await ask(api, route, { token: stranger?.token })).status).toBe(403);
  });

  it.each(those(403, (route) => isGuarded(route) && route.method !== 'GET'))(
    '403 for a cookie that another site sends along: %s',
    async (_name, route) => {
      const token = personFor(route, true)?.token ?? '';
      const headers = { cookie: `purser_session=${token}`, origin: 'https://evil.example' };
      const { status, json } = await ask(api, route, { headers });
      expect([status, json.code]).toEqual([403, 'cross_site_request']);
    }
  );

  it.each(those(422, (route) => isGuarded(route) && takesQuery(route)))(
    '422 for a query that it does not know: %s',
    async (_name, route) => {
      const headers = route.mediaTypes === undefined ? {} : { 'content-type': route.mediaTypes[0] ?? '' };
      const { status, json } = await ask(api, route, { ...allowed(route), headers, query: '?nonsense=1' });
      expect([status, json.code]).toEqual([422, 'invalid_input']);
    }
  );

  it.each(those(503, isGuarded))('503 while Postgres is away: %s', async (_name, route) => {
    const { status, headers } = await ask(broken, route, { token: people.aurora.ada.token });
    expect(status).toBe(503);
    expect(headers['retry-after']).toBeDefined();
  });
});

describe('every route with a JSON body', () => {
  it.each(those(400, isJson))('400 for broken JSON: %s', async (_name, route) => {
    const { status, json } = await ask(api, route, { ...allowed(route), body: '{"a":' });
    expect([status, json.code]).toEqual([400, 'malformed_json']);
  });

  it.each(those(415))('415 for another media type: %s', async (_name, route) => {
    const headers = { 'content-type': 'text/plain' };
    expect((await ask(api, route, { ...allowed(route), headers, body: Buffer.from('x') })).status).toBe(415);
  });

  it.each(those(422, isJson))('422 for a body of another shape: %s', async (_name, route) => {
    const { status, json } = await ask(api, route, { ...allowed(route), body: ['nobody', 'knows'] });
    expect([status, json.code]).toEqual([422, 'invalid_input']);
  });
});

describe('every route', () => {
  it.each(those(413))('413 for a body of more bytes than it takes: %s', async (_name, route) => {
    const type = route.mediaTypes?.[0] ?? 'application/json';
    const headers = route.bodyKind === 'form' ? FORM : { 'content-type': type };
    expect((await ask(api, route, { ...allowed(route), headers, body: tooLarge(route) })).status).toBe(413);
  });

  it.each(those(429))('429 for too many requests: %s', async (_name, route) => {
    const { status, headers } = await ask(limited, route);
    expect(status).toBe(429);
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
  });
});
