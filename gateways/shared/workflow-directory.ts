import type { Instant } from '../../domain/time/iso-date';

export interface BrokenPage {
  readonly workflowIds: readonly string[];
  readonly next: string | null;
}

/** What Temporal says of workflows. Throws `GatewayFailure` `unavailable` when it cannot be asked. */
export interface WorkflowDirectory {
  /** Those of the ids whose workflow runs; by the list, which may be a moment behind. At most a hundred ids. */
  listRunning(workflowIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** The same of one, exactly. */
  isRunning(workflowId: string): Promise<boolean>;
  /** Workflows that failed, timed out, or were terminated or cancelled since then (real time), a hundred a page. */
  listBroken(since: Instant, page: string | null): Promise<BrokenPage>;
}
