import { AppError } from '../../../api/http/app-error';
import type { NoWorkflow, OrderWorkflows } from '../../../api/http/order-workflows';

type Name = Exclude<keyof OrderWorkflows, 'isReachable'>;
type Answer<N extends Name> = Awaited<ReturnType<OrderWorkflows[N]>>;

export interface FakeOrderWorkflows extends OrderWorkflows {
  /** What was asked, in order. */
  readonly calls: readonly { readonly name: Name; readonly args: readonly unknown[] }[];
  /** The next calls of this name answer with what `answer` gives; it may throw or write rows first, as a worker would. */
  on<N extends Name>(name: N, answer: (...args: Parameters<OrderWorkflows[N]>) => Answer<N> | Promise<Answer<N>>): void;
  /** Every call fails as if Temporal were away, until `back`. */
  away(): void;
  back(): void;
}

/**
 * Stands in for the workflow engine where a test is about HTTP. It keeps the port's promises: an unknown workflow is an
 * answer and not an error, absence is `workflows_unavailable`. The same cases run against the real client in
 * test/conformance/order-workflows.test.ts.
 */
export function createFakeOrderWorkflows(): FakeOrderWorkflows {
  const calls: { name: Name; args: readonly unknown[] }[] = [];
  const answers = new Map<Name, (...args: never[]) => unknown>();
  let isAway = false;
  const none: NoWorkflow = { outcome: 'no_workflow' };

  async function call<N extends Name>(
    name: N,
    args: Parameters<OrderWorkflows[N]>,
    otherwise: Answer<N>
  ): Promise<Answer<N>> {
    calls.push({ name, args });
    if (isAway) throw new AppError('workflows_unavailable', { retryAfterSeconds: 5 });
    const answer = answers.get(name) as ((...given: typeof args) => Answer<N> | Promise<Answer<N>>) | undefined;
    return answer === undefined ? otherwise : answer(...args);
  }

  return {
    calls,
    on: (name, answer) => void answers.set(name, answer),
    away: () => {
      isAway = true;
    },
    back: () => {
      isAway = false;
    },
    place: (...args) => call('place', args, { outcome: 'refused', code: 'request_too_old' }),
    payNow: (...args) => call('payNow', args, none),
    cancel: (...args) => call('cancel', args, none),
    ask: (...args) => call('ask', args, none),
    hint: (...args) => call('hint', args, false),
    resume: (...args) => call('resume', args, false),
    lookAgain: (...args) => call('lookAgain', args, false),
    orderClockMoved: (...args) => call('orderClockMoved', args, false),
    aftercareClockMoved: (...args) => call('aftercareClockMoved', args, false),
    subscriptionClockMoved: (...args) => call('subscriptionClockMoved', args, false),
    subscriptionChanged: (...args) => call('subscriptionChanged', args, false),
    setAutoRenew: (...args) => call('setAutoRenew', args, none),
    startReconciliation: (...args) => call('startReconciliation', args, undefined),
    isReachable: () => Promise.resolve(!isAway),
  };
}
