import { createHash } from 'node:crypto';
import { jsonReply, problemReply, type Reply } from '../http/reply';
import { checkEntitlement } from './check-entitlement';
import {
  companyBody,
  entitlementOf,
  type ChangeRow,
  type CompanyRow,
  type Entitlement,
  type HistoryRow,
} from './company-row';
import type { WorkplaceTables } from './workplace-tables';

export interface SetEntitlement {
  readonly company: CompanyRow;
  readonly target: Entitlement;
  readonly idempotencyKey: string;
  readonly at: string;
}

const KEPT_CHANGES = 1000;
const KEPT_KEYS = 100_000;

/** Sets the whole target unless a newer one is in force. Sent twice, late or out of order it does no harm. */
export function setEntitlement(tables: WorkplaceTables, call: SetEntitlement): Reply {
  const { company, target } = call;
  if (!keyFits(tables, call)) {
    return refuse(tables, company, conflict(422, 'idempotency_key_reused', 'This key was used for another request.'));
  }
  const errors = checkEntitlement(target);
  if (errors.length > 0) {
    const extra = { code: errors[0]?.code, errors };
    return refuse(tables, company, problemReply(422, 'Not possible', errors[0]?.message ?? '', extra));
  }
  const current = { currentVersion: company.version };
  if (target.version < company.version) {
    const detail = `Version ${target.version} is older than the version in force, ${company.version}. Nothing was changed.`;
    return refuse(tables, company, conflict(409, 'older_version', detail, current));
  }
  if (target.version === company.version) {
    if (sameTarget(company, target)) return repeat(tables, company);
    const detail = `Version ${target.version} is in force with another target. Nothing was changed.`;
    return refuse(tables, company, conflict(409, 'version_conflict', detail, current));
  }
  return apply(tables, call);
}

function apply(tables: WorkplaceTables, { company, target, idempotencyKey, at }: SetEntitlement): Reply {
  const changed: CompanyRow = { ...company, ...target };
  const change: ChangeRow = {
    version: target.version,
    at,
    idempotencyKey,
    before: entitlementOf(company),
    after: target,
    repeats: 0,
  };
  const history = historyOf(tables, company);
  tables.companies.put(company.companyId, changed);
  tables.history.put(company.companyId, { ...history, changes: [...history.changes, change].slice(-KEPT_CHANGES) });
  return jsonReply(200, companyBody(changed));
}

function repeat(tables: WorkplaceTables, company: CompanyRow): Reply {
  const history = historyOf(tables, company);
  const changes = history.changes.map((change) =>
    change.version === company.version ? { ...change, repeats: change.repeats + 1 } : change
  );
  tables.history.put(company.companyId, { ...history, changes });
  return jsonReply(200, companyBody(company));
}

function refuse(tables: WorkplaceTables, company: CompanyRow, reply: Reply): Reply {
  const history = historyOf(tables, company);
  tables.history.put(company.companyId, { ...history, refusals: history.refusals + 1 });
  return reply;
}

function keyFits(tables: WorkplaceTables, { company, target, idempotencyKey }: SetEntitlement): boolean {
  const text = JSON.stringify([company.companyId, canonicalTarget(target)]);
  const fingerprint = createHash('sha256').update(text).digest('base64');
  const known = tables.keys.get(idempotencyKey);
  if (known !== undefined) return known.fingerprint === fingerprint;
  const oldest = tables.keys.size >= KEPT_KEYS ? tables.keys.oldest() : undefined;
  if (oldest !== undefined) tables.keys.remove(oldest.key);
  tables.keys.put(idempotencyKey, { key: idempotencyKey, fingerprint });
  return true;
}

function sameTarget(left: Entitlement, right: Entitlement): boolean {
  return JSON.stringify(canonicalTarget(left)) === JSON.stringify(canonicalTarget(right));
}

/** The fields in one order, whatever order the request had. */
function canonicalTarget(target: Entitlement): Entitlement {
  const { meeting_room, location, desk, visitor } = target.capacities;
  return { ...entitlementOf(target), capacities: { meeting_room, location, desk, visitor } };
}

function historyOf(tables: WorkplaceTables, company: CompanyRow): HistoryRow {
  return tables.history.get(company.companyId) ?? { companyId: company.companyId, changes: [], refusals: 0 };
}

function conflict(status: number, code: string, detail: string, extra: object = {}): Reply {
  return problemReply(status, status === 409 ? 'Conflict' : 'Not possible', detail, { code, ...extra });
}
