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

/** The four states of everything that is loaded, so that none of them can be forgotten. */
export function QueryView<T>({ query, what, isEmpty, empty, children }: QueryViewProps<T>) {
  if (query.isPending) {
    return query.fetchStatus === 'idle' ? null : <p className="waiting">Loading {what} …</p>;
  }
  if (query.isError) {
    return (
      <Notice kind="problem">
        {query.error.message}{' '}
        <button type="button" className="link" onClick={() => void query.refetch()}>
          Try again
        </button>
      </Notice>
    );
  }
  if (isEmpty?.(query.data) === true) return <>{empty}</>;
  return <>{children(query.data)}</>;
}
