import fs from 'node:fs';
import path from 'node:path';

import { startedAt } from './process-identity.mjs';
import { StartError } from './start-error.mjs';

/**
 * The note in the state directory of which start holds it and what it started. It is the lock against a second start
 * and the list by which the next start finds what a killed one left behind.
 */
export class RunningRecord {
  #file;
  #content;

  constructor(directory) {
    this.#file = path.join(directory, 'running.json');
  }

  /**
   * Takes the state directory for this process.
   * @returns {object[]} the processes that an earlier, dead start noted and that still run, oldest first
   * @throws {StartError} when a start that is alive holds it
   */
  take() {
    const earlier = this.#read();
    if (earlier && startedAt(earlier.starter.pid) === earlier.starter.startedAt) throw alreadyRunning(earlier);
    if (earlier) fs.rmSync(this.#file, { force: true });
    this.#content = { starter: { pid: process.pid, startedAt: startedAt(process.pid) }, children: [] };
    this.#create();
    return (earlier?.children ?? []).filter((child) => startedAt(child.pid) === child.startedAt);
  }

  add({ name, pid, stopBy }) {
    this.#content.children.push({ name, pid, startedAt: startedAt(pid), ...stopBy });
    this.#write();
  }

  /** Where a second start sends its reader. */
  notePortal(url) {
    this.#content.portal = url;
    this.#write();
  }

  release() {
    if (this.#content) fs.rmSync(this.#file, { force: true });
  }

  #read() {
    try {
      return JSON.parse(fs.readFileSync(this.#file, 'utf8'));
    } catch {
      // Missing, or cut off while it was written: there is nothing to be learnt from it.
      return undefined;
    }
  }

  /** Of two starts in the same moment one wins: a link cannot replace a file. */
  #create() {
    const half = `${this.#file}.${process.pid}`;
    fs.writeFileSync(half, JSON.stringify(this.#content));
    try {
      fs.linkSync(half, this.#file);
    } catch (error) {
      this.#content = undefined;
      const other = this.#read();
      throw other ? alreadyRunning(other) : error;
    } finally {
      fs.rmSync(half, { force: true });
    }
  }

  #write() {
    const half = `${this.#file}.${process.pid}`;
    fs.writeFileSync(half, JSON.stringify(this.#content, null, 2));
    fs.renameSync(half, this.#file);
  }
}

function alreadyRunning({ starter, portal }) {
  const where = portal ? ` Its portal: ${portal}` : '';
  return new StartError(
    `Purser already runs from this checkout (process ${starter.pid}).${where}\n` +
      `Stop it with Ctrl-C in its terminal, or with: kill ${starter.pid}`
  );
}
