import type { SandboxClock } from '../clock/sandbox-clock';
import type { DurableStore, Table } from '../store/durable-store';

/** `held` waits for a release by hand, `lost` was swallowed by a fault, `given-up` ran out of attempts. */
export interface DeliveryRow {
  readonly id: string;
  readonly state: 'pending' | 'held' | 'delivered' | 'lost' | 'given-up';
  readonly attempts: number;
  /** HTTP status of the last attempt, or the reason why there was none. */
  readonly last: string | null;
}

export interface StoredEvent {
  readonly id: string;
  /** Seconds on the moved clock. */
  readonly created: number;
  readonly type: string;
}

/** Providers keep events for 30 days; a long benchmark must not fill the memory either. */
const KEPT_SECONDS = 30 * 86_400;
const KEPT_EVENTS = 20_000;

/** Writes each event and its delivery in the same change as its cause. */
export class EventOutbox<Row extends StoredEvent> {
  readonly events: Table<Row>;
  readonly deliveries: Table<DeliveryRow>;
  private fresh: string[] = [];

  constructor(
    readonly store: DurableStore,
    protected readonly clock: SandboxClock
  ) {
    this.events = store.table('events');
    this.deliveries = store.table('deliveries');
  }

  /** Events written since the last call, for the sender to take over once they are on disk. */
  takeFresh(): string[] {
    const fresh = this.fresh;
    this.fresh = [];
    return fresh;
  }

  /** The newest deliveries first, each with the type of its event. */
  newestDeliveries(limit: number): (DeliveryRow & { readonly type: string | null })[] {
    const newest = this.deliveries.all().slice(-limit).reverse();
    return newest.map((row) => ({ ...row, type: this.events.get(row.id)?.type ?? null }));
  }

  protected add(row: Row): void {
    this.prune();
    this.events.put(row.id, row);
    this.deliveries.put(row.id, { id: row.id, state: 'pending', attempts: 0, last: null });
    this.fresh.push(row.id);
  }

  private prune(): void {
    const oldest = this.events.oldest();
    if (oldest === undefined || this.deliveries.get(oldest.id)?.state === 'pending') return;
    const tooOld = oldest.created < this.clock.nowSeconds() - KEPT_SECONDS;
    if (!tooOld && this.events.size < KEPT_EVENTS) return;
    this.events.remove(oldest.id);
    this.deliveries.remove(oldest.id);
  }
}
