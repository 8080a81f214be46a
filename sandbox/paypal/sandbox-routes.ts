import { z } from 'zod';
import { changeOrRefuse } from '../http/change-or-refuse';
import type { HttpRequest } from '../http/http-request';
import { jsonReply } from '../http/reply';
import type { RequestLog } from '../http/request-log';
import type { Routes } from '../http/router';
import { withBody } from '../http/with-body';
import type { PayPalWorld } from './api-call';
import { approveOrder, approveSetupToken, cancelAddress } from './approve';
import { readLedger } from './ledger';
import { captureWithOrder } from './objects/capture-object';
import { orderObject } from './objects/order-object';
import { refundObject } from './objects/refund-object';
import { PAYER_KINDS } from './payers';
import { find, findOrder } from './paypal-state';
import type { RequestIds } from './request-ids';
import { advanceDispute, closeDispute, openDispute } from './resources/disputes';
import { captureApproved } from './resources/orders';
import { reverseCapture, settleRefund } from './resources/refunds';
import { livingToken } from './resources/vault';
import { deletePaymentToken } from './save-payment-token';
import { settleCapture } from './take-payment';

export interface SandboxDeps {
  readonly world: PayPalWorld;
  readonly log: RequestLog;
  readonly change: <T>(work: () => T) => Promise<T>;
  readonly requestIds: RequestIds;
}

const approval = z.strictObject({ payer: z.enum(PAYER_KINDS).default('normal') });
const settlement = z.strictObject({ outcome: z.enum(['complete', 'deny']) });
const dispute = z.strictObject({
  captureId: z.string(),
  reason: z.string().max(50).default('UNAUTHORISED'),
  stage: z.enum(['INQUIRY', 'CHARGEBACK']).default('CHARGEBACK'),
});
const verdict = z.strictObject({ status: z.enum(['won', 'lost']) });
const settings = z.strictObject({ uniqueInvoiceIds: z.boolean() });

/** What tests, audits and the demo may do that no client of PayPal can. */
export function sandboxRoutes({ world, log, change, requestIds }: SandboxDeps): Routes {
  const { state } = world;
  const id = (request: HttpRequest): string => request.params['id'] ?? '';

  const guarded = changeOrRefuse(change);

  return {
    'POST /_sandbox/approve/:id': (request) =>
      withBody(approval, request, ({ payer }) =>
        guarded(() => {
          const setup = state.setupTokens.get(id(request));
          if (setup !== undefined) return approveSetupToken(world, setup, payer);
          return approveOrder(world, find(state.orders, id(request)), payer);
        })
      ),
    'POST /_sandbox/cancel/:id': (request) =>
      guarded(() => {
        const row = state.setupTokens.get(id(request)) ?? findOrder(state, id(request));
        return { kind: 'cancelled', redirectTo: cancelAddress(row) };
      }),
    'POST /_sandbox/capture/:id': (request) =>
      guarded(() => orderObject(state, captureApproved(world, findOrder(state, id(request))))),
    'POST /_sandbox/captures/:id/settle': (request) =>
      withBody(settlement, request, ({ outcome }) =>
        guarded(() => captureWithOrder(state, settleCapture(world, find(state.captures, id(request)), outcome)))
      ),
    'POST /_sandbox/captures/:id/reverse': (request) =>
      guarded(() => refundObject(state, reverseCapture(world, find(state.captures, id(request))))),
    'POST /_sandbox/refunds/:id/complete': (request) => guarded(() => settleRefund(world, id(request), 'COMPLETED')),
    'POST /_sandbox/refunds/:id/fail': (request) => guarded(() => settleRefund(world, id(request), 'FAILED')),
    'POST /_sandbox/payment-tokens/:id/delete': (request) =>
      guarded(() => {
        deletePaymentToken(world, livingToken(state, id(request)).id);
        return { deleted: id(request) };
      }),
    'POST /_sandbox/disputes': (request) =>
      withBody(dispute, request, (wanted) => guarded(() => openDispute(world, wanted))),
    'POST /_sandbox/disputes/:id/advance': (request) => guarded(() => advanceDispute(world, id(request))),
    'POST /_sandbox/disputes/:id/close': (request) =>
      withBody(verdict, request, ({ status }) => guarded(() => closeDispute(world, id(request), status))),
    'POST /_sandbox/request-ids/forget': () => guarded(() => ({ forgotten: requestIds.forgetAll() })),
    'GET /_sandbox/settings': () => jsonReply(200, state.settings),
    'PUT /_sandbox/settings': (request) =>
      withBody(settings, request, (wanted) =>
        guarded(() => {
          state.settings = wanted;
          return wanted;
        })
      ),
    'GET /_sandbox/requests': () => jsonReply(200, { requests: log.all() }),
    'GET /_sandbox/ledger': (request) => {
      const order = request.query['order_id'];
      const ledger = readLedger(state, ({ customId }) => {
        return typeof order !== 'string' || (customId?.startsWith(order) ?? false);
      });
      return jsonReply(200, ledger);
    },
  };
}
