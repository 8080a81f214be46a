import type { Route } from '../http/route';
import { approveRefund, recordRefundTransfer, rejectRefund, withdrawRefund } from './decide-refund';
import { getRefund, listRefundsRoute } from './read-refunds';
import { startRefund } from './start-refund';

export const REFUND_ROUTES: readonly Route[] = [
  startRefund,
  listRefundsRoute,
  getRefund,
  approveRefund,
  rejectRefund,
  withdrawRefund,
  recordRefundTransfer,
];
