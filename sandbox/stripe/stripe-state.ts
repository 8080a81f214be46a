import type { DurableStore } from '../store/durable-store';
import { type Table } from '../store/durable-store';
import type { SandboxClock } from '../clock/sandbox-clock';
import { noSuch } from './api-error';
import type * as rows from './records';

/** The rows of the stand-in, its clock, and the address under which its pages are reached. */
export class StripeState {
  readonly customers: Table<rows.CustomerRow>;
  readonly paymentMethods: Table<rows.PaymentMethodRow>;
  readonly sessions: Table<rows.SessionRow>;
  readonly paymentIntents: Table<rows.PaymentIntentRow>;
  readonly setupIntents: Table<rows.SetupIntentRow>;
  readonly charges: Table<rows.ChargeRow>;
  readonly refunds: Table<rows.RefundRow>;
  readonly disputes: Table<rows.DisputeRow>;
  readonly events: Table<rows.EventRow>;
  readonly openSessions = new Set<string>();
  /** Set when the server listens; with port 0 it is not known before. */
  baseUrl = '';

  constructor(
    readonly store: DurableStore,
    readonly clock: SandboxClock
  ) {
    this.customers = store.table('customers');
    this.paymentMethods = store.table('payment_methods');
    this.sessions = store.table('sessions');
    this.paymentIntents = store.table('payment_intents');
    this.setupIntents = store.table('setup_intents');
    this.charges = store.table('charges');
    this.refunds = store.table('refunds');
    this.disputes = store.table('disputes');
    this.events = store.table('events');
    for (const session of this.sessions.all()) if (session.status === 'open') this.openSessions.add(session.id);
  }

  saveSession(session: rows.SessionRow): rows.SessionRow {
    this.sessions.put(session.id, session);
    if (session.status === 'open') this.openSessions.add(session.id);
    else this.openSessions.delete(session.id);
    return session;
  }

  saveIntent(intent: rows.PaymentIntentRow): rows.PaymentIntentRow {
    this.paymentIntents.put(intent.id, intent);
    return intent;
  }
}

/** The row, or Stripe's refusal: 404 for an id in the path, 400 when `param` names where the id was given. */
export function find<Row>(table: Table<Row>, kind: string, id: string, param?: string): Row {
  const row = table.get(id);
  if (row === undefined) throw noSuch(kind, id, param);
  return row;
}

/** For rows that other rows point to, which are never removed. */
export function linked<Row>(table: Table<Row>, id: string): Row {
  const row = table.get(id);
  if (row === undefined) throw new Error(`The journal lost ${id}`);
  return row;
}
