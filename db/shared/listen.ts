import { Client } from 'pg';
import type { CHANNELS } from './notify';

export type Channel = (typeof CHANNELS)[keyof typeof CHANNELS];

export interface Listener {
  /** Returns a function that ends this subscription. Handlers must not throw. */
  on(channel: Channel, handler: (payload: string) => void): () => void;
  close(): Promise<void>;
}

export interface ListenSettings {
  readonly channels: readonly Channel[];
  readonly applicationName: string;
  /** After a lost connection came back: what was notified in between is gone, so read the state again. */
  readonly onReconnected: () => void;
  readonly onProblem: (error: unknown) => void;
}

const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 10_000;
const CONNECT_MS = 5_000;

/** The one LISTEN connection of a process, outside the pool. It comes back by itself when the database was away. */
export async function listen(url: string, settings: ListenSettings): Promise<Listener> {
  const listener = new ReconnectingListener(url, settings);
  await listener.connect();
  return listener;
}

class ReconnectingListener implements Listener {
  private readonly handlers = new Map<string, Set<(payload: string) => void>>();
  private client: Client | null = null;
  private retry: NodeJS.Timeout | null = null;
  private waitMs = FIRST_WAIT_MS;
  private closed = false;

  constructor(
    private readonly url: string,
    private readonly settings: ListenSettings
  ) {}

  on(channel: Channel, handler: (payload: string) => void): () => void {
    const handlers = this.handlers.get(channel) ?? new Set();
    this.handlers.set(channel, handlers.add(handler));
    return () => handlers.delete(handler);
  }

  async connect(): Promise<void> {
    const client = new Client({
      connectionString: this.url,
      application_name: this.settings.applicationName,
      connectionTimeoutMillis: CONNECT_MS,
      keepAlive: true,
    });
    client.on('notification', ({ channel, payload }) => {
      for (const handler of this.handlers.get(channel) ?? []) handler(payload ?? '');
    });
    client.on('error', (error) => this.lost(client, error));
    client.on('end', () => this.lost(client, new Error('the LISTEN connection ended')));
    try {
      await client.connect();
      for (const channel of this.settings.channels) await client.query(`listen ${client.escapeIdentifier(channel)}`);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    this.client = client;
    this.waitMs = FIRST_WAIT_MS;
    if (this.closed) await client.end();
  }

  async close(): Promise<void> {
    this.closed = true;
    if (this.retry !== null) clearTimeout(this.retry);
    await this.client?.end();
  }

  private lost(client: Client, error: unknown): void {
    if (this.closed || this.client !== client) return;
    this.client = null;
    void client.end().catch(() => undefined);
    this.settings.onProblem(error);
    this.reconnectLater();
  }

  private reconnectLater(): void {
    if (this.closed) return;
    this.retry = setTimeout(() => {
      this.connect().then(
        () => this.settings.onReconnected(),
        (error: unknown) => {
          this.settings.onProblem(error);
          this.reconnectLater();
        }
      );
    }, this.waitMs);
    this.retry.unref();
    this.waitMs = Math.min(this.waitMs * 2, LONGEST_WAIT_MS);
  }
}
