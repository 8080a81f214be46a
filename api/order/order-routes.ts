import type { Route } from '../http/route';
import { changeMethod } from './change-method';
import { approveOrder, rejectOrder } from './decide-approval';
import { cancelOrder } from './cancel-order';
import { getOrder } from './get-order';
import { getProforma } from './get-proforma';
import { getTimeline } from './get-timeline';
import { listOrdersRoute } from './list-orders';
import { payNow } from './pay-now';
import { paymentCancelled, paymentReturn } from './payment-return';
import { placeOrder } from './place-order';
import { prolongOrder } from './prolong-order';
import { putRemarks } from './put-remarks';
import { lookAgain, resumeOrder } from './resume-order';
import { closeShortfall, returnAndCancel } from './settle-part-paid';
import { streamOrder } from './stream-order';

export const ORDER_ROUTES: readonly Route[] = [
  placeOrder,
  listOrdersRoute,
  getOrder,
  getTimeline,
  getProforma,
  streamOrder,
  payNow,
  cancelOrder,
  changeMethod,
  prolongOrder,
  approveOrder,
  rejectOrder,
  closeShortfall,
  returnAndCancel,
  putRemarks,
  resumeOrder,
  lookAgain,
  paymentReturn,
  paymentCancelled,
];
