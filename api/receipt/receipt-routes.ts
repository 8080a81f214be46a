import type { Route } from '../http/route';
import { allocateReceipt } from './allocate-receipt';
import { confirmReport, declineReport } from './decide-report';
import { recordTransfer, withdrawReturn } from './decide-return';
import { listReturnsRoute } from './list-returns';
import { readBankMoney } from './read-bank-money';
import { getReceipt, listReceiptsRoute } from './read-receipts';
import { getReport, listReportsRoute } from './read-reports';
import { recordReceipt } from './record-receipt';
import { reportReceipt } from './report-receipt';
import { reverseReceipt, withdrawAllocation } from './reverse-receipt';
import { wantReturn } from './want-return';

export const RECEIPT_ROUTES: readonly Route[] = [
  recordReceipt,
  listReceiptsRoute,
  getReceipt,
  readBankMoney,
  allocateReceipt,
  withdrawAllocation,
  reverseReceipt,
  wantReturn,
  listReturnsRoute,
  recordTransfer,
  withdrawReturn,
  reportReceipt,
  listReportsRoute,
  getReport,
  confirmReport,
  declineReport,
];
