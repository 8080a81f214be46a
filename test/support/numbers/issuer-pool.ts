import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import type { IssueTask, IssuerSays } from './issue-task';

const PROGRAM = path.join(__dirname, 'issuer.cjs');

export interface Tally {
  issued: number;
  /** Repeats that got another number than the first time. */
  disagreed: number;
  gaveUp: number;
  kills: number;
  /** Processes that ended although nobody killed them. */
  died: number;
  readonly rollbacks: Map<string, number>;
  readonly unexpected: string[];
}

interface Issuer {
  readonly child: ChildProcess;
  task: IssueTask | null;
  isReady: boolean;
  isKilled: boolean;
}

/** Operating-system processes that share a queue of tasks. The task of one that was killed goes back to the queue. */
export class IssuerPool {
  readonly tally: Tally = {
    issued: 0,
    disagreed: 0,
    gaveUp: 0,
    kills: 0,
    died: 0,
    rollbacks: new Map(),
    unexpected: [],
  };
  private issuers: Issuer[] = [];
  private queue: IssueTask[] = [];
  private started = 0;
  private isStopping = false;
  private onIdle: (() => void) | null = null;
  private onIssued: (issued: number) => void = () => undefined;

  constructor(
    private readonly databaseUrl: string,
    size: number
  ) {
    for (let n = 0; n < size; n += 1) this.start();
  }

  /** Resolves when every task is done; `onIssued` hears of each document. */
  async work(tasks: readonly IssueTask[], onIssued: (issued: number) => void): Promise<void> {
    this.queue = [...tasks];
    this.onIssued = onIssued;
    const done = new Promise<void>((resolve) => {
      this.onIdle = resolve;
    });
    for (const issuer of this.issuers) this.feed(issuer);
    this.checkIdle();
    await done;
  }

  /** SIGKILL for one that is at work; a new process takes its place. Returns false when nobody is. */
  kill(random: number): boolean {
    const working = this.issuers.filter(({ task, isKilled }) => task !== null && !isKilled);
    const victim = working[Math.floor(random * working.length)];
    if (victim === undefined) return false;
    victim.isKilled = true;
    this.tally.kills += 1;
    victim.child.kill('SIGKILL');
    return true;
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    await Promise.all(
      this.issuers.map(
        ({ child }) =>
          new Promise<void>((resolve) => {
            child.once('exit', () => resolve());
            child.kill('SIGKILL');
          })
      )
    );
  }

  private start(): void {
    this.started += 1;
    const env = {
      ...process.env,
      NUMBERS_DATABASE_URL: this.databaseUrl,
      NUMBERS_ISSUER: `numbers-issuer-${this.started}`,
    };
    // What Jest or a debugger gave this process is of no use to the child.
    const child = fork(PROGRAM, [], { env, execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    const issuer: Issuer = { child, task: null, isReady: false, isKilled: false };
    this.issuers.push(issuer);
    child.on('message', (message) => this.hear(issuer, message as IssuerSays));
    child.once('exit', () => this.replace(issuer));
  }

  private replace(issuer: Issuer): void {
    if (this.isStopping) return;
    this.issuers = this.issuers.filter((other) => other !== issuer);
    if (issuer.task !== null) this.queue.unshift(issuer.task);
    if (!issuer.isKilled) this.tally.died += 1;
    this.start();
  }

  private hear(issuer: Issuer, message: IssuerSays): void {
    switch (message.what) {
      case 'ready':
        issuer.isReady = true;
        return this.feed(issuer);
      case 'rolled back':
        return this.countRollback(message.kind, message.expected);
      case 'issued':
        this.tally.issued += 1;
        if (!message.agrees) this.tally.disagreed += 1;
        this.onIssued(this.tally.issued);
        return this.next(issuer);
      case 'gave up':
        this.tally.gaveUp += 1;
        return this.next(issuer);
    }
  }

  private countRollback(kind: string, expected: boolean): void {
    if (!expected) this.tally.unexpected.push(kind);
    else this.tally.rollbacks.set(kind, (this.tally.rollbacks.get(kind) ?? 0) + 1);
  }

  private next(issuer: Issuer): void {
    issuer.task = null;
    this.feed(issuer);
    this.checkIdle();
  }

  private feed(issuer: Issuer): void {
    if (!issuer.isReady || issuer.isKilled || issuer.task !== null) return;
    issuer.task = this.queue.shift() ?? null;
    if (issuer.task !== null) issuer.child.send(issuer.task, () => undefined);
  }

  private checkIdle(): void {
    const isIdle = this.queue.length === 0 && this.issuers.every(({ task }) => task === null);
    if (!isIdle) return;
    this.onIdle?.();
    this.onIdle = null;
  }
}
