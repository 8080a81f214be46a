import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';

const LISTS = [
  'GET /v1/offline-queue',
  'GET /v1/approvals',
  'GET /v1/receipts',
  'GET /v1/receipt-reports',
  'GET /v1/orders',
  'bank-money',
  'order',
];

/** Reads everything that the queue shows anew, after an act or when an order has moved. */
export function useRefresh(): () => void {
  const queries = useQueryClient();
  return useCallback(() => {
    for (const list of LISTS) void queries.invalidateQueries({ queryKey: [list] });
  }, [queries]);
}
