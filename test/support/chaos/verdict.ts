import { setTimeout as pause } from 'node:timers/promises';
import { auditCompanies } from './audit-companies';
import type { ChaosWorld } from './chaos-world';
import type { Path } from './paths';

/** What is wrong with a cell, as the report counts it. */
export type Wrong = 'lost' | 'doubled' | 'missing' | 'gapped';
export const WRONGS: readonly Wrong[] = ['lost', 'doubled', 'missing', 'gapped'];

export interface CellResult {
  readonly id: string;
  readonly wrong: readonly Wrong[];
  /** What differs, in words; empty when nothing does. */
  readonly differences: readonly string[];
}

/** An order on its way; each has a company of its own. */
export interface Walk {
  readonly companyId: string;
  /** null: walked to its end; else where it stands instead. */
  readonly ended: Promise<string | null>;
}

export function startWalk(world: ChaosWorld, path: Path, companyId: string): Walk {
  const ended = path.walk(world, companyId).then(
    () => null,
    (error: unknown) => (error instanceof Error ? error.message : String(error))
  );
  return { companyId, ended };
}

const EVERY_MS = 50;
const SETTLE_MS = 60_000;

/** Whether all of them wait before their points; those that do not after a while. */
export async function awaitHeld<W extends { readonly companyId: string }>(
  gate: ChaosWorld['gate'],
  walks: readonly W[],
  withinMs: number
): Promise<readonly W[]> {
  const away = (): readonly W[] => walks.filter(({ companyId }) => !gate.isHeld(companyId));
  for (let waited = 0; waited < withinMs && away().length > 0; waited += EVERY_MS) await pause(EVERY_MS);
  return away();
}

/** Returns and mails may still be on their way; what is left after a while is a difference. */
export async function settle({ system }: ChaosWorld, companyIds?: readonly string[]): Promise<readonly string[]> {
  let left: readonly string[] = ['nobody could be asked'];
  for (const until = Date.now() + SETTLE_MS; Date.now() < until; await pause(EVERY_MS * 10)) {
    left = await auditCompanies(system, companyIds).catch((error: unknown) => [`the audit failed: ${String(error)}`]);
    if (left.length === 0) return left;
  }
  return left;
}

interface Findings {
  readonly id: string;
  /** null: it came to its point. */
  readonly unreached: string | null;
  /** Of the whole batch. */
  readonly differences: readonly string[];
}

export async function verdictOf({ system }: ChaosWorld, walk: Walk, findings: Findings): Promise<CellResult> {
  const { companyId } = walk;
  const stuck = await walk.ended;
  const rows = await system
    .db('orders')
    .where({ company_id: companyId })
    .select<{ order_id: string; order_no: string }[]>('order_id', 'order_no');
  const names = [companyId, ...rows.flatMap((row) => [row.order_id, row.order_no])];
  const differences = [
    ...(findings.unreached === null ? [] : [findings.unreached]),
    ...(stuck === null ? [] : [stuck]),
    ...(rows.length <= 1 ? [] : [`${rows.length} orders were placed for one wish`]),
    ...findings.differences.filter((line) => names.some((name) => line.includes(name)) || isEverybodys(line)),
  ];
  return { id: findings.id, differences, wrong: [...new Set(differences.map(kindOf))] };
}

/** A hole in a series belongs to nobody: every cell of the batch may have made it. */
function isEverybodys(line: string): boolean {
  return /have a gap|audit failed|the webhook|could be asked/.test(line);
}

const KINDS: readonly (readonly [RegExp, Wrong])[] = [
  [/have a gap/, 'gapped'],
  [/activated 0 times|has 0 invoices|under 0 Message-IDs|nobody got it|paid by nothing/, 'missing'],
  [/activated \d|has \d+ invoices|under \d|winning captures|orders were placed|is held by providers/, 'doubled'],
];

export function kindOf(line: string): Wrong {
  return KINDS.find(([says]) => says.test(line))?.[1] ?? 'lost';
}
