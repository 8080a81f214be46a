import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { listFiles, readJson, readSource, ROOT } from './rules/repository';
import {
  beyond,
  countOf,
  documentedStatuses,
  groupsOf,
  handlerFiles,
  untestedStatuses,
  type OpenApi,
  type Statuses,
} from './rules/tested-statuses';

/** Documented statuses without a test, as they were once accepted. The list only shrinks: UPDATE_TIDY=1 takes out what is tested by now. */
const LIST = 'test/tidy/untested-statuses.json';
interface Accepted {
  readonly count: number;
  readonly gaps: Statuses;
}

const files = listFiles();
const document = readJson('api/openapi.json') as OpenApi;
const documented = documentedStatuses(document);
const groups = groupsOf(document);
const handlers = handlerFiles(files.filter((file) => /^api\/.*\.ts$/.test(file)).map(readSource));
const tests = files.filter((file) => /^test\/api\/.*\.test\.ts$/.test(file)).map(readSource);

describe('the endpoints of the OpenAPI document', () => {
  const accepted = readJson(LIST) as Accepted;
  const gaps = untestedStatuses(documented, { handlers, groups }, tests);

  it('have a handler each', () => {
    expect(Object.keys(documented).filter((endpoint) => !handlers.has(endpoint))).toEqual([]);
  });

  it('have a test for each status that they document', () => {
    expect(beyond(gaps, accepted.gaps)).toEqual([]);
  });

  it('leave no longer list of exceptions than they need', () => {
    if (process.env['UPDATE_TIDY'] === '1' && beyond(gaps, accepted.gaps).length === 0) {
      const shorter = { count: countOf(gaps), gaps };
      writeFileSync(path.join(ROOT, LIST), `${JSON.stringify(shorter, null, 2)}\n`);
      return;
    }
    expect(countOf(accepted.gaps)).toBe(accepted.count);
    expect(beyond(accepted.gaps, gaps)).toEqual([]);
  });
});

describe('a missing test', () => {
  const two: Statuses = { 'GET /v1/orders': [200, 401], 'POST /v1/orders/{order}/cancel': [200, 409] };
  const by = new Map([
    ['GET /v1/orders', 'api/order/list-orders.ts'],
    ['POST /v1/orders/{order}/cancel', 'api/order/cancel-order.ts'],
  ]);
  const untested = (text: string, file = 'test/api/order/orders.test.ts'): Statuses =>
    untestedStatuses(two, { handlers: by, groups: { 'every guarded route': ['GET /v1/orders'] } }, [
      { path: file, text },
    ]);

  it('is noticed for a status, and for a whole endpoint', () => {
    const text = "describe('GET /v1/orders', () => { describe('200', () => { it('lists', () => {}); }); });";
    expect(untested(text)).toEqual({ 'GET /v1/orders': [401], 'POST /v1/orders/{order}/cancel': [200, 409] });
  });

  it('is noticed when a describe is empty', () => {
    expect(untested("describe('GET /v1/orders', () => { describe('200', () => {}); });")).toEqual(two);
  });

  it('is none where the file has the name of the handler', () => {
    const text =
      "describe('200', () => { it('lists', () => {}); });\ndescribe('401', () => { it.each([1])('%s', () => {}); });";
    expect(untested(text, 'test/api/order/list-orders.test.ts')).not.toHaveProperty(['GET /v1/orders']);
  });

  it('is none where a title shortens the address or speaks for a group', () => {
    const short =
      "describe('POST …/cancel', () => { test('200: cancelled', () => {}); test('409: late', () => {}); });";
    expect(untested(short)).toEqual({ 'GET /v1/orders': [200, 401] });
    const all = "describe('every guarded route', () => { test('401: without one', () => {}); });";
    expect(untested(all)['GET /v1/orders']).toEqual([200]);
  });
});
