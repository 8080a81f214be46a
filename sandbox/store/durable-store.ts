import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { JournalFile } from './journal-file';

type Change = readonly [table: string, id: string, value: unknown];

/** A journal may hold this many superseded lines per living row before it is rewritten at the next start. */
const REWRITE_FACTOR = 3;

export interface Table<Row> {
  get(id: string): Row | undefined;
  /** Rows in the order in which their ids first appeared. */
  all(): Row[];
  /** The row whose id appeared first, for pruning from the front without copying the table. */
  oldest(): Row | undefined;
  readonly size: number;
  put(id: string, row: Row): void;
  remove(id: string): void;
}

/**
 * Rows in memory, every change on disk before it is answered. All changes of one `change` call are one journal line, so
 * an effect and the idempotency record of the request that caused it survive a kill together or not at all.
 * There is no transaction that is rolled back: callers check first and change afterwards, in one synchronous block.
 */
export class DurableStore {
  private readonly tables = new Map<string, Map<string, unknown>>();
  private readonly journal: JournalFile;
  private open: Change[] | undefined;

  constructor(folder: string, name: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.journal = new JournalFile(join(folder, `${name}.jsonl`));
    const lines = this.journal.readAll();
    for (const line of lines) for (const change of line as Change[]) this.apply(change);
    if (lines.length > 1000 && lines.length > REWRITE_FACTOR * this.livingRows())
      this.journal.replaceAll(this.snapshot());
  }

  table<Row>(name: string): Table<Row> {
    // The journal is written by this class alone, so a row read back has the type that was put in.
    const rows = (): Map<string, Row> => this.rows(name) as Map<string, Row>;
    return {
      get: (id) => rows().get(id),
      all: () => [...rows().values()],
      oldest: () => rows().values().next().value,
      get size() {
        return rows().size;
      },
      put: (id, row) => this.record([name, id, row]),
      remove: (id) => this.record([name, id, null]),
    };
  }

  /** Runs the synchronous `work`; the promise resolves when all its changes are on disk. */
  async change<T>(work: () => T): Promise<T> {
    const { result, saved } = this.begin(work);
    await saved;
    return result;
  }

  /** Like `change` for callers that must not wait between the change and what follows it. */
  begin<T>(work: () => T): { result: T; saved: Promise<void> } {
    if (this.open !== undefined) return { result: work(), saved: Promise.resolve() };
    this.open = [];
    try {
      const result = work();
      return { result, saved: this.commit() };
    } catch (error) {
      void this.commit();
      throw error;
    } finally {
      this.open = undefined;
    }
  }

  async close(): Promise<void> {
    await this.journal.close();
  }

  private commit(): Promise<void> {
    const changes = this.open ?? [];
    return changes.length === 0 ? this.journal.flush() : this.journal.append(changes);
  }

  private record(change: Change): void {
    if (this.open === undefined) throw new Error('A row was changed outside of DurableStore.change');
    this.open.push(change);
    this.apply(change);
  }

  private apply([table, id, value]: Change): void {
    if (value === null) this.rows(table).delete(id);
    else this.rows(table).set(id, value);
  }

  private rows(name: string): Map<string, unknown> {
    const existing = this.tables.get(name);
    if (existing !== undefined) return existing;
    const rows = new Map<string, unknown>();
    this.tables.set(name, rows);
    return rows;
  }

  private livingRows(): number {
    return [...this.tables.values()].reduce((sum, rows) => sum + rows.size, 0);
  }

  private *snapshot(): Generator<Change[]> {
    for (const [table, rows] of this.tables) for (const [id, value] of rows) yield [[table, id, value]];
  }
}
