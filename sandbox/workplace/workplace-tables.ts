import type { Table } from '../store/durable-store';
import type { CompanyRow, HistoryRow } from './company-row';

export interface WorkplaceTables {
  readonly companies: Table<CompanyRow>;
  readonly history: Table<HistoryRow>;
  /** Idempotency key → what it was first used for. */
  readonly keys: Table<{ key: string; fingerprint: string }>;
}
