import { z } from 'zod';
import { SESSION_COOKIE } from './http/authenticate';
import { ERROR_CODES, type ErrorCodeName } from './http/error-codes';
import { PROBLEM_CONTENT_TYPE, problemSchema } from './http/problem';
import type { Access, Route } from './http/route';

type Json = Readonly<Record<string, unknown>>;

const COMPONENTS = '#/components/schemas/';

/** The OpenAPI 3.1 document of the table: what validates requests is what is published. */
export function openApiDocument(routes: readonly Route[], version: string): Json {
  const schemas = new Map<string, unknown>();
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route, schemas) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Purser', version, description: 'Orders, payments and subscriptions of Workplace SaaS capacity.' },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: Object.fromEntries([...schemas].sort(([a], [b]) => (a < b ? -1 : 1))),
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        cookie: { type: 'apiKey', in: 'cookie', name: SESSION_COOKIE },
      },
    },
  };
}

function operation(route: Route, schemas: Map<string, unknown>): Json {
  return {
    operationId: operationId(route),
    tags: [route.tag],
    summary: route.summary,
    ...(route.access === 'public' ? { security: [] } : { security: [{ bearer: [] }, { cookie: [] }] }),
    'x-access': route.access,
    parameters: parametersOf(route, schemas),
    ...requestBody(route, schemas),
    responses: { ...answers(route, schemas), ...refusals(route, schemas) },
  };
}

function requestBody(route: Route, schemas: Map<string, unknown>): Json {
  const body = route.request?.body;
  if (route.mediaTypes !== undefined) {
    const bytes = { schema: { type: 'string', format: 'binary', maxLength: route.maxBodyBytes } };
    return {
      requestBody: { required: true, content: Object.fromEntries(route.mediaTypes.map((type) => [type, bytes])) },
    };
  }
  if (body === undefined) return {};
  const mediaType = route.bodyKind === 'form' ? 'application/x-www-form-urlencoded' : 'application/json';
  return { requestBody: { required: true, content: { [mediaType]: { schema: toSchema(body, 'input', schemas) } } } };
}

function operationId(route: Route): string {
  const words = route.path.replace(/^\/v1/, '').match(/\w+/g) ?? ['root'];
  return [route.method.toLowerCase(), ...words].map((word, index) => (index === 0 ? word : capital(word))).join('');
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

function parametersOf(route: Route, schemas: Map<string, unknown>): Json[] {
  const idempotencyKey = {
    name: 'Idempotency-Key',
    in: 'header',
    required: true,
    description: 'A fresh value, such as a UUID, for each new request; the same one when it is repeated',
    schema: { type: 'string', minLength: 8, maxLength: 128 },
  };
  return [
    ...fields(route.request?.params, 'path', schemas),
    ...fields(route.request?.query, 'query', schemas),
    ...fields(route.request?.headers, 'header', schemas),
    ...(route.idempotent === true ? [idempotencyKey] : []),
  ];
}

function fields(
  schema: z.ZodType | undefined,
  place: 'path' | 'query' | 'header',
  schemas: Map<string, unknown>
): Json[] {
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(schema.shape).map(([name, field]: [string, z.ZodType]) => {
    const { description, ...rest } = toSchema(field, 'input', schemas);
    const required = place === 'path' || !field.safeParse(undefined).success;
    return { name, in: place, required, ...(description === undefined ? {} : { description }), schema: rest };
  });
}

function answers(route: Route, schemas: Map<string, unknown>): Json {
  return Object.fromEntries(
    Object.entries(route.responses).map(([status, { description, body, contentType }]) => {
      if (body !== undefined) {
        return [
          status,
          { description, content: { 'application/json': { schema: toSchema(body, 'output', schemas) } } },
        ];
      }
      return [status, contentType === undefined ? { description } : { description, content: { [contentType]: {} } }];
    })
  );
}

/** Every code that the route can refuse with, gathered by status. */
function refusals(route: Route, schemas: Map<string, unknown>): Json {
  const schema = toSchema(problemSchema, 'output', schemas);
  const byStatus = new Map<number, ErrorCodeName[]>();
  for (const code of refusalCodes(route)) {
    const { status } = ERROR_CODES[code];
    if (route.responses[status] === undefined) byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      status,
      { description: codes.join(', '), content: { [PROBLEM_CONTENT_TYPE]: { schema } } },
    ])
  );
}

/** What follows from the form of the route, and what it names itself. */
export function refusalCodes(route: Route): ErrorCodeName[] {
  const { params, query, body } = route.request ?? {};
  const codes: ErrorCodeName[] = [];
  if (route.access !== 'public') codes.push('not_signed_in');
  if (needsCapability(route.access)) codes.push('not_allowed');
  if (route.access !== 'public' && route.method !== 'GET') codes.push('cross_site_request');
  if (params !== undefined) codes.push(route.notFound ?? 'not_found');
  const isRaw = route.bodyKind === 'raw';
  if (body !== undefined && !isRaw) codes.push('malformed_json');
  if (body !== undefined && (!isRaw || route.mediaTypes !== undefined)) codes.push('unsupported_media_type');
  if (body !== undefined || isRaw) codes.push('payload_too_large');
  if (body !== undefined || query !== undefined || route.idempotent === true) codes.push('invalid_input');
  if (route.idempotent === true) codes.push('idempotency_in_flight', 'idempotency_key_reused');
  codes.push('too_many_requests');
  if (!route.path.startsWith('/health/')) codes.push('database_unavailable');
  return [...new Set([...codes, ...(route.errors ?? [])])].sort(
    (a, b) => ERROR_CODES[a].status - ERROR_CODES[b].status
  );
}

function needsCapability(access: Access): boolean {
  return access !== 'public' && access !== 'session';
}

/** zod puts schemas that carry an id under `$defs`; those become components of the document. */
function toSchema(schema: z.ZodType, io: 'input' | 'output', schemas: Map<string, unknown>): Json {
  const made: unknown = z.toJSONSchema(schema, { io, target: 'draft-2020-12', unrepresentable: 'any' });
  const moved: unknown = JSON.parse(JSON.stringify(made).replaceAll('"#/$defs/', `"${COMPONENTS}`));
  if (!isJson(moved)) return {};
  const { $defs, ...rest } = moved;
  if (isJson($defs)) for (const [name, definition] of Object.entries($defs)) schemas.set(name, definition);
  return Object.fromEntries(Object.entries(rest).filter(([key]) => key !== '$schema'));
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
