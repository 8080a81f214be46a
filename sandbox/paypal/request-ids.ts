import type { Reply } from '../http/reply';
import type { Table } from '../store/durable-store';
import type { ApiFamily } from './api-call';
import { ApiError, unprocessable } from './api-error';
import { ISSUES } from './issues';
import type { PayPalState } from './paypal-state';
import type { RequestIdRow, Subject } from './records';

const HOUR_MS = 3_600_000;
/** How long PayPal keeps a `PayPal-Request-Id`, by the API's own documentation. */
const KEPT_MS: Readonly<Record<ApiFamily, number>> = {
  orders: 6 * HOUR_MS,
  vault: 3 * HOUR_MS,
  payments: 45 * 24 * HOUR_MS,
};

const LONGEST: Readonly<Record<ApiFamily, number>> = { orders: 108, payments: 108, vault: 10_000 };

/** One id at one call of the API, e.g. `POST /v2/checkout/orders`: another call may use the same id. */
export interface RequestKey {
  readonly api: ApiFamily;
  readonly route: string;
  readonly requestId: string;
}

/**
 * PayPal's rules for `PayPal-Request-Id` on the moved clock: a repeat tells the latest status of what the first request
 * made. A refused request made nothing, so its id stays free; PayPal does not document this case.
 */
export class RequestIds {
  private readonly rows: Table<RequestIdRow>;
  private readonly running = new Set<string>();

  constructor(private readonly state: PayPalState) {
    this.rows = state.store.table('request_ids');
  }

  /** Of two at the same moment the second one fails, which PayPal says it might. */
  async alone(path: string, requestId: string, run: () => Promise<Reply>): Promise<Reply> {
    const name = `${path} ${requestId}`;
    if (this.running.has(name)) {
      const issue = 'PREVIOUS_REQUEST_IN_PROGRESS';
      return new ApiError(409, { issue, description: ISSUES[issue] }).reply();
    }
    this.running.add(name);
    try {
      return await run();
    } finally {
      this.running.delete(name);
    }
  }

  /** What the earlier request with this id made, if it is still known. */
  find(key: RequestKey, fingerprint: string): Subject | undefined {
    if (key.requestId.length > LONGEST[key.api]) {
      const issue = 'INVALID_STRING_LENGTH';
      throw new ApiError(400, { issue, description: ISSUES[issue], field: 'PayPal-Request-Id', location: 'header' });
    }
    const row = this.rows.get(nameOf(key));
    if (row === undefined || row.forgottenAt <= this.state.clock.now()) return undefined;
    if (row.fingerprint === fingerprint) return row.subject;
    // Vault v3 documents an issue of its own for this; the other APIs share the older code.
    throw unprocessable(key.api === 'vault' ? 'PAYPAL_REQUEST_ID_PREVIOUSLY_USED' : 'DUPLICATE_REQUEST_ID');
  }

  /** Called inside the change that made `subject`. */
  remember(key: RequestKey, fingerprint: string, subject: Subject): void {
    this.forgetOldest();
    const name = nameOf(key);
    this.rows.remove(name);
    this.rows.put(name, {
      key: name,
      fingerprint,
      forgottenAt: this.state.clock.now() + KEPT_MS[key.api],
      subject,
    });
  }

  /** As if the ids had been lost before their time; returns how many. */
  forgetAll(): number {
    const all = this.rows.all();
    for (const row of all) this.rows.remove(row.key);
    return all.length;
  }

  private forgetOldest(): void {
    const oldest = this.rows.oldest();
    if (oldest !== undefined && oldest.forgottenAt <= this.state.clock.now()) this.rows.remove(oldest.key);
  }
}

function nameOf({ route, requestId }: RequestKey): string {
  return `${route} ${requestId}`;
}
