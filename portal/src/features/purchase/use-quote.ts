import { useQuery } from '@tanstack/react-query';
import { ApiProblem, callApi, type FieldError, type Schema } from '../../shared/api/client';
import type { operations } from '../../shared/api/schema';
import { useSettled } from '../../shared/ui/use-settled';

export type QuoteWish = operations['POST /v1/quotes']['body'];

export interface QuoteState {
  /** The quote for exactly what is chosen now; null while there is none. */
  readonly current: Schema<'Quote'> | null;
  readonly isLoading: boolean;
  readonly message: string | null;
  readonly problems: readonly FieldError[];
}

/** Well before the API's 30 minutes are over. */
const FRESH_MS = 20 * 60_000;

/** Asks for a quote when the person has stopped typing; an older one is never shown for a newer wish. */
export function useQuote(wish: QuoteWish | null): QuoteState {
  const wished = wish === null ? '' : JSON.stringify(wish);
  const settled = useSettled(wished);
  const query = useQuery({
    queryKey: ['quote', settled],
    queryFn: () => callApi('POST /v1/quotes', { body: JSON.parse(settled) as QuoteWish }),
    enabled: settled !== '',
    retry: false,
    staleTime: FRESH_MS,
    gcTime: 0,
    refetchInterval: FRESH_MS,
  });
  const isCurrent = wished !== '' && wished === settled;
  const problem = isCurrent && query.error instanceof ApiProblem ? query.error : null;
  return {
    current: isCurrent && problem === null ? (query.data ?? null) : null,
    isLoading: wished !== '' && (!isCurrent || query.isFetching),
    message: problem?.message ?? null,
    problems: problem?.fields ?? [],
  };
}
