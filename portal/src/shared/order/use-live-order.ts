import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { callApi, type Schema } from '../api/client';

/** The order, kept up to date by the API's events; `isLive` is false while the connection is away, which mends itself. */
export function useLiveOrder(orderId: string, isWanted = true) {
  const queries = useQueryClient();
  const [isLive, setIsLive] = useState(false);
  const query = useQuery({
    queryKey: ['order', orderId],
    queryFn: () => callApi('GET /v1/orders/{order}', { params: { order: orderId } }),
    enabled: isWanted,
  });
  const isThere = isWanted && query.isSuccess;
  useEffect(() => {
    if (!isThere) return;
    const events = new EventSource(`/v1/orders/${encodeURIComponent(orderId)}/events`);
    events.addEventListener('open', () => setIsLive(true));
    events.addEventListener('error', () => setIsLive(false));
    events.addEventListener('order', (event: MessageEvent<string>) => {
      queries.setQueryData(['order', orderId], JSON.parse(event.data) as Schema<'Order'>);
    });
    return () => events.close();
  }, [queries, orderId, isThere]);
  return { query, isLive };
}
