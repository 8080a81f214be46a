import type { Knex } from 'knex';
import { connect, connectAsOwner } from '../../../db/shared/connection';
import type { DocumentSeries } from '../../../domain/invoice/invoice-number';
import { addMs } from '../../../domain/time/calendar';
import { insertPartner, type PartnerRows } from '../rows/partner-rows';
import { auditNumbers, type NumbersAudit } from './audit-series';
import type { IssueTask } from './issue-task';
import { IssuerPool, type Tally } from './issuer-pool';
import { installMisfortune } from './misfortune';
import { randomOf } from './random';
import { SELLER_IDS, SERIES } from './series';

export interface NumbersRun {
  readonly databaseUrl: string;
  readonly seed: number;
  readonly processes: number;
  /** Documents of each seller and series in a round; a round goes over one New Year. */
  readonly perSeries: number;
  /** Asked after each round. */
  readonly goesOn: (rounds: number) => boolean;
  /** Documents between two processes killed and between two connections ended. */
  readonly documentsPerKill: number;
  readonly documentsPerCut: number;
}

export interface NumbersResult extends NumbersAudit {
  readonly tally: Tally;
  readonly rounds: number;
  readonly cuts: number;
}

const HOUR_MS = 3_600_000;
/** From the day before the first New Year of a seller to the day after the last. */
const FROM_MS = -24 * HOUR_MS;
const SPAN_MS = 48 * HOUR_MS;
/** How far those who issue are off, one way and the other: a step that was repeated for hours still says when it was asked for. */
const MOST_OFF_MS = 8 * HOUR_MS;
const FIRST_YEAR = 2027;
/** Of a hundred tasks, so many are given to two processes. */
const TWICE_SHARE = 0.1;
const PREPARED_AT_ONCE = 8;
/** A strike falls this long after a document at most: anywhere in the next transactions. */
const LONGEST_AIM_MS = 20;

/** Issues documents of every seller and series from many processes, under misfortune of every kind, and audits the numbers. */
export async function runNumbers(run: NumbersRun): Promise<NumbersResult> {
  const owner = connectAsOwner(run.databaseUrl);
  const db = connect(run.databaseUrl, { max: PREPARED_AT_ONCE, applicationName: 'numbers' });
  await installMisfortune(owner);
  const pool = new IssuerPool(run.databaseUrl, run.processes);
  const random = randomOf(run.seed);
  const wanted = new Map<DocumentSeries, Set<string>>(SERIES.map(({ series }) => [series, new Set()]));
  const cutter = new Cutter(owner);
  try {
    const partner = await insertPartner(db);
    let rounds = 0;
    do {
      const tasks = await prepareRound(db, partner, { run, rounds, random });
      for (const { series, orderId } of tasks) wanted.get(series)?.add(orderId);
      await underFire(pool, cutter, { run, random, tasks });
      rounds += 1;
    } while (run.goesOn(rounds));
    return { ...(await auditNumbers(db, wanted)), tally: pool.tally, rounds, cuts: cutter.cuts };
  } finally {
    await pool.stop();
    await db.destroy();
    await owner.destroy();
  }
}

interface Round {
  readonly run: NumbersRun;
  readonly rounds: number;
  readonly random: () => number;
}

async function prepareRound(db: Knex, partner: PartnerRows, { run, rounds, random }: Round): Promise<IssueTask[]> {
  const newYear = `${FIRST_YEAR + rounds}-01-01T00:00:00.000Z`;
  const wishes = Array.from({ length: run.perSeries }, (_, n) => n / run.perSeries).flatMap((part) =>
    SERIES.flatMap((row) => SELLER_IDS.map((sellerId) => ({ row, sellerId, part })))
  );
  const tasks: IssueTask[] = [];
  for (let first = 0; first < wishes.length; first += PREPARED_AT_ONCE) {
    const some = wishes.slice(first, first + PREPARED_AT_ONCE);
    const orders = await Promise.all(some.map(({ row, sellerId }) => row.subject(db, partner, sellerId)));
    for (const [n, { row, part }] of some.entries()) {
      const offMs = Math.round((2 * random() - 1) * MOST_OFF_MS);
      const at = addMs(newYear, FROM_MS + Math.round(part * SPAN_MS) + offMs);
      const seed = Math.floor(random() * 4_294_967_296);
      const task = { taskNo: tasks.length, series: row.series, orderId: orders[n] ?? '', at, seed };
      tasks.push(task);
      if (random() < TWICE_SHARE) tasks.push({ ...task, taskNo: tasks.length, seed: seed ^ 1 });
    }
  }
  return tasks;
}

interface Fire {
  readonly run: NumbersRun;
  readonly random: () => number;
  readonly tasks: readonly IssueTask[];
}

/** Strikes by progress, not by time: a slow machine must get through as well. */
async function underFire(pool: IssuerPool, cutter: Cutter, { run, random, tasks }: Fire): Promise<void> {
  const strikes = [
    { every: run.documentsPerKill, strike: () => void pool.kill(random()) },
    { every: run.documentsPerCut, strike: () => cutter.cut() },
  ];
  await pool.work(tasks, (issued) => {
    for (const { every, strike } of strikes) {
      if (issued % every === 0) setTimeout(strike, random() * LONGEST_AIM_MS);
    }
  });
  await cutter.settled();
}

/** Ends the connections of processes that are in the middle of a transaction. */
class Cutter {
  cuts = 0;
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly owner: Knex) {}

  cut(): void {
    this.running = this.running.then(() => this.cutOne());
  }

  settled(): Promise<void> {
    return this.running;
  }

  private async cutOne(): Promise<void> {
    const { rows } = await this.owner.raw<{ rows: { ended: boolean }[] }>(
      `select pg_terminate_backend(pid) as ended from (
         select pid from pg_stat_activity
          where datname = current_database() and application_name like 'numbers-issuer%' and xact_start is not null
          order by random() limit 1) as victim`
    );
    if (rows[0]?.ended === true) this.cuts += 1;
  }
}
