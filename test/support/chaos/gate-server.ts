import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Database } from '../../../db/shared/connection';

/** Where a step or a message is, as `gate.cjs` reports it. */
export type GatePhase = 'enter' | 'commit' | 'called' | 'sent' | 'leave';

export interface Subject {
  readonly orderId?: string;
  readonly companyId?: string;
  readonly mailId?: string;
}

interface Arrival {
  readonly step: string;
  readonly phase: GatePhase;
  readonly subject: Subject;
}

/** Lets each company's order wait at one point; whoever asks for anything else goes through at once. */
export interface Gate {
  readonly url: string;
  /** From now on `companyId` waits where it next comes to `step` and `phase`; whoever of it waits elsewhere goes on. */
  hold(companyId: string, step: string, phase: GatePhase): void;
  isHeld(companyId: string): boolean;
  /** Everything that `companyId` came by, `step:phase`. */
  seen(companyId: string): ReadonlySet<string>;
  /** Lets everybody go on, and forgets whom to hold. */
  open(): void;
  close(): Promise<void>;
}

interface Hold {
  step: string;
  phase: GatePhase;
  readonly waiting: Set<() => void>;
}

/** `resolve` names the company of an order or a mail; null lets it through. */
export async function startGate(resolve: (subject: Subject) => Promise<string | null>): Promise<Gate> {
  const holds = new Map<string, Hold>();
  const seen = new Map<string, Set<string>>();

  const arrive = async (arrival: Arrival, response: ServerResponse): Promise<void> => {
    const companyId = arrival.subject.companyId ?? (await resolve(arrival.subject));
    if (companyId !== null) note(seen, companyId, `${arrival.step}:${arrival.phase}`);
    const hold = companyId === null ? undefined : holds.get(companyId);
    const goOn = (): void => void response.end();
    if (hold?.step !== arrival.step || hold.phase !== arrival.phase) return goOn();
    hold.waiting.add(goOn);
    response.once('close', () => hold.waiting.delete(goOn));
  };

  const server = createServer((request, response) => {
    readJson(request)
      .then((body) => arrive(body as Arrival, response))
      .catch(() => response.end());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const letGo = (hold: Hold): void => {
    for (const goOn of [...hold.waiting]) goOn();
    hold.waiting.clear();
  };
  return {
    url: `http://127.0.0.1:${port}/`,
    hold: (companyId, step, phase) => {
      const before = holds.get(companyId);
      holds.set(companyId, { step, phase, waiting: new Set() });
      if (before !== undefined) letGo(before);
    },
    isHeld: (companyId) => (holds.get(companyId)?.waiting.size ?? 0) > 0,
    seen: (companyId) => seen.get(companyId) ?? new Set(),
    open: () => {
      const all = [...holds.values()];
      holds.clear();
      all.forEach(letGo);
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}

function note(seen: Map<string, Set<string>>, companyId: string, point: string): void {
  const points = seen.get(companyId) ?? new Set();
  seen.set(companyId, points.add(point));
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

/** Looks the company up in the run's database; each order is looked for once. */
export function companyFinder(db: Database): (subject: Subject) => Promise<string | null> {
  const known = new Map<string, string>();
  return async ({ orderId, mailId }) => {
    const id = orderId ?? mailId;
    if (id === undefined) return null;
    const cached = known.get(id);
    if (cached !== undefined) return cached;
    const companyId = await (orderId === undefined ? companyOfMail(db, id) : companyOfOrder(db, id)).catch(() => null);
    if (companyId !== null) known.set(id, companyId);
    return companyId;
  };
}

interface CompanyRow {
  readonly company_id: string | null;
}

/** A request knows its order before there is one. */
async function companyOfOrder(db: Database, orderId: string): Promise<string | null> {
  const row = await db('order_requests as r')
    .joinRaw(`join quotes q on q.quote_id = r.body->>'quoteId'`)
    .where('r.order_id', orderId)
    .first<CompanyRow | undefined>('q.company_id');
  return row?.company_id ?? null;
}

async function companyOfMail(db: Database, mailId: string): Promise<string | null> {
  const row = await db('mails as m')
    .leftJoin('orders as o', 'o.order_id', 'm.order_id')
    .where('m.mail_id', mailId)
    .first<CompanyRow | undefined>(db.raw('coalesce(o.company_id, m.company_id) as company_id'));
  return row?.company_id ?? null;
}
