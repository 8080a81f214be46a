import { readFileSync } from 'node:fs';
import path from 'node:path';
import { openApiDocument, refusalCodes } from '../../../api/openapi';
import { ROUTES } from '../../../api/routes';
import { API_VERSION } from '../../../api/version';
import { startTestApi, type TestApi } from '../../support/api/start-test-api';

let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const current = JSON.parse(JSON.stringify(openApiDocument(ROUTES, API_VERSION)));

describe('the table of routes', () => {
  it('names each address and method once, and says who may call it', () => {
    const names = ROUTES.map(({ method, path: address }) => `${method} ${address}`);
    expect(new Set(names).size).toBe(names.length);
    expect(ROUTES.filter(({ access }) => access.length === 0)).toEqual([]);
  });

  it('leaves only these open to everybody', () => {
    const open = ROUTES.filter(({ access }) => access === 'public').map((route) => `${route.method} ${route.path}`);
    expect(open.sort()).toMatchInlineSnapshot(`
      [
        "GET /docs",
        "GET /health/live",
        "GET /health/ready",
        "GET /i/:token",
        "GET /openapi.json",
        "GET /v1/payments/cancel/:orderId",
        "GET /v1/payments/return/:orderId",
        "POST /i/:token",
        "POST /i/:token/new-link",
        "POST /internal/sandbox/clock",
        "POST /v1/sessions",
        "POST /webhooks/paypal",
        "POST /webhooks/stripe",
      ]
    `);
  });

  it('documents every parameter of a path', () => {
    for (const route of ROUTES.filter((candidate) => candidate.path.includes(':'))) {
      expect([route.path, route.request?.params]).toEqual([route.path, expect.anything()]);
      expect(refusalCodes(route).length).toBeGreaterThan(0);
    }
  });
});

describe('GET /openapi.json', () => {
  it('200: is the committed document, whose references all resolve', async () => {
    const file = path.join(__dirname, '..', '..', '..', 'api', 'openapi.json');
    const committed: unknown = JSON.parse(readFileSync(file, 'utf8'));
    // A difference here says: run "npm run openapi" and commit its file.
    expect(committed).toEqual(current);
    const { status, json } = await api.send('GET', '/openapi.json');
    expect([status, json.openapi]).toEqual([200, '3.1.0']);
    const names = [...JSON.stringify(json).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(
      (match) => match[1] ?? ''
    );
    expect(names.filter((name) => json.components.schemas[name] === undefined)).toEqual([]);
  });
});

describe('GET /docs', () => {
  it('200: is a page without scripts or anything from elsewhere', async () => {
    const { status, text, headers } = await api.send('GET', '/docs');
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(text).toContain('/v1/quotes');
    expect(text).not.toMatch(/<script|src=|href="http/);
  });
});
