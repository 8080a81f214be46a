import ts from 'typescript';
import type { SourceFile } from './repository';

/** `POST /v1/orders/{order}/cancel`, as the OpenAPI document writes it. */
export type Endpoint = string;
export type Statuses = Readonly<Record<Endpoint, readonly number[]>>;

interface Operation {
  readonly responses: Readonly<Record<string, unknown>>;
  readonly security?: readonly unknown[];
  readonly requestBody?: { readonly content: Readonly<Record<string, unknown>> };
}
export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

const operations = ({ paths }: OpenApi): [Endpoint, Operation][] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [Endpoint, Operation] => [
      `${method.toUpperCase()} ${path}`,
      operation,
    ])
  );

export const documentedStatuses = (document: OpenApi): Statuses =>
  Object.fromEntries(
    operations(document).map(([endpoint, { responses }]) => [
      endpoint,
      Object.keys(responses).map(Number).sort(ascending),
    ])
  );

/** The endpoints that a title like "every guarded route" speaks for. */
export function groupsOf(document: OpenApi): Readonly<Record<string, readonly Endpoint[]>> {
  const those = (which: (operation: Operation) => boolean): Endpoint[] =>
    operations(document).flatMap(([endpoint, operation]) => (which(operation) ? [endpoint] : []));
  return {
    'every route': those(() => true),
    'every guarded route': those(({ security }) => security === undefined || security.length > 0),
    'every route with a JSON body': those(
      ({ requestBody }) => requestBody !== undefined && 'application/json' in requestBody.content
    ),
  };
}

const ascending = (a: number, b: number): number => a - b;
const ROUTE = /method: '(\w+)',\s*path: '([^']+)'/g;

/** The file that handles each endpoint. */
export function handlerFiles(api: readonly SourceFile[]): ReadonlyMap<Endpoint, string> {
  return new Map(
    api.flatMap(({ path, text }) =>
      [...text.matchAll(ROUTE)].map(([, method = '', place = '']): [Endpoint, string] => [
        `${method} ${place.replace(/:(\w+)/g, '{$1}')}`,
        path,
      ])
    )
  );
}

/** The titles that lead to each test, outermost first. */
export function testTitles({ path, text }: SourceFile): string[][] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: string[][] = [];
  const visit = (node: ts.Node, above: readonly string[]): void => {
    if (!ts.isCallExpression(node)) return ts.forEachChild(node, (child) => visit(child, above));
    const what = rootName(node.expression);
    const title = node.arguments[0];
    if (title === undefined || !ts.isStringLiteralLike(title) || !['describe', 'test', 'it'].includes(what)) {
      return ts.forEachChild(node, (child) => visit(child, above));
    }
    const titles = [...above, title.text];
    if (what !== 'describe') found.push(titles);
    ts.forEachChild(node, (child) => visit(child, titles));
  };
  visit(source, []);
  return found;
}

/** `test` of `test.each(…)(…)`. */
function rootName(callee: ts.Expression): string {
  if (ts.isIdentifier(callee)) return callee.text;
  if (ts.isPropertyAccessExpression(callee) || ts.isCallExpression(callee)) return rootName(callee.expression);
  return '';
}

const NAMED = /(?:(GET|POST|PUT|PATCH|DELETE) )?([/…][\w./…:{}-]*)/g;
const STATUS = /\b[2-5]\d\d\b/g;

/**
 * Documented statuses that no test names. A test belongs to the endpoint that a title above it names (`POST /v1/orders`,
 * `POST …/cancel and …/resume`), to those of a group ("every guarded route") or, where no title names any, to the endpoints
 * of the handler after which its file is called.
 */
export function untestedStatuses(
  documented: Statuses,
  { handlers, groups }: Pick<Where, 'handlers' | 'groups'>,
  tests: readonly SourceFile[]
): Statuses {
  const endpoints = Object.keys(documented);
  const tested = new Map<Endpoint, Set<number>>(endpoints.map((endpoint) => [endpoint, new Set()]));
  for (const file of tests) {
    for (const titles of testTitles(file)) {
      const statuses = titles.flatMap((title) => [...title.matchAll(STATUS)].map(([digits]) => Number(digits)));
      for (const endpoint of endpointsOf(titles, { file: file.path, endpoints, handlers, groups })) {
        for (const status of statuses) tested.get(endpoint)?.add(status);
      }
    }
  }
  const gaps = endpoints.map((endpoint): [Endpoint, number[]] => [
    endpoint,
    (documented[endpoint] ?? []).filter((status) => tested.get(endpoint)?.has(status) !== true),
  ]);
  return Object.fromEntries(gaps.filter(([, statuses]) => statuses.length > 0));
}

interface Where {
  readonly file: string;
  readonly endpoints: readonly Endpoint[];
  readonly handlers: ReadonlyMap<Endpoint, string>;
  readonly groups: Readonly<Record<string, readonly Endpoint[]>>;
}

function endpointsOf(titles: readonly string[], { file, endpoints, handlers, groups }: Where): readonly Endpoint[] {
  const group = titles.map((title) => groups[title]).find((found) => found !== undefined);
  if (group !== undefined) return group;
  const named = titles.flatMap((title) => namedIn(title, endpoints));
  if (named.length > 0) return named;
  const base = baseName(file).replace(/\.test$/, '');
  return endpoints.filter((endpoint) => baseName(handlers.get(endpoint) ?? '') === base);
}

const baseName = (file: string): string => file.slice(file.lastIndexOf('/') + 1).replace(/\.ts$/, '');

/** A method holds for the places that follow it until the next one. */
function namedIn(title: string, endpoints: readonly Endpoint[]): Endpoint[] {
  let method = '';
  return [...title.matchAll(NAMED)].flatMap(([, verb, place = '']) => {
    method = verb ?? method;
    if (method === '') return [];
    const path = place.replace(/:(\w+)/g, '{$1}');
    return endpoints.filter((endpoint) => {
      const [itsMethod = '', itsPath = ''] = endpoint.split(' ');
      return itsMethod === method && (path.startsWith('…') ? itsPath.endsWith(path.slice(1)) : itsPath === path);
    });
  });
}

export const countOf = (statuses: Statuses): number => Object.values(statuses).flat().length;

/** What `now` has beyond `before`. */
export function beyond(now: Statuses, before: Statuses): string[] {
  return Object.entries(now).flatMap(([endpoint, statuses]) =>
    statuses.filter((status) => before[endpoint]?.includes(status) !== true).map((status) => `${endpoint}: ${status}`)
  );
}
