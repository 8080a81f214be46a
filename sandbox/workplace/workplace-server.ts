import type { z } from 'zod';
import type { SandboxClock } from '../clock/sandbox-clock';
import { Faults, parseJson } from '../http/faults';
import type { HttpRequest } from '../http/http-request';
import { jsonReply, problemReply, type Reply } from '../http/reply';
import { sameSecret } from '../http/same-secret';
import { serveStandIn, type RunningServer } from '../http/stand-in-server';
import type { DurableStore } from '../store/durable-store';
import { companiesPage } from './companies-page';
import { changeCompany, companyRequest } from './change-company';
import { companyBody, entitlement } from './company-row';
import { sampleCompanies } from './sample-companies';
import { setEntitlement } from './set-entitlement';
import type { WorkplaceTables } from './workplace-tables';

export interface WorkplaceDeps {
  readonly store: DurableStore;
  readonly clock: SandboxClock;
  readonly apiKey: string;
}

export async function startWorkplace(deps: WorkplaceDeps, port: number): Promise<RunningServer> {
  const { store, clock } = deps;
  const tables: WorkplaceTables = {
    companies: store.table('companies'),
    history: store.table('history'),
    keys: store.table('keys'),
  };
  if (tables.companies.size === 0) {
    await store.change(() => {
      for (const company of sampleCompanies(clock.now())) tables.companies.put(company.companyId, company);
    });
  }

  const findCompany = async (request: HttpRequest): Promise<Reply> => {
    const id = request.params['id'] ?? '';
    const company = await store.change(() => tables.companies.get(id));
    return company === undefined ? unknownCompany(id) : jsonReply(200, companyBody(company));
  };

  const put = (request: HttpRequest): Reply | Promise<Reply> => {
    const idempotencyKey = request.header('idempotency-key') ?? '';
    if (idempotencyKey === '' || idempotencyKey.length > 255) {
      return problem(400, 'missing_idempotency_key', 'Send an Idempotency-Key of 1 to 255 characters.');
    }
    const body = parseJson(request.body);
    if (body === undefined) return problem(400, 'invalid_json', 'The body is not JSON.');
    const target = entitlement.safeParse(body);
    if (!target.success) return invalid(target.error);
    const id = request.params['id'] ?? '';
    return store.change(() => {
      const company = tables.companies.get(id);
      if (company === undefined) return unknownCompany(id);
      return setEntitlement(tables, { company, target: target.data, idempotencyKey, at: clock.iso() });
    });
  };

  return serveStandIn(
    {
      name: 'workplace',
      faults: new Faults(),
      errorReply: (status, sentence) => problem(status, 'not_possible', sentence),
      around: async (request, run) => {
        const given = /^Bearer (.+)$/.exec(request.header('authorization') ?? '')?.[1];
        if (!request.path.startsWith('/v1/') || sameSecret(given, deps.apiKey)) return run();
        return problem(401, 'unauthorized', 'Send the API key as a bearer token.');
      },
      routes: {
        'GET /': () => companiesPage(tables, clock),
        'GET /v1/companies/:id': findCompany,
        'PUT /v1/companies/:id/entitlement': put,
        'GET /_sandbox/companies': () => jsonReply(200, { companies: tables.companies.all().map(companyBody) }),
        'POST /_sandbox/companies': (request) => upsert(store, tables, request),
        'GET /_sandbox/history/:id': (request) => history(tables, request.params['id'] ?? ''),
      },
    },
    port
  );
}

function history(tables: WorkplaceTables, id: string): Reply {
  if (tables.companies.get(id) === undefined) return unknownCompany(id);
  return jsonReply(200, tables.history.get(id) ?? { companyId: id, changes: [], refusals: 0 });
}

async function upsert(store: DurableStore, tables: WorkplaceTables, request: HttpRequest): Promise<Reply> {
  const parsed = companyRequest.safeParse(parseJson(request.body));
  if (!parsed.success) return invalid(parsed.error);
  const row = await store.change(() => changeCompany(tables, parsed.data));
  return jsonReply(200, companyBody(row));
}

export function problem(status: number, code: string, detail: string, extra: object = {}): Reply {
  const titles: Record<number, string> = { 400: 'Bad request', 401: 'Unauthorized', 404: 'Not found', 409: 'Conflict' };
  return problemReply(status, titles[status] ?? 'Not possible', detail, { code, ...extra });
}

function invalid(error: z.ZodError): Reply {
  const errors = error.issues.map((issue) => ({
    field: issue.code === 'unrecognized_keys' ? issue.keys.join(', ') : issue.path.join('.'),
    code: 'invalid',
    message: issue.message,
  }));
  return problem(422, 'invalid_entitlement', 'The target is not valid; see errors.', { errors });
}

function unknownCompany(id: string): Reply {
  return problem(404, 'unknown_company', `There is no company ${id.slice(0, 100)}.`);
}
