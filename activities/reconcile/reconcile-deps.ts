import type { ReconcileLimits } from '../../domain/reconcile/limits';
import type { Clock } from '../../gateways/clock/clock';
import type { WorkflowDirectory } from '../../gateways/shared/workflow-directory';
import type { Workplace } from '../../gateways/shared/workplace';
import type { ComparePageInput, ReconcileWindow } from '../../workflows/contracts/reconcile-steps';
import type { ProviderDeps } from '../shared/provider-of';
import type { StepDeps } from '../shared/step-deps';

export interface ReconcileDeps extends StepDeps, ProviderDeps {
  readonly clock: Clock;
  readonly workplace: Workplace;
  readonly directory: WorkflowDirectory;
  readonly linkSecret: string;
  readonly reconcileLimits: ReconcileLimits;
}

/** One page of a run, with what it has cost and found so far. */
export class PageRun {
  compared = 0;
  providerCalls = 0;
  workplaceCalls = 0;
  found = 0;
  tasksOpened = 0;

  constructor(
    readonly deps: ReconcileDeps,
    private readonly input: ComparePageInput
  ) {}

  get runId(): string {
    return this.input.runId;
  }

  get window(): ReconcileWindow {
    return this.input.window;
  }

  /** Business time of the run: one for all pages, so that they judge alike. */
  get at(): string {
    return this.input.window.until;
  }

  get mayOpenTask(): boolean {
    return this.tasksOpened < this.input.tasksLeft;
  }
}
