import type { ReconcileInput } from './reconcile-contract';
import { SEARCH_ATTRIBUTES } from './search-attributes';

/** How a reconciliation is started, whoever starts it. */
export function reconcileStart(workflowId: string, trigger: ReconcileInput['trigger']) {
  return {
    workflowId,
    args: [{ trigger, onward: null }] as [ReconcileInput],
    staticSummary: 'Compares provider, database, Temporal and Workplace for what changed',
    typedSearchAttributes: [
      { key: SEARCH_ATTRIBUTES.state, value: 'comparing' },
      { key: SEARCH_ATTRIBUTES.whoActs, value: 'purser' },
    ],
  };
}
