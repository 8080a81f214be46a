import { Readable } from 'node:stream';

export interface EventStreamSettings {
  /** The current state as one event; null ends the stream. Called again after every change, one call at a time. */
  readonly read: () => Promise<{ readonly event: string; readonly id: string; readonly data: unknown } | null>;
  /** Calls back on every change; returns the end of the subscription. */
  readonly subscribe: (changed: () => void) => () => void;
  /** Ends the stream: the process stops. */
  readonly stopping: AbortSignal;
  readonly onProblem: (error: unknown) => void;
  /** Called once, however the stream ended. */
  readonly onEnd: () => void;
}

/** Proxies give up on silent connections after 30 to 60 seconds. */
const HEARTBEAT_MS = 15_000;
/** Then the client connects anew and its sign-in is checked again. */
const MAX_LIFE_MS = 30 * 60_000;

/**
 * Server-sent events of one thing's state. Changes that come faster than the client reads melt into one, so that nothing
 * piles up; the client always gets the newest state.
 */
export function eventStream(settings: EventStreamSettings): Readable {
  return new EventStream(settings);
}

class EventStream extends Readable {
  private dirty = true;
  private wanted = false;
  private busy = false;
  private finished = false;
  private lastData = '';
  private readonly unsubscribe: () => void;
  private readonly heartbeat: NodeJS.Timeout;
  private readonly endOfLife: NodeJS.Timeout;
  private readonly stop = (): void => this.finish();

  constructor(private readonly settings: EventStreamSettings) {
    super();
    this.unsubscribe = settings.subscribe(() => {
      this.dirty = true;
      void this.pump();
    });
    this.heartbeat = setInterval(() => this.beat(), HEARTBEAT_MS);
    this.endOfLife = setTimeout(() => this.finish(), MAX_LIFE_MS);
    settings.stopping.addEventListener('abort', this.stop, { once: true });
    if (settings.stopping.aborted) this.finish();
  }

  override _read(): void {
    this.wanted = true;
    void this.pump();
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.unsubscribe();
    clearInterval(this.heartbeat);
    clearTimeout(this.endOfLife);
    this.settings.stopping.removeEventListener('abort', this.stop);
    this.settings.onEnd();
    callback(error);
  }

  private async pump(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      while (this.dirty && this.wanted && !this.isOver()) {
        this.dirty = false;
        const state = await this.settings.read();
        if (this.isOver()) return;
        if (state === null) this.finish();
        else this.send(state);
      }
    } catch (error) {
      // The client connects again by itself; by then the database may be back.
      this.settings.onProblem(error);
      this.finish();
    } finally {
      this.busy = false;
    }
  }

  /** A notification without a visible change, such as an event that only staff sees, is not sent. */
  private send({ event, id, data }: { event: string; id: string; data: unknown }): void {
    const text = JSON.stringify(data);
    if (text === this.lastData) return;
    this.lastData = text;
    this.wanted = this.push(`event: ${event}\nid: ${id}\ndata: ${text}\n\n`);
  }

  private beat(): void {
    if (this.wanted && !this.isOver()) this.wanted = this.push(': still here\n\n');
  }

  private finish(): void {
    if (this.isOver()) return;
    this.finished = true;
    this.push(null);
  }

  private isOver(): boolean {
    return this.finished || this.destroyed;
  }
}
