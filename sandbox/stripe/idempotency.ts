import type { Table } from '../store/durable-store';
import { jsonReply, type Reply } from '../http/reply';
import type { IdempotencyRow } from './records';
import type { StripeState } from './stripe-state';

/** Stripe may forget a key once it is this old. */
const REMEMBERED_MS = 24 * 3_600_000;
/** Beyond this the oldest are forgotten early; only a benchmark gets there. */
const KEPT_KEYS = 50_000;

/** Stripe's rules for `Idempotency-Key`: first answer repeated for 24 hours of the moved clock, errors and 500s too. */
export class IdempotencyKeys {
  private readonly rows: Table<IdempotencyRow>;
  private readonly running = new Set<string>();

  constructor(private readonly state: StripeState) {
    this.rows = state.store.table('idempotency');
  }

  /** The answer that must be given instead of running, or undefined when the caller shall run and `end` it. */
  begin(key: string, fingerprint: string): Reply | undefined {
    if (key.length > 255)
      return refusal(400, `Idempotency keys may be at most 255 characters long; yours has ${key.length}.`);
    if (this.running.has(key)) {
      const message = `There is currently another in-progress request using this Idempotent Key: ${key}. Please try again later.`;
      return refusal(409, message, 'idempotency_key_in_use');
    }
    const known = this.rows.get(key);
    if (known === undefined || known.at + REMEMBERED_MS <= this.state.clock.now()) {
      this.running.add(key);
      return undefined;
    }
    if (known.fingerprint === fingerprint) {
      return { status: known.status, headers: { ...known.headers, 'idempotent-replayed': 'true' }, body: known.body };
    }
    const said = 'Keys for idempotent requests can only be used with the same parameters they were first used with.';
    return refusal(400, `${said} Try using a key other than '${key}' if you meant to execute a different request.`);
  }

  end(key: string): void {
    this.running.delete(key);
  }

  /** Called inside the change whose effect the answer reports. */
  remember(key: string, fingerprint: string, reply: Reply): void {
    for (
      let oldest = this.rows.oldest();
      oldest !== undefined && this.forgettable(oldest);
      oldest = this.rows.oldest()
    ) {
      this.rows.remove(oldest.key);
    }
    // Removing first moves a key that is used again after a day to the end, so that the front stays the oldest.
    this.rows.remove(key);
    const { status, headers, body } = reply;
    this.rows.put(key, { key, fingerprint, at: this.state.clock.now(), status, headers, body: body.toString() });
  }

  private forgettable(row: IdempotencyRow): boolean {
    return row.at + REMEMBERED_MS <= this.state.clock.now() || this.rows.size >= KEPT_KEYS;
  }
}

function refusal(status: number, message: string, code?: string): Reply {
  return jsonReply(status, { error: { type: 'idempotency_error', message, ...(code !== undefined && { code }) } });
}
