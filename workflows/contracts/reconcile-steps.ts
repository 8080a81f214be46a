import type { Instant } from '../../domain/time/iso-date';

/** The parts of a reconciliation, in their order; what one of them found is looked at again by the last. */
export const RECONCILE_STAGES = [
  'payments:stripe',
  'payments:paypal',
  'orders',
  'held_orders',
  'companies',
  'overdue_companies',
  'mails',
  'refunds',
  'broken_workflows',
  'open_findings',
] as const;
export type ReconcileStage = (typeof RECONCILE_STAGES)[number];

/** Timeline entries by number, from exclusive; everything else by business time. */
export interface ReconcileWindow {
  readonly from: Instant;
  readonly until: Instant;
  readonly fromEventId: number;
  readonly untilEventId: number;
}

/** `cursor` is the stage's own; null begins it. */
export interface ReconcilePlace {
  readonly stage: ReconcileStage;
  readonly cursor: string | null;
}

export interface ReconcileTotals {
  readonly pages: number;
  readonly compared: number;
  readonly providerCalls: number;
  readonly workplaceCalls: number;
  readonly found: number;
  readonly tasksOpened: number;
}

export interface BeginReconcileInput {
  readonly workflowId: string;
  readonly trigger: 'schedule' | 'api' | 'terminal';
}

export type BeginReconcileResult =
  | { readonly outcome: 'begun'; readonly runId: string; readonly window: ReconcileWindow }
  /** `busy`: `runId` is under way. `ended`: this one was done before. */
  | { readonly outcome: 'busy' | 'ended'; readonly runId: string };

export interface ComparePageInput extends ReconcilePlace {
  readonly runId: string;
  readonly window: ReconcileWindow;
  /** Tasks that the run may still open. */
  readonly tasksLeft: number;
}

/** `next` is null when the stage is done. */
export interface ComparePageResult {
  readonly next: string | null;
  readonly compared: number;
  readonly providerCalls: number;
  readonly workplaceCalls: number;
  readonly found: number;
  readonly tasksOpened: number;
}

export interface FinishReconcileInput {
  readonly runId: string;
  readonly totals: ReconcileTotals;
  /** Stages that could not be compared to their end. */
  readonly skipped: readonly string[];
}
