import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, truncateSync, writeSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * One append-only file of JSON lines. A line is on disk when the promise of `append` resolves; lines that wait at the
 * same time share one fsync, which is what keeps a stand-in fast enough to sit under a benchmark.
 */
export class JournalFile {
  private handle: FileHandle | undefined;
  private waiting: string[] = [];
  private flushing: Promise<void> | undefined;

  constructor(private readonly path: string) {}

  /** Every whole line, oldest first. A torn last line (power cut, kill) is cut off: its writer never got an answer. */
  readAll(): unknown[] {
    if (!existsSync(this.path)) return [];
    const bytes = readFileSync(this.path);
    const end = bytes.lastIndexOf(0x0a) + 1;
    if (end < bytes.length) truncateSync(this.path, end);
    const lines: unknown[] = [];
    for (let start = 0; start < end;) {
      const stop = bytes.indexOf(0x0a, start);
      lines.push(JSON.parse(bytes.toString('utf8', start, stop)));
      start = stop + 1;
    }
    return lines;
  }

  /** Replaces the file in one step, so that a crash leaves either the old content or the new one. */
  replaceAll(lines: Iterable<unknown>): void {
    const draft = `${this.path}.draft`;
    const fd = openSync(draft, 'w', 0o600);
    for (const line of lines) writeSync(fd, `${JSON.stringify(line)}\n`);
    fsyncSync(fd);
    closeSync(fd);
    renameSync(draft, this.path);
    const folder = openSync(dirname(this.path), 'r');
    fsyncSync(folder);
    closeSync(folder);
  }

  append(line: unknown): Promise<void> {
    this.waiting.push(`${JSON.stringify(line)}\n`);
    return this.flush();
  }

  /** Resolves when everything appended so far is on disk. */
  flush(): Promise<void> {
    const previous = this.flushing ?? Promise.resolve();
    if (this.waiting.length === 0) return previous;
    if (this.flushing !== undefined) return previous.then(() => this.flush());
    const run = this.writeWaiting().finally(() => {
      this.flushing = undefined;
    });
    this.flushing = run;
    return run;
  }

  async close(): Promise<void> {
    await this.flush();
    await this.handle?.close();
    this.handle = undefined;
  }

  private async writeWaiting(): Promise<void> {
    this.handle ??= await open(this.path, 'a', 0o600);
    const chunk = this.waiting.join('');
    this.waiting = [];
    await this.handle.appendFile(chunk);
    await this.handle.datasync();
  }
}
