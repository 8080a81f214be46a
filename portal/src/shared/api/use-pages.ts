import { useInfiniteQuery, type InfiniteData } from '@tanstack/react-query';
import { callApi, type AnswerOf } from './client';

type ListOperation =
  'GET /v1/orders' | 'GET /v1/offline-queue' | 'GET /v1/approvals' | 'GET /v1/receipts' | 'GET /v1/receipt-reports';
type Query = Readonly<Record<string, string | undefined>>;
export type Pages<K extends ListOperation> = InfiniteData<AnswerOf<K>, string | undefined>;

/** A list of the API, page after page by its cursor. */
export function usePages<K extends ListOperation>(operation: K, query: Query, refetchInterval: number | false = false) {
  return useInfiniteQuery({
    queryKey: [operation, query],
    queryFn: ({ pageParam }) => callApi(operation, { query: { ...query, cursor: pageParam } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last: AnswerOf<K>) => last.nextCursor ?? undefined,
    refetchInterval,
  });
}
