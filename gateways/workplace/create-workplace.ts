import type { Entitlement, WorkplaceCompany } from '../../domain/company/entitlement';
import { assertEncryptedUnlessLoopback } from '../shared/assert-safe-provider-config';
import { GatewayFailure } from '../shared/provider-failure';
import { retryAfterMs } from '../shared/retry-after-ms';
import type { SetEntitlementResult, Workplace } from '../shared/workplace';
import { isCompanyId, readCompany, readCurrentVersion } from './workplace-contract';
import { askWorkplace, type WorkplaceAnswer, type WorkplaceConnection } from './workplace-request';

export interface WorkplaceConfig {
  /** `https://…` or a stand-in on this machine. */
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly timeoutMs?: number;
}

type SetEntitlementInput = Parameters<Workplace['setEntitlement']>[0];

const TIMEOUT_MS = 10_000;

/** @throws Error with a sentence when the key would travel in the clear. */
export function createWorkplace(config: WorkplaceConfig): Workplace {
  assertEncryptedUnlessLoopback('Workplace', config.baseUrl);
  const connection = { ...config, timeoutMs: config.timeoutMs ?? TIMEOUT_MS };
  return {
    findCompany: (companyId) => findCompany(connection, companyId),
    setEntitlement: (input) => setEntitlement(connection, input),
  };
}

async function findCompany(connection: WorkplaceConnection, companyId: string): Promise<WorkplaceCompany | null> {
  if (!isCompanyId(companyId)) return null;
  const answer = await askWorkplace(connection, { method: 'GET', path: companyPath(companyId) });
  if (answer.status === 404) return null;
  if (answer.status !== 200) throw failureOf(answer, 'GET');
  const company = readCompany(answer.json, companyId);
  if (company === null) throw new GatewayFailure('unavailable', 'workplace_bad_answer', 'Workplace: not the contract');
  return company;
}

async function setEntitlement(
  connection: WorkplaceConnection,
  { companyId, version, target, idempotencyKey }: SetEntitlementInput
): Promise<SetEntitlementResult> {
  if (!isCompanyId(companyId)) return { outcome: 'refused', code: 'workplace_company_unknown' };
  const answer = await askWorkplace(connection, {
    method: 'PUT',
    path: `${companyPath(companyId)}/entitlement`,
    headers: { 'idempotency-key': idempotencyKey },
    body: wholeTarget(target, version),
  });
  if (answer.status !== 200) return refusal(answer, version);
  const company = readCompany(answer.json, companyId);
  if (company === null) {
    throw new GatewayFailure('unknown_outcome', 'workplace_bad_answer', 'Workplace: not the contract');
  }
  return { outcome: 'set', company };
}

/** Named one by one: the contract refuses fields that it does not know, and a caller's object may have more. */
function wholeTarget(target: Entitlement, version: number): Entitlement & { readonly version: number } {
  const { plan, cycle, years, termStart, expiresOn, trial } = target;
  const { meeting_room, location, desk, visitor } = target.capacities;
  const capacities = { meeting_room, location, desk, visitor };
  return { plan, cycle, years, termStart, expiresOn, trial, capacities, version };
}

/** @throws GatewayFailure for every answer that is not final. */
function refusal(answer: WorkplaceAnswer, version: number): SetEntitlementResult {
  switch (answer.status) {
    case 409: {
      const currentVersion = readCurrentVersion(answer.json);
      return currentVersion !== null && currentVersion > version
        ? { outcome: 'superseded', currentVersion }
        : { outcome: 'refused', code: 'workplace_version_conflict' };
    }
    case 404:
      return { outcome: 'refused', code: 'workplace_company_unknown' };
    case 422:
      return { outcome: 'refused', code: 'workplace_target_refused' };
    default: {
      const failure = failureOf(answer, 'PUT');
      if (failure.kind === 'refused') return { outcome: 'refused', code: failure.code };
      throw failure;
    }
  }
}

function failureOf({ status, retryAfter }: WorkplaceAnswer, method: 'GET' | 'PUT'): GatewayFailure {
  const wait = retryAfterMs(retryAfter);
  const options = wait === null ? {} : { retryAfterMs: wait };
  const said = `Workplace: status ${status} to a ${method}`;
  if (status === 429) return new GatewayFailure('unavailable', 'workplace_unavailable', said, options);
  if (status >= 500) {
    // The contract leaves open whether a change was applied before a 5xx, 503 among them.
    const kind = method === 'PUT' ? 'unknown_outcome' : 'unavailable';
    return new GatewayFailure(kind, 'workplace_failed', said, options);
  }
  if (status === 401 || status === 403) return new GatewayFailure('refused', 'workplace_key_refused', said);
  if (status >= 300 && status < 400) return new GatewayFailure('refused', 'workplace_redirects', said);
  return new GatewayFailure('refused', 'workplace_request_refused', said);
}

function companyPath(companyId: string): string {
  return `/v1/companies/${encodeURIComponent(companyId)}`;
}
