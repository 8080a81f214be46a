import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Notice } from './notice';

interface QueryViewProps<T> {
  readonly query: UseQueryResult<T>;
  /** What is being loaded, for the waiting line: "the company". */
  readonly what: string;
  readonly isEmpty?: (data: T) => boolean;
  readonly empty?: ReactNode;
  readonly children: (data: T) => ReactNode;
}

/**
 * The four states of everything that is loaded, so that none of them can be forgotten. What was read once stays when it
 * cannot be read again: somebody may be typing in it.
 */
export function QueryView<T>({ query, what, isEmpty, empty, children }: QueryViewProps<T>) {
  const { data } = query;
  const problem = query.error === null ? null : <Problem error={query.error} onRetry={() => void query.refetch()} />;
  if (data === undefined) {
    if (problem !== null) return problem;
    return query.fetchStatus === 'idle' ? null : <p className="waiting">Loading {what} …</p>;
  }
  return (
    <>
      {problem}
      {isEmpty?.(data) === true ? empty : children(data)}
    </>
  );
}

function Problem({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }) {
  return (
    <Notice kind="problem">
      {error.message}{' '}
      <button type="button" className="link" onClick={onRetry}>
        Try again
      </button>
    </Notice>
  );
}
